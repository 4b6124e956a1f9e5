"""The parts of an installation as processes, of this version of the code or of an older one."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds; other work may slow a start
GRACE = 120  # seconds until a part that was asked to end must have ended


class Version:
    """A version of the code in a folder, prepared to run: its words compiled, its files collected."""

    def __init__(self, code, folder, environment):
        self.code, self.folder = Path(code), Path(folder)
        self.folder.mkdir()
        for name in ("queue", "queue-control"):
            (self.folder / name).mkdir()
        self.environment = environment | {"VAR": str(self.folder), "PYTHONPATH": str(self.code)}
        self.run("trustpact/web/catalogues.py")
        self.manage("collectstatic", "--noinput", "-v0")

    def manage(self, *arguments):
        """Run one of the product's commands to its end."""
        self.run("manage.py", *arguments)

    def run(self, *arguments):
        """Run a script of this version to its end; CalledProcessError where it fails."""
        subprocess.run(
            [sys.executable, *arguments], cwd=self.code, env=self.environment, check=True
        )

    def start(self, *arguments):
        """Start a module of this environment on this version's code."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=self.code,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def log(self):
        """Return what its processes have said."""
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""


def processor_time(leader):
    """Return the processor time, in seconds, of a process, its children, and those they outlived."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = place.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if leader in (int(place.parent.name), int(after_name[1]), int(after_name[2])):
            ticks += sum(int(number) for number in after_name[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


class Part:
    """A web, a worker or a beat; started, ended and killed as a whole."""

    names = iter(range(1_000_000))

    def __init__(self, version):
        self.version, self.number, self.process = version, next(self.names), None
        self.port = free_port()

    def start(self):
        """Start it, and return it."""
        self.process = self.version.start(*self.command())
        return self

    def kill(self):
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def end(self):
        """Ask it to end, and wait until it has handed over what it had in hand."""
        self.process.terminate()
        self.process.wait(GRACE)


class Web(Part):
    """One process that answers, as the image starts it."""

    def command(self):
        """Return the module and its arguments."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        how = ["--workers", "1", "--blocking-threads", "4", "--no-ws"]
        return ["granian", "--interface", "wsgi", *where, *how, "trustpact.wsgi:application"]

    @property
    def address(self):
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it, and wait until it is ready, as a proxy does."""
        super().start()
        end = time.monotonic() + PATIENCE
        while not self._is_ready():
            if time.monotonic() > end or self.process.poll() is not None:
                raise TimeoutError(f"The web does not start.\n{self.version.log()[-3000:]}")
            time.sleep(0.1)
        return self

    def _is_ready(self):
        asked = urllib.request.Request(f"{self.address}/readyz/", headers={"Host": "localhost"})
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


class Worker(Part):
    """A worker of two processes; `queues` where it takes from some alone."""

    queues = ""

    def command(self):
        """Return the module and its arguments."""
        name = f"worker{self.number}@localhost"
        arguments = ["-A", "trustpact", "worker", "-l", "WARNING", "-c", "2", "-n", name]
        return ["celery", *arguments, *(["-Q", self.queues] if self.queues else [])]


class Beat(Part):
    """A beat."""

    def command(self):
        """Return the module and its arguments."""
        schedule = self.version.folder / f"beat{self.number}"
        return [
            "celery",
            "-A",
            "trustpact",
            "beat",
            "-l",
            "WARNING",
            "-s",
            str(schedule),
            "--pidfile=",
        ]
