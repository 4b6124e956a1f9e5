"""Contact: anybody can tell the operator of misuse, and nothing here tells that somebody did."""

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from tests.browser.remains import everything_kept, found_in
from tests.cast import NOON

pytestmark = pytest.mark.django_db

PATH = reverse("people:contact")
WORDS = "He made an account for my niece, who is fifteen. She is blüemli@example.org."
MESSAGE = {"about": "minor", "words": WORDS, "answer_to": "aunt@example.org"}


def test_a_message_goes_to_the_operator_and_to_nobody_else(client):
    assert client.post(PATH, MESSAGE).status_code == 302

    (letter,) = mail.outbox
    assert letter.to == [settings.CONTACT_MAILBOX]
    assert letter.reply_to == ["aunt@example.org"]
    assert letter.subject == "Contact: Somebody under 18 is here"
    assert WORDS in letter.body


def test_a_message_carries_nothing_of_the_account_it_comes_from(cast, client):
    client.force_login(cast.ana)
    client.post(PATH, MESSAGE | {"answer_to": ""}, REMOTE_ADDR="203.0.113.9")

    said = mail.outbox[0].message().as_string()
    for word in (cast.ana.email, cast.ana.name, str(cast.ana.pk), cast.ben.name, "203.0.113.9"):
        assert word not in said
    assert "there is no way to answer" in said


def test_a_message_leaves_nothing_here(client, caplog, tmp_path):
    client.post(PATH, MESSAGE)

    assert Session.objects.count() == 0
    assert found_in(everything_kept(tmp_path), ["blüemli", "aunt@example.org"]) == []
    assert caplog.records == []


def test_the_page_says_once_that_it_was_sent_and_then_looks_as_before(client):
    before = client.get(PATH).content.decode()
    assert client.post(PATH, MESSAGE).url == PATH  # the history shows one address

    assert "It is on its way" in client.get(PATH).content.decode()
    after = client.get(PATH).content.decode()
    assert without_token(after) == without_token(before)


def test_somebody_signed_in_leaves_nothing_that_their_partner_could_meet(cast, client):
    client.force_login(cast.ben)
    pages = [reverse(name) for name in ("today:today", "couples:us", "people:more")]
    before = [without_token(client.get(page).content.decode()) for page in pages]
    ana = Client()
    ana.force_login(cast.ana)
    ana.get(PATH)
    ana.post(PATH, MESSAGE)

    assert [without_token(client.get(page).content.decode()) for page in pages] == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": ""},
        {"about": "love"},
        {"words": ""},
        {"words": "x" * 4001},
        {"words": "He\u202e said"},
        {"answer_to": "aunt@example.org\u202e"},
        {"answer_to": "aunt@example.org, all@example.org"},
    ],
)
def test_a_message_with_wrong_input_is_400_and_keeps_what_was_typed(client, wrong):
    response = client.post(PATH, MESSAGE | {"words": "Kept words"} | wrong)

    assert response.status_code == 400
    assert mail.outbox == []
    if "words" not in wrong:
        assert "Kept words" in response.content.decode()


@pytest.mark.parametrize("place", ["answer_to", "about"])
def test_a_line_break_never_reaches_a_header(client, place):
    response = client.post(PATH, MESSAGE | {place: "a@example.org\r\nBcc: all@example.org"})

    assert response.status_code == 400
    assert mail.outbox == []


def test_the_eleventh_message_of_an_hour_from_one_network_waits(client):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(10):
            assert client.post(PATH, MESSAGE).status_code == 302
        refused = client.post(PATH, MESSAGE)
        assert refused.status_code == 429
        assert WORDS in refused.content.decode()  # nobody types it twice
        elsewhere = Client().post(PATH, MESSAGE, REMOTE_ADDR="203.0.113.9")
        assert elsewhere.status_code == 302
        clock.shift(3601)
        assert client.post(PATH, MESSAGE).status_code == 302


def test_a_mail_server_that_is_gone_is_a_sentence_and_the_words_stay(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post(PATH, MESSAGE)

    assert response.status_code == 409
    assert "could not be sent" in response.content.decode()
    assert WORDS in response.content.decode()


def test_without_a_mailbox_the_page_names_other_ways(client, settings):
    settings.CONTACT_MAILBOX = ""
    shown = client.get(PATH).content.decode()

    assert "<textarea" not in shown
    assert reverse("people:safety") in shown
    assert reverse("web:about") in shown
    assert client.post(PATH, MESSAGE).status_code == 404


def test_an_operator_without_a_mailbox_is_told(settings):
    def told():
        found = run_checks(include_deployment_checks=True)
        return [one.id for one in found if one.id.startswith("people.")]

    assert told() == []
    settings.CONTACT_MAILBOX = ""
    assert told() == ["people.W001"]
    settings.CONTACT_MAILBOX = "not a mailbox"
    assert told() == ["people.E001"]


def test_the_safety_page_and_more_lead_there(cast, client):
    assert f'href="{PATH}"' in client.get(reverse("people:safety")).content.decode()
    client.force_login(cast.ana)
    assert f'href="{PATH}"' in client.get(reverse("people:more")).content.decode()


def test_the_browser_is_asked_to_keep_none_of_it(client):
    shown = client.get(PATH).content.decode()

    assert 'autocomplete="off"' in shown.split("<form", 1)[1].split(">", 1)[0]
    assert "<title>Contact</title>" in shown


def without_token(page):
    """Return a page without what differs by chance."""
    pieces = page.split('"')
    return [piece for piece in pieces if len(piece) != 64]
