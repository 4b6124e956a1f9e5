"""
Processes that start together and end together.

Each child is the head of its own session and inherits a locked file, `NAME.lock`, with its number
in it. While the lock is held the child lives, so a number is never mistaken for another program's:
that is how a start after `kill -9` finds the children that were left behind, and ends them first.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

GRACE = 10.0  # seconds from the polite end to the other one
MAY_FALL = 5  # times that a child may end by itself within SOON ...
SOON = 60.0  # ... seconds, until the whole is given up


class Lock:
    """A file that one process, and the children it lends it to, hold; its text is a number."""

    def __init__(self, path: Path):
        self.path = path
        self.file: TextIO | None = None

    def take(self) -> bool:
        """Take the lock and return True, or return False while somebody else holds it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self.file = file
        return True

    def write(self, number: int) -> None:
        """Say who holds the lock."""
        assert self.file is not None, "take the lock first"  # noqa: S101
        self.file.truncate(0)
        self.file.write(str(number))
        self.file.flush()

    def holder(self) -> int:
        """Return the number in the file, or 0 when there is none."""
        text = self.path.read_text() if self.path.exists() else ""
        return int(text) if text.isdigit() else 0

    def let_go(self) -> None:
        """Close the file; the lock is free once the children that hold it have ended, too."""
        if self.file is not None:
            self.file.close()
            self.file = None


class Child:
    """One program of several, started in a session of its own."""

    def __init__(self, name: str, command: list[str], *, folder: Path, environment: dict[str, str]):
        self.name = name
        self.command = command
        self.environment = environment
        self.lock = Lock(folder / f"{name}.lock")
        self.process: subprocess.Popen[bytes] | None = None
        self.fell_at: list[float] = []

    def end_left_behind(self) -> bool:
        """End the child of an earlier start that was killed; return whether there was one."""
        if self.lock.take():
            self.lock.let_go()
            return False
        group = self.lock.holder()
        for how in (signal.SIGTERM, signal.SIGKILL):
            end_group(group, how)
            if wait_until(self._is_free, seconds=GRACE):
                return True
        raise RuntimeError(f"The {self.name} of an earlier start (process {group}) does not end.")

    def start(self) -> None:
        """Start the program, with nothing to read and this terminal to write to."""
        if not self.lock.take() or self.lock.file is None:
            raise RuntimeError(f"The {self.name} runs already.")
        self.process = subprocess.Popen(  # noqa: S603 (our own programs, no shell)
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self.lock.file.fileno()],
        )
        self.lock.write(self.process.pid)
        self.lock.let_go()  # from here on only the child holds it

    def has_ended(self) -> bool:
        """Whether the program is not running."""
        return self.process is None or self.process.poll() is not None

    def falls_too_often(self, now: float) -> bool:
        """Note that it ended by itself at `now` (seconds); whether that happens too often."""
        self.fell_at = [moment for moment in self.fell_at if now - moment < SOON] + [now]
        return len(self.fell_at) >= MAY_FALL

    def ask_to_end(self) -> None:
        """Forward the polite request."""
        if self.process is not None and not self.has_ended():
            self.process.terminate()

    def kill_group(self) -> None:
        """End what is left of its session."""
        if self.process is not None:
            end_group(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _is_free(self) -> bool:
        if not self.lock.take():
            return False
        self.lock.let_go()
        return True


def end_all(children: list[Child], *, grace: float = GRACE) -> None:
    """Ask all children to end, give them `grace` seconds, then kill what is left."""
    for child in children:
        child.ask_to_end()
    wait_until(lambda: all(child.has_ended() for child in children), seconds=grace)
    for child in children:
        child.kill_group()


def end_group(group: int, how: int) -> None:
    """Send a signal to a process group; none is left when it is gone already."""
    if group > 0:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, how)


def wait_until(is_so: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """Wait until `is_so()` is true, at most `seconds`; return whether it became so."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
