"""An empty Python environment into which pip installs a wheel, without a network."""

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class FreshEnvironment:
    """Its folder; it has neither pip nor anything of the environment that runs the tests."""

    folder: Path

    @property
    def site_packages(self) -> Path:
        (found,) = self.folder.glob("lib/python3*/site-packages")
        return found

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name

    def runs(
        self, name: str, *words: str, folder: Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one of its programs in that folder, with nothing of our environment."""
        return subprocess.run(
            [self.program(name), *words],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "TMPDIR": str(folder), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def built_wheel(folder: Path) -> Path:
    """The wheel of this project, built as `pip install` builds it."""
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


def fresh_environment(
    folder: Path, wheel: Path, requirements: Iterable[str], *, extra: str = ""
) -> FreshEnvironment:
    """An environment with the wheel and what it requires, and nothing else.

    `requirements` are the wheel's own. The packages that they name, and those that these need, are
    taken from the environment that runs the tests. pip then resolves all of them again: it fails
    for one that no requirement leads to and for a version that is not allowed.
    """
    venv.create(folder, with_pip=False)
    fresh = FreshEnvironment(folder)
    for package in required(requirements, extra):
        _place(package, fresh.site_packages)
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    _pip("--python", str(fresh.program("python")), "install", "--no-compile", wanted)
    return fresh


def required(requirements: Iterable[str], extra: str = "") -> Iterator[Distribution]:
    """Each distribution that the requirements lead to, once."""
    waiting, seen = [(each, extra) for each in requirements], set[tuple[str, str]]()
    while waiting:
        text, of_extra = waiting.pop()
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": of_extra}):
            continue
        package = distribution(requirement.name)
        for wanted in ("", *requirement.extras):
            if (requirement.name, wanted) not in seen:
                seen.add((requirement.name, wanted))
                waiting += [(each, wanted) for each in package.requires or ()]
        yield package


def _place(package: Distribution, site_packages: Path) -> None:
    """Put the package there, with its metadata; hard links where the file system has them.

    OpenCV looks for its libraries where its own file really is, so no symbolic links.
    """
    for top in {path.parts[0] for path in package.files or ()} - {"..", "__pycache__"}:
        source, target = Path(str(package.locate_file(top))), site_packages / top
        if source.is_dir():
            shutil.copytree(source, target, copy_function=_linked, dirs_exist_ok=True)
        else:
            _linked(source, target)


def _linked(source: str | Path, target: str | Path) -> None:
    with contextlib.suppress(FileExistsError):  # two packages may share a folder
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copy2(source, target)


def _pip(*words: str) -> None:
    """Run pip with no index, no settings of this machine and no other place to find packages."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words],
        env={
            "PATH": os.environ["PATH"],
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
