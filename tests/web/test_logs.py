"""The log names no person, and no value in it can forge a line."""

import json
import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from trustpact.web.logs import JsonLines

SECRET = "blüemlisalp"


def lines_of(caplog):
    """Return what the log of an installation would say, one entry a line."""
    written = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert SECRET not in written
    return [json.loads(line) for line in written.splitlines()]


def test_an_installation_writes_such_lines():
    formatters = [handler.formatter for handler in logging.getLogger().handlers]

    assert any(isinstance(formatter, JsonLines) for formatter in formatters)


def test_a_line_break_in_a_value_forges_no_line(caplog):
    forged = 'x\r\n{"level": "INFO", "what": "Ana signed in"}\u2028'
    logging.getLogger("trustpact").warning("The mailbox %s was refused.", forged)

    (line,) = lines_of(caplog)
    assert line["level"] == "WARNING"
    assert "\r\n" in line["what"]


def test_an_exception_tells_its_type_and_its_places_and_not_its_words(caplog):
    try:
        raise ValueError(f"{SECRET} is no number")
    except ValueError:
        logging.getLogger("trustpact").exception("It broke over %s", SECRET)

    (line,) = lines_of(caplog)
    assert line["error"] == "ValueError"
    assert line["through"][-1].startswith("test_logs.py:")
    assert line["what"] == "It broke over %s"


def broken(*told):
    raise OperationalError(f"the server closed the connection: DETAIL: {SECRET}")


@pytest.mark.django_db
def test_a_database_that_is_down_is_a_plain_page_and_a_line_without_the_path(client, cast, caplog):
    client.force_login(cast.ana)
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        pages = [
            client.get(f"/join/{SECRET}/?token={SECRET}"),
            client.post(reverse("people:profile"), {"name": SECRET}),
        ]

    for page in pages:
        assert page.status_code == 500
        words = page.content.decode()
        assert "Something broke on our side" in words
        assert SECRET not in words
        assert "OperationalError" not in words
    assert {line["error"] for line in lines_of(caplog)} == {"OperationalError"}


def test_pages_that_need_no_database_stand_while_it_is_down(client):
    for name in ("web:landing", "web:about", "web:healthz"):
        assert client.get(reverse(name)).status_code == 200  # this test may not ask the database


@pytest.mark.django_db
def test_without_the_cache_that_counts_attempts_nobody_is_let_in(cast, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    client = Client(raise_request_exception=False)
    answer = client.post(reverse("account_login"), {"login": cast.ana.email})

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "_auth_user_id" not in client.session
