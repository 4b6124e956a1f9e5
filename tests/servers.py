"""
Throw-away servers: PostgreSQL, Redis and a mail server, each on loopback in a temporary folder.

In a test use the fixtures of conftest.py or `with Redis() as redis: ...`. To run a whole command
on them: `python -m tests.servers --run pytest -q`; it sees DATABASE_URL, REDIS_URL and
CELERY_BROKER_URL. They keep nothing: a server that is stopped is gone with its folder.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PATIENCE = 20  # seconds until a server must answer


def free_port():
    """Return a port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A program in a temporary folder that listens on `port`; start, kill -9 and start again."""

    def __init__(self):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="trustpact-server-"))
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Start the program and wait until it answers; TimeoutError when it does not."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.identity(),
            )
        self._wait()

    def stop(self):
        """End the program in an orderly way."""
        self._end(self.stop_signal)

    def kill(self):
        """End the program as a power cut would."""
        self._end(signal.SIGKILL)

    stop_signal = signal.SIGTERM

    def command(self):
        """Return the program and its arguments."""
        raise NotImplementedError

    def identity(self):
        """Return the arguments of Popen that say as whom the program runs."""
        return {}

    def answers(self):
        """Say whether the server takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _wait(self):
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                log = (self.folder / "log").read_text(errors="replace")
                raise TimeoutError(f"{type(self).__name__} does not answer.\n{log[-2000:]}")
            time.sleep(0.05)

    def _end(self, how):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Redis(Server):
    """Debian's redis-server, which keeps nothing on disk."""

    @staticmethod
    def is_installed():
        """Say whether redis-server is there."""
        return shutil.which("redis-server") is not None

    @property
    def url(self):
        """Return the address of database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self):
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        return ["redis-server", *where, "--save", "", "--appendonly", "no"]


def postgresql_program(name):
    """Return the path of one of PostgreSQL's programs, or None; Debian keeps them off the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*map(str, places), os.environ.get("PATH", "")]))


class PostgreSQL(Server):
    """A cluster of its own; PostgreSQL refuses to run as root, so root lends it another user."""

    stop_signal = signal.SIGINT  # "fast": open connections are ended

    def __init__(self):
        super().__init__()
        if os.geteuid() == 0:
            user = self._lent_user()
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        arguments = ["--auth=trust", "--username=trustpact", "--encoding=UTF8", "--no-sync"]
        self._run("initdb", "-D", str(self.data), "--locale=C.UTF-8", *arguments)

    @staticmethod
    def is_installed():
        """Say whether initdb and postgres are there."""
        return all(postgresql_program(name) for name in ("initdb", "postgres"))

    @property
    def data(self):
        """Return the folder of the cluster."""
        return self.folder / "data"

    @property
    def url(self):
        """Return the address of the database `postgres`; tests make their own beside it."""
        return f"postgres://trustpact@127.0.0.1:{self.port}/postgres"

    options = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

    def command(self):
        options = self.options | {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 200,
        }
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return [postgresql_program("postgres"), "-D", str(self.data), *settings]

    def identity(self):
        if os.geteuid() != 0:
            return {}
        user = self._lent_user()
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": self.folder}

    def answers(self):
        import psycopg

        try:
            psycopg.connect(self.url, connect_timeout=1).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program, *arguments):
        done = subprocess.run(
            [postgresql_program(program), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **self.identity(),
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr[-2000:]}")

    @staticmethod
    def _lent_user():
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise RuntimeError("PostgreSQL does not run as root, and there is no user to lend it.")


def main(arguments):
    """Run a command on PostgreSQL and Redis, and return its exit status."""
    if arguments[:1] != ["--run"] or len(arguments) < 2:
        sys.exit("Say what to run: python -m tests.servers --run pytest -q")
    with PostgreSQL() as database, Redis() as redis:
        environment = os.environ | {
            "DATABASE_URL": database.url,
            "REDIS_URL": redis.url,
            "CELERY_BROKER_URL": redis.url.removesuffix("/0") + "/15",
        }
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        return subprocess.call(arguments[1:], env=environment | {"PATH": path})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
