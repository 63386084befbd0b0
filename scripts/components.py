"""The list of a release's components: packages with version, licence and needs (CycloneDX 1.6)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_components(python: Path, file: Path) -> None:
    """List what is installed next to that interpreter; raises CalledProcessError.

    The list is checked against its schema, and the same environment gives the same list.
    """
    program = Path(sys.executable).parent / "cyclonedx-py"
    subprocess.run(  # noqa: S603 - our own tool, with paths only
        [
            *(program, "environment", "--output-reproducible"),
            *("--pyproject", ROOT / "pyproject.toml", "--output-file", file, python),
        ],
        check=True,
        stderr=subprocess.DEVNULL,  # it warns of spellings in other people's metadata
    )


if __name__ == "__main__":
    write_components(Path(sys.argv[1]), Path(sys.argv[2]))
