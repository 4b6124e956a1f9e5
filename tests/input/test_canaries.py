"""
What is typed into a form goes where it belongs, sealed, and nowhere else (promises.md, Priv-4 and
Priv-5): into no line of the log, no open column, no session, no limit, no file, no address.

Through every button that takes words, a password or a mailbox: taken, refused, and on a page that
fails. The desk stands apart: what curators write is published.
"""

import base64
import binascii
import contextlib
import logging
import re
import subprocess

import pytest
import redis
from django.conf import settings as project

from tests.input.presses import FILLED, WORDS
from trustpact.operations import logs

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("input")]

ADDRESS = "203.0.113.77"
AGENT = "Marmaladefox 7"
PASSWORD, MAILBOX = FILLED["password"], FILLED["email"]
CONTENT = [WORDS, PASSWORD]
IN_AN_ADDRESS = re.compile(r"marmalade|seven.quiet", re.IGNORECASE)
HREF = re.compile(r"(?:href|action|src)=\"([^\"]*)\"")
WAYS = {
    "taken": lambda typed: typed,
    "too long": lambda typed: {name: words + " and more" * 2000 for name, words in typed.items()},
    "a hidden sign": lambda typed: {name: f"{words} \u202e" for name, words in typed.items()},
    "a broken sign": lambda typed: {name: f"{words} \x00" for name, words in typed.items()},
}
CRASH = "tests.input.crash.fail"


@pytest.fixture
def lines():
    """All that is logged, as production's log has it."""
    kept = []
    keeper = logging.Handler()
    keeper.emit = lambda record: kept.append(keeper.format(record))
    keeper.setFormatter(logs.formatter(as_json=True))
    root = logging.getLogger()
    root.addHandler(keeper)
    yield kept
    root.removeHandler(keeper)


@pytest.fixture
def typing(walk):
    """The buttons into whose forms somebody writes what nobody else may learn."""
    told = ("password", "email")
    return [
        press
        for press in walk.presses
        if press.role not in ("Cu", "Op")
        and (press.words or any(one.kind in told for one in press.fields.values()))
    ]


def sent(walk, press, way):
    """Press with canaries in every field that takes words, in one of the ways."""
    typed = WAYS[way]({one.name: f"{WORDS} {one.name}" for one in press.words})
    told = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT}
    return walk.send(press, press.data(**typed), **told)


def stands_in(canary, value) -> bool:
    """Whether a text stands in what was written to a column, as it is, or packed in base64."""
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    with contextlib.suppress(binascii.Error, ValueError):
        raw += base64.b64decode(raw, validate=True)
    return canary.lower().encode() in raw.lower() or canary.encode("utf-16-le") in raw


def in_redis() -> bytes:
    """Return all that the cache of limits keeps where it is a Redis; else it is a table."""
    if not project.REDIS_URL:
        return b""
    server = redis.from_url(project.REDIS_URL)
    return b"\n".join(key + (server.get(key) or b"") for key in server.scan_iter())


def log_tells(lines):
    tell = re.compile(f"marmalade|seven quiet|{re.escape(ADDRESS)}|@example", re.IGNORECASE)
    return sorted({line for line in lines if tell.search(line)})


@pytest.mark.parametrize("way", WAYS)
def test_what_is_typed_stands_open_nowhere(walk, typing, lines, way):
    assert len(typing) > 40
    wrong = []
    for press in typing:
        answer, written = sent(walk, press, way)
        open_in = {
            table
            for table, values in written.attempted
            for value in values
            if any(stands_in(canary, value) for canary in CONTENT)
        }
        if open_in:
            wrong.append(f"{press}: in {open_in}")
        if any(canary in answer.left for canary in CONTENT):
            wrong.append(f"{press}: in the session")
        if any(canary.encode() in in_redis() for canary in CONTENT):
            wrong.append(f"{press}: in Redis")
        addresses = [answer.headers.get("Location", ""), *HREF.findall(answer.content.decode())]
        wrong += [f"{press}: {one}" for one in addresses if IN_AN_ADDRESS.search(one)]
    assert not wrong, "\n".join(wrong)
    assert log_tells(lines) == []


def test_a_page_that_fails_tells_the_log_nothing(walk, typing, lines, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, CRASH]
    for press in typing:
        answer, _written = sent(walk, press, "taken")
        assert answer.status_code == 500
        assert WORDS not in answer.content.decode()
    assert len(lines) >= len(typing)
    assert log_tells(lines) == []


def test_no_file_holds_what_was_typed(walk, typing):
    for press in typing:
        sent(walk, press, "taken")
    # By a process of its own: one that closes SQLite's file loses its locks on it.
    found = subprocess.run(
        ["grep", "-rlaF", WORDS, project.VAR], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (1, "")


def test_the_search_finds_what_stands_open(lines):
    assert stands_in(WORDS, f"so {WORDS.upper()}")
    assert stands_in(WORDS, base64.b64encode(WORDS.encode()).decode())
    assert not stands_in(WORDS, b"\x00\x01")
    logging.getLogger("trustpact.web").warning("said %s", MAILBOX)
    assert log_tells(lines)
