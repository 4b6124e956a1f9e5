"""
The real parts of a running installation: workers, beats and webs as processes.

They work on the database of the test, on the broker and the mail server they are given, and can
be killed as a power cut would. A lease is not waited for: `let_time_pass` moves the rows instead.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import F

from tests.servers import free_port
from trustpact.notices.claim import WORK_LEASE
from trustpact.notices.models import Notice

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


class Installation:
    """
    Starts workers and beats; used as a context manager, so that none outlives its test.

    `more` are further settings, as they stand in the environment.
    """

    def __init__(self, *, broker, mail, folder, **more):
        self.folder = Path(folder)
        self.processes = []
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "trustpact.settings",
            "DATABASE_URL": _database_url(),
            "CELERY_BROKER_URL": broker,
            "EMAIL_URL": mail,
            "VAR": str(self.folder),
            "REDIS_URL": "",
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": settings.SECRET_KEY,
            "VAULT_KEYS": settings.VAULT_KEYS,
            "SEALING_KEYS": settings.SEALING_KEYS,
            "VAPID_KEYS": settings.VAPID_KEYS,
            "PUSH_TO_LOOPBACK": "on",
            **more,
        }
        for name in ("queue", "queue-control"):
            (self.folder / name).mkdir(exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for process in self.processes:
            kill(process)

    def worker(self, *arguments, kinds="tests.notices.kinds_for_tests"):
        """Start a worker with two processes that knows the kinds of the tests."""
        name = f"worker{len(self.processes)}@localhost"
        return self._start(
            "worker", "-c", "2", "-I", kinds, "-n", name, "--without-mingle", *arguments
        )

    def beat(self):
        """Start a beat."""
        schedule = self.folder / f"beat{len(self.processes)}"
        return self._start("beat", "-s", str(schedule), "--pidfile=")

    def web(self, application="trustpact.wsgi:application"):
        """Start a web, as the image does, but of one process and without TLS; it has a `port`."""
        port = free_port()
        where = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
        how = ["--workers", "1", "--blocking-threads", "4", "--no-ws"]
        process = self._run("granian", "--interface", "wsgi", *where, *how, application, DEBUG="on")
        process.port = port
        return process

    def log(self):
        """Return what all of them have said."""
        return (self.folder / "log").read_text(errors="replace")

    def _start(self, command, *arguments):
        return self._run("celery", "-A", "trustpact", command, "-l", "INFO", *arguments)

    def _run(self, *module, **more):
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *module],
                env=self.environment | more,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process


def kill(process):
    """End a process and its children at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(is_so, what, installation, *, patience=PATIENCE):
    """Wait for a condition; AssertionError with the log of the processes when it never comes."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, f"{what} did not happen.\n{installation.log()[-4000:]}"
        time.sleep(0.05)


def let_time_pass(span=WORK_LEASE):
    """Let every lease and pause that runs at this moment be over `span` earlier."""
    Notice.objects.open().update(next_at=F("next_at") - span)


def count(*statuses):
    """Count the notices in one of these states."""
    return Notice.objects.filter(status__in=statuses).count()


def _database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"]), quote(database["PASSWORD"])
    at = f"{quote(database['HOST'], safe='')}:{database['PORT']}"
    return f"postgres://{user}:{password}@{at}/{database['NAME']}"
