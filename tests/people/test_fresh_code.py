"""The fresh code: mailed once when wanted, right once, tried a few times."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.people.flows import last_code

pytestmark = pytest.mark.django_db

PAGE = "/account/code/?next=/more/copy/"


@pytest.fixture
def asked(cast, client):
    """Return a browser in which Ana asked for a fresh code."""
    client.force_login(cast.ana)
    client.post(PAGE, {"send": "yes"})
    return client


def test_looking_at_the_page_mails_nothing(cast, client):
    client.force_login(cast.ana)
    client.get(PAGE)

    assert mail.outbox == []


def test_a_code_goes_to_the_own_mailbox_in_neutral_words(cast, asked):
    (letter,) = mail.outbox

    assert letter.to == [cast.ana.email]
    assert letter.subject == "Your code"


def test_the_session_does_not_hold_the_code(asked):
    kept = str(dict(asked.session))

    assert last_code() not in kept
    assert last_code().replace("-", "") not in kept


def test_a_right_code_goes_on_and_works_once(asked):
    assert asked.post(PAGE, {"code": last_code()})["Location"] == "/more/copy/"
    assert asked.post(PAGE, {"code": last_code()}).status_code == 400


def test_a_code_ends_after_ten_minutes(asked):
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert asked.post(PAGE, {"code": last_code()}).status_code == 400


def test_five_wrong_codes_end_the_right_one(asked):
    for number in range(5):
        assert asked.post(PAGE, {"code": f"0000-000{number}"}).status_code == 400

    assert asked.post(PAGE, {"code": last_code()}).status_code == 400


def test_a_new_code_ends_the_one_before(asked):
    first = last_code()
    asked.post(PAGE, {"send": "yes"})

    assert asked.post(PAGE, {"code": first}).status_code == 400


def test_a_code_of_another_person_is_wrong(cast, asked):
    theirs = last_code()
    digest = asked.session["fresh_code"]
    asked.force_login(cast.ben)
    session = asked.session
    session["fresh_code"] = digest
    session.save()

    assert asked.post(PAGE, {"code": theirs}).status_code == 400


def test_codes_are_not_mailed_without_end(asked):
    asked.post(PAGE, {"send": "yes"})
    asked.post(PAGE, {"send": "yes"})
    response = asked.post(PAGE, {"send": "yes"})

    assert response.status_code == 429
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("typed", ["", "٣" * 8, "x" * 41, "-"])
def test_odd_input_is_400_with_the_form(asked, typed):
    assert asked.post(PAGE, {"code": typed}).status_code == 400


def test_it_goes_on_to_a_path_of_ours_only(asked):
    response = asked.post("/account/code/?next=https://evil.example/", {"code": last_code()})

    assert response["Location"] == reverse("people:more")


def test_a_mail_server_that_is_gone_is_a_sentence(cast, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.force_login(cast.ana)
    response = client.post(PAGE, {"send": "yes"})

    assert response.status_code == 409
    assert "could not be sent" in response.content.decode()
