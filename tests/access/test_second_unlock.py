"""The second unlock: who is asked, for how long it holds, what locks, what becomes of what was typed."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people.flows import GOOD_PASSWORD, ask_for_code, last_code, type_code
from trustpact.access.second_unlock import ASKED

pytestmark = pytest.mark.django_db

JOURNAL = "/notes/"
WRITE = "/notes/new/"
CODE = "/account/code/"


@pytest.fixture
def ana(cast, client):
    """A browser in which Ana signed in a moment ago."""
    ask_for_code(client, cast.ana.email)
    type_code(client)
    return client


def unlock(client, path=JOURNAL):
    """Open the page, be asked, and type the code that comes by mail."""
    asked = client.get(path)
    assert asked.status_code == 302, asked
    client.get(asked.url)
    client.post(asked.url, {"send": "yes"})
    return client.post(asked.url, {"code": last_code()})


def is_open(client, path=JOURNAL):
    return client.get(path).status_code == 200


def test_a_sign_in_of_this_minute_does_not_unlock(ana):
    assert ana.get(reverse("account_email")).status_code == 200

    assert ana.get(JOURNAL).url.startswith(CODE)


def test_a_fresh_code_unlocks_and_leads_back(ana):
    assert unlock(ana).url == JOURNAL
    assert is_open(ana)


def test_a_password_unlocks(cast, client):
    cast.ana.set_password(GOOD_PASSWORD)
    cast.ana.save()
    client.force_login(cast.ana)
    asked = client.get(JOURNAL).url

    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(asked, {"password": "another one entirely"}).status_code == 400
    assert not is_open(client)
    client.post(client.get(JOURNAL).url, {"password": GOOD_PASSWORD})
    assert is_open(client)


def test_it_stays_open_for_five_minutes_whatever_is_done_there(ana):
    start = timezone.now()
    unlock(ana)

    with time_machine.travel(start + timedelta(minutes=4, seconds=55)):
        assert is_open(ana, WRITE)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert not is_open(ana)


@pytest.mark.parametrize("elsewhere", ["/today/", "/more/", "/safety/", "/talks/exercises/"])
def test_going_elsewhere_locks(ana, elsewhere):
    unlock(ana)
    ana.get(elsewhere)

    assert not is_open(ana)


def test_a_proof_given_for_something_else_does_not_unlock(ana):
    ana.get(JOURNAL)  # asked, and turned away from
    ana.get("/today/")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        unlock(ana, "/account/email/")
        assert is_open(ana, "/account/email/")
        assert not is_open(ana)


def test_a_small_step_of_another_tab_does_not_lock(ana):
    unlock(ana)
    ana.get("/today/", headers={"hx-request": "true"})

    assert is_open(ana)


def test_locking_by_its_button_locks(ana):
    unlock(ana)

    assert ana.post("/notes/end/").url == "/more/"
    assert not is_open(ana)


def test_quick_exit_and_a_new_sign_in_leave_it_locked(cast, ana):
    unlock(ana)
    ana.post("/exit/")
    ask_for_code(ana, cast.ana.email)
    type_code(ana)

    assert not is_open(ana)


def test_another_browser_stays_locked(cast, ana):
    unlock(ana)
    other = Client()
    ask_for_code(other, cast.ana.email)
    type_code(other)

    assert not is_open(other)


def test_what_was_typed_waits_sealed_until_the_return(cast, ana):
    unlock(ana)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = ana.post(WRITE, {"words": "The garden was quiet."})
        assert asked.status_code == 302
        assert not cast.ana.journal_entries.exists()
        rows = [row.get_decoded() for row in Session.objects.all()]
        assert "garden" not in json.dumps(rows)
        ana.get(asked.url)  # a POST was interrupted, so the code is mailed unasked
        assert ana.post(asked.url, {"code": last_code()}).url == WRITE
        assert "The garden was quiet." in ana.get(WRITE).content.decode()
        ana.post(WRITE, {"words": "The garden was quiet."})
        assert "The garden was quiet." not in ana.get(WRITE).content.decode()
    assert [one.words for one in cast.ana.journal_entries.all()] == ["The garden was quiet."]


def test_what_waits_shows_on_its_own_page_only(cast, ana):
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        ana.post(WRITE, {"words": "The garden was quiet."})
        unlock(ana)
        assert "garden" not in ana.get(JOURNAL).content.decode()
        assert "garden" in ana.get(WRITE).content.decode()


def test_what_was_left_behind_unlocked_is_dropped(ana):
    ana.post(WRITE, {"words": "The garden was quiet."})
    unlock(ana)
    ana.get("/today/")
    unlock(ana)

    assert "garden" not in ana.get(WRITE).content.decode()


def test_a_megabyte_does_not_wait_in_the_session(ana):
    ana.post(WRITE, {"words": "x" * 1_000_000})

    assert max(len(row.session_data) for row in Session.objects.all()) < 10_000


def test_asking_sends_no_mail_by_itself(ana):
    sent = len(mail.outbox)
    ana.get(ana.get(JOURNAL).url)

    assert len(mail.outbox) == sent
    assert ana.session[ASKED] == 1
