"""Known vulnerabilities of the pinned packages, from the OSV database (osv.dev, API v1).

Exits with code 1 if there is one. If the database is unreachable, the script says so loudly and
exits with 0: a machine without a network can still check everything else.
"""

import os
import re
import sys
from pathlib import Path

import httpx

_API = os.environ.get("OSV_URL", "https://api.osv.dev")
_SECONDS = 20.0
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def pinned(requirements: str) -> list[tuple[str, str]]:
    """Name and version of each package in a requirements file."""
    return _PINNED.findall(requirements)


def advisories(packages: list[tuple[str, str]], api: str = _API) -> dict[str, list[str]]:
    """Ids of advisories by package; raises httpx.HTTPError when the database does not answer."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version in packages
    ]
    reply = httpx.post(f"{api}/v1/querybatch", json={"queries": queries}, timeout=_SECONDS)
    reply.raise_for_status()
    results = reply.json()["results"]
    return {
        f"{name}=={version}": [each["id"] for each in found["vulns"]]
        for (name, version), found in zip(packages, results, strict=True)
        if found.get("vulns")
    }


def main() -> int:
    packages = pinned(Path("requirements-dev.txt").read_text("utf-8"))
    try:
        found = advisories(packages)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        print("!" * 78, file=sys.stderr)
        print(
            f"SKIPPED: the {len(packages)} pinned packages were NOT checked for known\n"
            f"vulnerabilities, because {_API} does not answer ({type(error).__name__}).",
            file=sys.stderr,
        )
        print("!" * 78, file=sys.stderr)
        return 0
    for package, ids in found.items():
        print(f"{package}: {', '.join(ids)}", file=sys.stderr)
    print(f"{len(packages)} pinned packages, {len(found)} with known vulnerabilities.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
