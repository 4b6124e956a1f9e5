"""
Make the project's own environment, then run a program in it.

    python3 trustpact/web/environment.py requirements.txt python manage.py up

Needs Python 3.11 with venv and nothing else, so it imports the standard library only. The
environment lies in `.venv`; a stamp there holds the digest of the lock it was made from, so that
the next start has nothing to do. Every package is pinned by hash, uv first of all. An environment
made from requirements-dev.txt also serves those who ask for requirements.txt.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / "lock.sha256"
CACHE = ROOT / "var" / "cache"
UV = ROOT / ".ci" / "uv.txt"
OLDEST = (3, 11)
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")


def main(arguments: list[str]) -> None:
    """Sync the lock that the first argument names; become the program that the others name."""
    if len(arguments) < 2:
        sys.exit("Name a lock and a program: environment.py requirements.txt python manage.py up")
    if sys.version_info < OLDEST:
        become_newer_python(arguments)
    lock, program, *rest = arguments
    try:
        ready(ROOT / lock)
    except subprocess.CalledProcessError:
        sys.exit("The packages could not be installed; the lines above say why. Run this again.")
    os.chdir(ROOT)
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV), "PATH": path}
    os.execve(VENV / "bin" / program, [program, *rest], environment)  # noqa: S606 (no shell)


def become_newer_python(arguments: list[str]) -> None:
    """Start again with a Python that is new enough, or say that there is none."""
    for name in PYTHONS:
        if found := shutil.which(name):
            os.execv(found, [found, __file__, *arguments])  # noqa: S606 (no shell)
    sys.exit("TrustPact needs Python 3.11 or later. Install it, then run this again.")


def ready(lock: Path) -> None:
    """Bring the environment to this lock, unless its stamp says that it is there already."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "environment.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two starts at once: one makes it, the other waits
        if is_ready(lock):
            return
        print(f"Installing what {lock.name} names into .venv …", flush=True)
        STAMP.unlink(missing_ok=True)
        make_venv()
        sync(lock)
        STAMP.write_text(stamp(lock), encoding="utf-8")


def is_ready(lock: Path) -> bool:
    """Whether the environment was made from this lock, or from the larger one of developers."""
    try:
        stamped = STAMP.read_text(encoding="utf-8")
    except OSError:
        return False
    larger = lock.with_name("requirements-dev.txt")
    return (VENV / "bin" / "python").exists() and stamped in (stamp(lock), stamp(larger))


def stamp(lock: Path) -> str:
    """Return the line that says what the environment was made from."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{lock.name} {digest} Python {sys.version_info[0]}.{sys.version_info[1]}\n"


def make_venv() -> None:
    """Make `.venv` with this Python, or say what to install when Python came without venv."""
    if is_whole():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit("Python is here without venv. Install python3-venv, then run this again.")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)  # noqa: S603


def is_whole() -> bool:
    """Whether `.venv` is there, with this Python and with pip."""
    probe = "import pip, sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run(  # noqa: S603
            [VENV / "bin" / "python", "-c", probe], capture_output=True, text=True
        )
    except OSError:
        return False
    return done.stdout.split() == [str(part) for part in sys.version_info[:2]]


def sync(lock: Path) -> None:
    """Install exactly what the lock names: with uv, or with pip where uv does not run."""
    python = str(VENV / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    pip += ["--cache-dir", str(CACHE / "pip"), "--require-hashes", "-r"]
    uv = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--python", python]
    uv += ["--cache-dir", str(CACHE / "uv"), "--require-hashes", str(lock)]
    # The machine's own certificates first: behind some networks only they are right.
    if runs([*pip, str(UV)]) and (runs([*uv, "--system-certs"]) or runs(uv)):
        return
    print("uv does not run here. pip does the same more slowly.", flush=True)
    subprocess.run([*pip, str(lock)], check=True)  # noqa: S603


def runs(command: list[str]) -> bool:
    """Whether the command does what it should; what it says of a failure is not shown."""
    try:
        done = subprocess.run(command, stderr=subprocess.DEVNULL)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
