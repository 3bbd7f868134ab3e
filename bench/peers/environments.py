"""An environment for each peer, made once in a cache folder: ``requirements/NAME.txt`` pins all of it.

The wheels are fetched first and installed from there, so that the seconds are those of installing alone: CPU
seconds, of unpacking mostly. Modules are compiled as they are first imported, so that nobody is charged for
what is never used. Ours is made like the others, of the wheel of this working tree and ``constraints.txt``.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).parent / "requirements"
OURS = "yinzheng"


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a peer's Python is, and what installing took; ``failed`` says why there is none."""

    python: str
    download_mb: float = 0.0
    install_cpu_s: float = 0.0
    disk_mb: float = 0.0
    failed: str = ""


def disk(folder: Path) -> float:
    """Megabytes (2**20) that a folder takes on disk, in blocks; links are not followed."""
    blocks = sum(path.lstat().st_blocks for path in [folder, *folder.rglob("*")])
    return blocks * 512 / 2**20


def environment(name: str, cache: Path) -> Environment:
    """Return the environment of that name, made anew where its pins (or our code) have changed."""
    folder = cache / "environments" / name
    stamp, pins = folder / "made.json", _pins(name)
    if stamp.exists():
        made = json.loads(stamp.read_text("utf-8"))
        if made.pop("pins") == pins:
            return Environment(**made)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        made = asdict(_make(name, folder))
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or str(error)).strip().splitlines()
        return Environment("", failed=lines[-1] if lines else str(error))
    stamp.write_text(json.dumps(made | {"pins": pins}), "utf-8")
    return Environment(**made)


def _pins(name: str) -> str:
    """A digest of all that the environment is made of."""
    paths = [REQUIREMENTS / f"{name}.txt"]
    if name == OURS:
        code = sorted(path for path in (ROOT / "yinzheng").rglob("*") if path.suffix != ".pyc")
        paths = [ROOT / "pyproject.toml", ROOT / "constraints.txt", *code]
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _make(name: str, folder: Path) -> Environment:
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    _run(sys.executable, "-m", "venv", str(folder))
    python = folder / "bin" / "python"
    pip = (str(python), "-m", "pip", "--disable-pip-version-check")
    if name == OURS:
        wanted, asked = ["--constraint", str(ROOT / "constraints.txt"), str(ROOT)], [OURS]
    else:
        wanted = asked = ["--no-deps", "--requirement", str(REQUIREMENTS / f"{name}.txt")]
    _run(*pip, "wheel", "--quiet", "--wheel-dir", str(wheels), *wanted)
    download = sum(path.stat().st_size for path in wheels.iterdir()) / 2**20
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(*pip, "install", "--quiet", "--no-compile", "--no-index", "--find-links", str(wheels), *asked)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    shutil.rmtree(wheels)
    return Environment(str(python), download, seconds, disk(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
