"""The licences of all pinned packages and of the libraries in their wheels, for docs/licences.md.

Unclear         nobody has read the licence of a package or of a library yet
Incompatible    a licence does not fit
"""

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing

from scripts.advisories import pinned

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"

#: Of packages whose metadata has no expression of SPDX: what they say, in its terms.
_SAID = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "APL 2": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "GPL-3.0": "GPL-3.0-only",
    "GPL2": "GPL-2.0-only",
    "MIT Licence": "MIT",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "PSFL": "PSF-2.0",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: BSD License": "BSD-3-Clause",
    "OSI Approved :: ISC License (ISCL)": "ISC",
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Public Domain": "CC0-1.0",
}

#: Of packages whose metadata says nothing: what the text of their licence is.
_READ = {"promql-parser": "MIT", "resvg-py": "MIT", "sqlcipher3": "Zlib"}

#: Of libraries that wheels bring along, by the beginning of the file's name; from their own sites.
BUNDLED = {
    "libXau": "MIT",
    "libaom": "BSD-2-Clause",
    "libav": "LGPL-2.1-or-later",  # FFmpeg: avcodec, avformat, avutil
    "libavif": "BSD-2-Clause",
    "libbrotli": "MIT",
    "libcom_err": "MIT",
    "libcrypt": "LGPL-2.1-or-later",
    "libcrypto": "Apache-2.0 OR OpenSSL",  # from 3.0 on, and before
    "libde265": "LGPL-3.0-or-later",
    "libdrm": "MIT",
    "libfreetype": "FTL",
    "libgfortran": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgssapi_krb5": "MIT",
    "libharfbuzz": "MIT-Modern-Variant",
    "libheif": "LGPL-3.0-or-later",
    "libjbig": "GPL-2.0-or-later",
    "libjpeg": "IJG",
    "libk5crypto": "MIT",
    "libkeyutils": "LGPL-2.1-or-later",
    "libkrb5": "MIT",
    "liblber": "OLDAP-2.8",
    "liblcms2": "MIT",
    "libldap": "OLDAP-2.8",
    "libleptonica": "BSD-2-Clause",
    "liblzma": "0BSD",
    "libopenblas": "BSD-3-Clause",
    "libopenjp2": "BSD-2-Clause",
    "libpng16": "libpng-2.0",
    "libpq": "PostgreSQL",
    "libquadmath": "LGPL-2.1-or-later",
    "libsasl2": "BSD-3-Clause-Attribution",
    "libscipy_openblas": "BSD-3-Clause",
    "libsharpyuv": "BSD-3-Clause",
    "libssl": "Apache-2.0 OR OpenSSL",  # as libcrypto
    "libsw": "LGPL-2.1-or-later",  # FFmpeg: swresample, swscale
    "libtesseract": "Apache-2.0",
    "libtiff": "libtiff",
    "libvpx": "BSD-3-Clause",
    "libwebp": "BSD-3-Clause",
    "libx265": "GPL-2.0-or-later",
    "libxcb": "MIT",
    "libzstd": "BSD-3-Clause",
}

#: A program under MIT may use packages under these, and be handed on with them.
FITTING = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0"),
    *("MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib", "LGPL-3.0-only"),
}
#: Packages that only test the bot are never handed on with it.
FITTING_FOR_TOOLS = {*FITTING, "GPL-2.0-only", "GPL-3.0-only"}

_SPDX = get_spdx_licensing()


class Unclear(Exception):
    """The message names the package or the library; somebody must read its licence."""


class Incompatible(Exception):
    """The message names the package and its licence."""


def licence_of(package: Distribution) -> str:
    """Its licence as an expression of SPDX; raises Unclear."""
    name, metadata = package.metadata["Name"], package.metadata
    classifiers = (each.partition(" :: ") for each in metadata.get_all("Classifier", []))
    said = [
        *metadata.get_all("License-Expression", []),
        _READ.get(re.sub(r"[-_.]+", "-", name).lower()),
        *(words.partition("\n")[0] for words in metadata.get_all("License", [])),
        *(rest for kind, _, rest in classifiers if kind == "License"),
    ]
    for words in filter(None, said):
        expression = _SAID.get(words, words)
        try:
            return str(_SPDX.parse(expression, validate=True))
        except ExpressionError:
            continue
    raise Unclear(f"{name} says {[each for each in said if each]} about its licence")


def check(name: str, expression: str, fitting: set[str]) -> None:
    """Raises Incompatible unless the licences that fit suffice, with one of each `OR`."""
    parsed = _SPDX.parse(expression)
    symbols = {each.key for each in parsed.symbols}
    chosen = symbols & fitting if "OR" in expression.split() else symbols
    if not chosen or not chosen <= fitting:
        raise Incompatible(f"{name}: {expression}")


def bundled() -> dict[str, dict[str, str]]:
    """By package, the licences of the libraries in its wheel; raises Unclear."""
    found: dict[str, dict[str, str]] = {}
    for name, _ in _pins("requirements-dev.txt"):
        for file in distribution(name).files or ():
            if file.parts[0].endswith(".libs"):
                library = re.split(r"-[0-9a-f]{8}|\.so", file.name)[0]
                found.setdefault(name, {})[library] = _licence_of_library(library)
    return found


def _licence_of_library(library: str) -> str:
    beginnings = [each for each in BUNDLED if library.startswith(each)]
    if not beginnings:
        raise Unclear(f"{library} is in a wheel, and its licence in no table")
    return BUNDLED[max(beginnings, key=len)]


def parts() -> Mapping[str, dict[str, str]]:
    """By part, each package with its licence. Raises Unclear and Incompatible."""
    seen: set[str] = set()
    found: dict[str, dict[str, str]] = {}
    for part, file, fitting in (
        ("The bot", "requirements-bot.txt", FITTING),
        ("Its extra `postgres`", "requirements-postgres.txt", FITTING),
        ("Its trial", "requirements.txt", FITTING),
        ("Other extras, tests and tools", "requirements-dev.txt", FITTING_FOR_TOOLS),
    ):
        found[part] = {}
        for name, _ in _pins(file):
            if name not in seen:
                seen.add(name)
                found[part][name] = licence_of(distribution(name))
                check(name, found[part][name], fitting)
    return found


def _pins(file: str) -> list[tuple[str, str]]:
    return pinned((ROOT / file).read_text("utf-8"))


_HEAD = """\
# Licences

The bot is under MIT. `python -m scripts.licences` makes this page from what pinned packages say,
and `tests/scripts/test_licences.py` fails for a licence that does not fit or that nobody has read.

To run the bot asks nothing of you. To hand on an image or an environment asks for all texts of
licences, which the wheels contain. `pillow-heif` brings x265 along, an encoder under the GPL that
the bot never calls: hand an image on only as the GPL allows it.
"""


def page() -> str:
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for part, packages in parts().items():
        yield from (f"## {part}", "", "| package | licence |", "|---|---|")
        yield from (f"| {name} | {licence} |" for name, licence in sorted(packages.items()))
        yield ""
    yield from ("## Libraries in wheels", "", "| package | library | licence |", "|---|---|---|")
    for name, libraries in sorted(bundled().items()):
        for library, licence in sorted(libraries.items()):
            yield f"| {name} | {library} | {licence} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"Written: {PAGE.relative_to(ROOT)}.")
