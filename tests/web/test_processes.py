"""Processes that start and end together, also after a supervisor that was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from trustpact.web.processes import Child, Lock, end_all, wait_until

SLEEPS = "import time; time.sleep(60)"
STUBBORN = (
    "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "pathlib.Path('{}').touch(); time.sleep(60)"
)


@pytest.fixture
def make_child(tmp_path):
    children = []

    def make(program=SLEEPS, name="web"):
        command = [sys.executable, "-c", program]
        children.append(Child(name, command, folder=tmp_path, environment=dict(os.environ)))
        return children[-1]

    yield make
    end_all(children, grace=0.1)


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_lock_is_held_once(tmp_path):
    first, second = Lock(tmp_path / "up.lock"), Lock(tmp_path / "up.lock")

    assert first.take()
    first.write(17)

    assert not second.take()
    assert second.holder() == 17
    first.let_go()
    assert second.take()
    second.let_go()


def test_child_that_obeys_ends_within_the_grace(make_child):
    child = make_child()
    child.start()
    began = time.monotonic()

    end_all([child])

    assert child.process.returncode == -signal.SIGTERM
    assert time.monotonic() - began < 5


def test_child_that_does_not_obey_is_killed(make_child, tmp_path):
    child = make_child(STUBBORN.format(tmp_path / "deaf"))
    child.start()
    assert wait_until((tmp_path / "deaf").exists, seconds=10)

    end_all([child], grace=0.2)

    assert child.process.returncode == -signal.SIGKILL


def test_child_left_behind_is_found_and_ended(make_child):
    supervisor, next_supervisor = make_child(), make_child()
    supervisor.start()  # and then it is killed: nobody ends its child

    assert next_supervisor.end_left_behind()

    assert supervisor.process.wait(5) == -signal.SIGTERM
    assert not next_supervisor.end_left_behind()


def test_number_of_another_program_in_a_free_lock_is_left_alone(make_child, tmp_path):
    other = subprocess.Popen([sys.executable, "-c", SLEEPS], start_new_session=True)
    (tmp_path / "web.lock").write_text(str(other.pid))

    assert not make_child().end_left_behind()

    assert is_alive(other.pid)
    other.kill()
    other.wait()


def test_grandchildren_end_with_the_group(make_child, tmp_path):
    note = tmp_path / "grandchild"
    child = make_child(
        "import pathlib, subprocess, sys, time; "
        f"grandchild = subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]); "
        f"pathlib.Path({str(note)!r}).write_text(str(grandchild.pid)); time.sleep(60)"
    )
    child.start()
    assert wait_until(lambda: note.exists() and note.read_text(), seconds=10)

    end_all([child], grace=5)

    assert wait_until(lambda: has_ended(int(note.read_text())), seconds=5)


def has_ended(number):
    """Whether it is gone, or dead and only waiting for its new parent to notice."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True)
    return done.stdout.strip()[:1] in ("", "Z")


def test_child_may_fall_a_few_times_but_not_in_a_row(make_child):
    child = make_child()

    assert [child.falls_too_often(now) for now in (0, 100, 200, 300, 400, 500)] == [False] * 6
    assert [child.falls_too_often(now) for now in (501, 502, 503, 504)] == [False] * 3 + [True]
