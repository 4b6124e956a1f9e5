"""The log: one line of JSON each, and no word of what people wrote in any."""

import json
import logging
import sys

import pytest
from django.core.exceptions import ValidationError

from trustpact.operations import logs
from trustpact.people.models import Helpline

CANARY = "a word that is nobody else's"
MAILBOX = "ana@example.org"


@pytest.fixture
def lines():
    """Everything that is logged while a test runs, as the production's log has it."""
    kept = []

    class Keeper(logging.Handler):
        def emit(self, record):
            kept.append(self.format(record))

    keeper = Keeper()
    keeper.setFormatter(logs.formatter(as_json=True))
    root = logging.getLogger()
    root.addHandler(keeper)
    yield kept
    root.removeHandler(keeper)


def test_error_is_told_by_its_type_and_places_alone(lines):
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValidationError(CANARY) from error
    except ValidationError:
        logging.getLogger("django.request").error("Internal: %s", CANARY, exc_info=sys.exc_info())

    (line,) = lines
    assert CANARY not in line
    told = json.loads(line)["errors"]
    assert [error["type"] for error in told] == ["ValidationError", "KeyError"]
    assert "test_logs.py" in told[0]["where"][0]


def test_path_with_a_token_is_told_by_its_route(lines, client, db):
    client.get("/join/ABCD-EFGH-secret/")
    client.get(f"/nowhere/{CANARY}/")

    assert len(lines) == 2
    assert not any("secret" in line or "nowhere" in line for line in lines)
    assert json.loads(lines[0])["route"].startswith("join/<")
    assert json.loads(lines[1])["status"] == 404


def test_sentence_of_a_library_is_told_without_what_was_filled_in(lines):
    logging.getLogger("kombu.connection").warning("Connection to %s lost", CANARY)
    logging.getLogger("some.library").warning(f"Could not parse {CANARY}")
    logging.getLogger("django.security.DisallowedHost").error(f"Invalid HTTP_HOST {CANARY}")

    assert not any(CANARY in line for line in lines)
    assert json.loads(lines[0])["event"] == "Connection to %s lost"


def test_own_sentence_is_told_whole(lines):
    logging.getLogger("trustpact.notices.flagged").warning("Flagged: %s of %s", 3, "check-in")

    assert json.loads(lines[0])["event"] == "Flagged: 3 of check-in"


def test_line_break_stays_inside_its_line(lines):
    logging.getLogger("trustpact.web").warning('one\n{"event": "forged"}')

    assert len(lines[0].splitlines()) == 1


def test_failed_task_is_told_by_its_name_without_its_words(lines):
    context = {"name": "notices.sweep", "id": "7", "args": CANARY, "exc": CANARY}
    logger = logging.getLogger("celery.app.trace")
    logger.error("Task %(name)s[%(id)s]: %(exc)s", context, extra={"data": context})

    assert CANARY not in lines[0]
    assert json.loads(lines[0])["task"] == "notices.sweep"


def test_page_that_fails_logs_nothing_of_its_form(lines, client, monkeypatch, db):
    def fails(*_arguments, **_more):
        raise RuntimeError(CANARY)

    monkeypatch.setattr(Helpline.published, "read_in", fails)
    client.raise_request_exception = False

    response = client.get("/safety/", {"q": CANARY}, headers={"accept-language": MAILBOX})

    assert response.status_code == 500
    assert lines
    assert not any(CANARY in line or MAILBOX in line for line in lines)
