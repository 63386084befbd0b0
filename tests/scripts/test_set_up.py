"""scripts/set-up makes the environment and says meanwhile what it does."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.fetch_pip import NAME, NotFetched, fetch

SCRIPT = Path(__file__).parents[2] / "scripts" / "set-up"


def wheel(folder: Path) -> Path:
    """A package of one module, which needs no network."""
    path = folder / "shapla-1.0-py3-none-any.whl"
    contents = {
        "shapla.py": "PETALS = 7\n",
        "shapla-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: shapla\nVersion: 1.0\n",
        "shapla-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    }
    lines = [f"{name},{_digest(text)},{len(text)}" for name, text in contents.items()]
    contents["shapla-1.0.dist-info/RECORD"] = "\n".join([*lines, "shapla-1.0.dist-info/RECORD,,\n"])
    with zipfile.ZipFile(path, "w") as written:
        for name, text in contents.items():
            written.writestr(name, text)
    return path


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def set_up(folder: Path, sha256: str, **more: str) -> subprocess.CompletedProcess[str]:
    (folder / "requirements.txt").write_text(f"shapla==1.0 --hash=sha256:{sha256}\n")
    given = {
        "PATH": os.environ["PATH"],
        "PYTHON": sys.executable,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder),
        "PIP_CONFIG_FILE": os.devnull,
        **more,
    }
    return subprocess.run(
        [SCRIPT, "requirements.txt"],
        cwd=folder,
        env=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,  # against a hang; a busy machine takes minutes
    )


@dataclass(frozen=True, slots=True)
class Windows:
    """`make demo` in one and `make test` in another, both for the first time and at once."""

    folder: Path
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    folder = tmp_path_factory.mktemp("windows")
    sha256 = hashlib.sha256(wheel(folder).read_bytes()).hexdigest()
    with ThreadPoolExecutor() as at_once:
        first = at_once.submit(set_up, folder, sha256)
        while not (folder / ".venv" / "bin" / "python").exists() and not first.done():
            time.sleep(0.01)  # it now puts pip into .venv, which the second would begin again
        second = at_once.submit(set_up, folder, sha256)
    return Windows(folder, first.result(), second.result())


@pytest.fixture
def prepared(windows: Windows, tmp_path: Path) -> Path:
    """A folder whose environment has pip already, and no other package."""
    others = shutil.ignore_patterns("shapla*")
    shutil.copytree(windows.folder / ".venv", tmp_path / ".venv", symlinks=True, ignore=others)
    return tmp_path


def test_every_package_is_named_while_it_is_installed(windows: Windows) -> None:
    assert windows.first.returncode == 0, windows.first.stderr
    said = windows.first.stdout.splitlines()
    assert said[0] == "Installing the packages of requirements.txt into .venv, once: 1 in all."
    assert any("shapla-1.0-py3-none-any.whl" in line for line in said)
    assert said[-1] == "Compiling them, which takes some seconds."
    (compiled,) = (windows.folder / ".venv").rglob("shapla.*.pyc")
    assert compiled.is_file()


def test_two_at_once_wait_for_each_other(windows: Windows) -> None:
    assert windows.second.returncode == 0, windows.second.stderr
    assert "already satisfied: shapla" in windows.second.stdout


NO_SHARED_MEMORY = """\
class SemLock:
    SEM_VALUE_MAX = 1

    def __init__(self, *_):
        raise PermissionError(13, "Permission denied")


def sem_unlink(name): ...
"""


def test_where_processes_cannot_share_memory_modules_are_compiled_without_a_word(
    prepared: Path,
) -> None:
    """As in a bare chroot, whose /dev/shm is missing or belongs to root."""
    (prepared / "_multiprocessing.py").write_text(NO_SHARED_MEMORY)
    content = wheel(prepared).read_bytes()

    done = set_up(prepared, hashlib.sha256(content).hexdigest(), PYTHONPATH=str(prepared))

    assert done.returncode == 0
    assert done.stderr == ""
    assert [*(prepared / ".venv").rglob("shapla.*.pyc")]


def test_a_home_in_which_nothing_may_be_kept_brings_no_warning(prepared: Path) -> None:
    content, home = wheel(prepared).read_bytes(), prepared / "home"
    home.mkdir(mode=0o500)
    if os.getuid() == 0:  # root may write everywhere, but pip keeps nothing in another's home
        os.chown(home, 12345, -1)

    done = set_up(prepared, hashlib.sha256(content).hexdigest(), HOME=str(home))

    assert (done.returncode, done.stderr) == (0, "")


def test_a_package_with_another_content_is_refused(prepared: Path) -> None:
    wheel(prepared)

    done = set_up(prepared, "0" * 64)

    assert done.returncode != 0
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """Its address; it has a pip of other content than the one that is pinned."""
    page = tmp_path / "registry" / "pip"
    page.mkdir(parents=True)
    (page / NAME).write_bytes(b"forged")
    (page / "index.html").write_text(f'<a href="../pip/{NAME}#sha256=whatever">{NAME}</a>')
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path / "registry")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_pip_is_taken_from_the_registry_by_its_hash(registry: str) -> None:
    assert fetch(registry, NAME, hashlib.sha256(b"forged").hexdigest()) == b"forged"
    with pytest.raises(NotFetched, match="has another hash"):
        fetch(registry, NAME, "0" * 64)
    with pytest.raises(NotFetched, match=r"has no pip-1\.0\.whl"):
        fetch(registry, "pip-1.0.whl", "0" * 64)
    with pytest.raises(NotFetched, match="404"):
        fetch(f"{registry}elsewhere", NAME, "0" * 64)


def test_where_python_has_no_ensurepip_a_forged_pip_is_refused(
    registry: str, tmp_path: Path
) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    programs = tmp_path / "programs"  # without apt-get, which would install one as root
    programs.mkdir()
    for name in ("dirname", "flock", "id", "rm"):
        (programs / name).symlink_to(str(shutil.which(name)))

    done = set_up(
        tmp_path, "0" * 64, PATH=str(programs), PYTHONPATH=str(tmp_path), PIP_INDEX_URL=registry
    )

    assert done.returncode == 1
    assert "has another hash" in done.stderr
    assert done.stderr.endswith("As root: apt-get install python3-venv\n")


def test_where_no_registry_is_named_pip_is_not_looked_for() -> None:
    ended = subprocess.run(
        [sys.executable, SCRIPT.with_name("fetch_pip.py")],
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "PIP_INDEX_URL names no registry" in ended.stderr
