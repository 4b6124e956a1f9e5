"""`make run`: the web, the worker and the beat on this machine, started and ended together."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from trustpact.web.catalogues import compile_catalogues
from trustpact.web.processes import Child, Lock, end_all
from trustpact.web.starting import start

READY_WITHIN = 40  # seconds from the start of the web to its first page


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, or a signal."""


class Command(BaseCommand):
    help = "Start everything that one couple needs on one machine. PORT chooses the port."
    requires_system_checks = []  # the web runs them at its own start

    def handle(self, **_options):
        port = chosen_port(os.environ.get("PORT", "8000"))
        run = settings.VAR / "run"
        supervisor = Lock(run / "up.lock")
        if not supervisor.take():
            holder = supervisor.holder()
            raise CommandError(f"TrustPact runs already (process {holder}). Ctrl-C stops it there.")
        supervisor.write(os.getpid())
        children = programs(port, run)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        try:
            self.run(children, port)
        except Stopped:
            self.say("Stopping …")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not cut the end short
            end_all(children)
        self.say("Stopped.")

    def run(self, children, port):
        """Prepare, start, say where, and keep what falls on its feet; ends by an exception."""
        for child in children:
            if child.end_left_behind():
                self.say(f"The {child.name} of an earlier start was still there. It is ended.")
        refuse_taken_port(port)
        self.prepare()
        web, *others = children
        web.start()
        self.wait_for_first_page(web, port)  # before the others: they would slow it down
        for child in others:
            child.start()
        self.say(f"TrustPact is at http://localhost:{port}")
        self.say(f"Its mail is at http://localhost:{port}/mailbox/. Ctrl-C stops it.")
        while True:
            time.sleep(0.5)
            self.restart_fallen(children)

    def prepare(self):
        """Bring the database, the library and the translations to this version of the code."""
        for folder in ("static", "mail", "queue", "queue-control"):
            (settings.VAR / folder).mkdir(parents=True, exist_ok=True)
        compile_catalogues()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_library", verbosity=0)
        call_command("replay_erasures")
        start()  # the web asks the same, but its server would print where, and not only what
        connections.close_all()

    def wait_for_first_page(self, web, port):
        """Wait until the landing page answers, so that the address is true when it is printed."""
        end = time.monotonic() + READY_WITHIN
        while not answers(port):
            if web.has_ended() or time.monotonic() > end:
                raise CommandError("The web does not start; the lines above say why.")
            time.sleep(0.1)

    def restart_fallen(self, children):
        """Start again what ended by itself; give up when that happens again and again."""
        for child in children:
            if child.has_ended():
                how = child.process.returncode
                if child.falls_too_often(time.monotonic()):
                    raise CommandError(f"The {child.name} ends again and again ({how}).")
                self.say(f"The {child.name} ended by itself ({how}). It is started again.")
                child.kill_group()
                child.start()

    def say(self, sentence):
        """Print one line at once, so that it stands in order between the children's lines."""
        self.stdout.write(sentence)
        self.stdout.flush()


def stop(_number, _frame):
    """Turn a signal into an exception, once."""
    raise Stopped


def programs(port, run):
    """Return the web, the worker and the beat, not yet started."""
    here = {"SITE_ADDRESS": f"http://localhost:{port}", "PYTHONUNBUFFERED": "1"}
    environment = here | os.environ
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    # No backpressure: it bounds connections, and a browser keeps six of them open.
    web += ["--no-ws", "--blocking-threads", "3", "--log-level", "warning"]
    web += ["trustpact.wsgi:application"]
    celery = ["celery", "--quiet", "-A", "trustpact"]
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]
    named = {"web": web, "worker": worker, "beat": beat}
    return [
        Child(name, [sys.executable, "-m", *command], folder=run, environment=environment)
        for name, command in named.items()
    ]


def chosen_port(text):
    """Return the port that PORT names; a sentence when it names none."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise CommandError(f"PORT is {text!r}. Choose a number from 1024 to 65535: PORT=8123 make run")


def refuse_taken_port(port):
    """Say so when something else listens there, or when this user may not listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is not free ({error.strerror}). Choose another: PORT=8123 make run"
            ) from error


def answers(port):
    """Whether the landing page comes."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
