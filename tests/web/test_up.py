"""`make run`, for real: it starts, says where, refuses a second start, and leaves nothing behind."""

import http.client
import os
import signal
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings

from tests.servers import free_port
from trustpact.web.processes import Lock, wait_until

pytestmark = pytest.mark.once
PATIENCE = 60  # seconds


class Up:
    """The program under test, with a folder and a port of its own."""

    def __init__(self, folder, port):
        self.folder = folder
        self.port = port
        self.log = folder.with_suffix(".log")
        self.process = None

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=settings.BASE_DIR,
                env={
                    "PATH": os.environ["PATH"],
                    "DEBUG": "on",
                    "VAR": str(self.folder),
                    "PORT": str(self.port),
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def said(self):
        return self.log.read_text()

    def is_up(self):
        where = f"TrustPact is at http://localhost:{self.port}\n"
        assert self.process.poll() is None, self.said()
        return where in self.said()

    def end(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def leaves_nothing(self):
        locks = [Lock(self.folder / "run" / f"{name}.lock") for name in ("web", "worker", "beat")]
        free = all(lock.take() for lock in locks)
        for lock in locks:
            lock.let_go()
        return free


@pytest.fixture(scope="module")
def up(tmp_path_factory):
    started = Up(tmp_path_factory.mktemp("up") / "var", free_port()).start()
    assert wait_until(started.is_up, seconds=PATIENCE), started.said()
    yield started
    if started.process.poll() is None:
        started.end()


def page(up, path):
    with urllib.request.urlopen(f"http://localhost:{up.port}{path}", timeout=10) as response:
        return response.read().decode()


def test_first_start_brings_the_landing_page_and_the_mailbox(up):
    assert "TrustPact" in page(up, "/")
    assert "There is no mail yet." in page(up, "/mailbox/")


def test_page_comes_while_browsers_hold_their_connections_open(up):
    held = [http.client.HTTPConnection("localhost", up.port, timeout=10) for _ in range(18)]
    try:
        for connection in held:  # three browsers of six connections each
            connection.request("GET", "/healthz/")
            assert connection.getresponse().read()
        assert "TrustPact" in page(up, "/")
    finally:
        for connection in held:
            connection.close()


def test_worker_takes_what_the_beat_sends(up):
    queue = up.folder / "queue"
    before = queue.stat().st_mtime_ns

    def came_and_went():
        return queue.stat().st_mtime_ns > before and not list(queue.iterdir())

    assert wait_until(came_and_went, seconds=PATIENCE)


def test_second_start_says_that_the_first_one_runs(up):
    second = Up(up.folder.with_name("second"), up.port)
    second.folder = up.folder
    second.start()

    assert second.process.wait(PATIENCE) == 1
    assert f"TrustPact runs already (process {up.process.pid})" in second.said()


def test_taken_port_gets_a_sentence(up, tmp_path):
    other = Up(tmp_path / "var", up.port).start()

    assert other.process.wait(PATIENCE) == 1
    assert f"Port {up.port} is not free" in other.said()


@pytest.mark.parametrize("port", ["many", "0", "65536", ""])
def test_port_that_is_none_gets_a_sentence(tmp_path, port):
    other = Up(tmp_path / "var", port).start()

    assert other.process.wait(PATIENCE) == 1
    assert "Choose a number" in other.said()


def test_start_after_a_kill_ends_what_was_left_behind_and_the_end_leaves_nothing(up):
    up.process.kill()
    up.process.wait()
    assert not up.leaves_nothing()
    up.log.unlink()

    up.start()
    assert wait_until(up.is_up, seconds=PATIENCE), up.said()
    assert "The web of an earlier start was still there. It is ended." in up.said()

    assert up.end() == 0
    assert up.said().endswith("Stopping …\nStopped.\n")
    assert up.leaves_nothing()
