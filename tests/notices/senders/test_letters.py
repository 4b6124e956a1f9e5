"""Mail as bytes says what the message says that it was made from, whatever stands in it."""

import email
import email.policy

import pytest
from django.utils.html import escape

from tests.cast import NOON
from tests.notices.kinds_for_tests import status, told
from trustpact.notices import kinds
from trustpact.notices.models import Notice
from trustpact.notices.senders import letters, mail
from trustpact.notices.sweep import sweep

WORDS = [{}, {"name": "Ben", "token": "t0ken"}, {"name": 'O\'Hara & <b>"x"</b> {{ 7*7 }}'}]


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def said(raw):
    """Return all that a mailbox makes of a mail, but for where its parts meet."""
    message = parsed(raw)
    headers = {name: str(value) for name, value in message.items()}
    headers["Content-Type"] = message.get_content_type()
    bodies = [message.get_body([kind]).get_content() for kind in ("plain", "html")]
    return headers, bodies


@pytest.mark.parametrize("words", WORDS, ids=["no words", "words", "odd words"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_letter_says_what_the_message_says(cast, language, words):
    cast.ana.language = language
    wordings = {kind.wording for kind in kinds.registered()} - {"none_such"}
    assert {"waiting", "changed", "invitation"} <= wordings
    for wording in wordings:  # the links of the apps' own kinds look for rows that are not there
        kinds.register("letter of tests", wording=wording, sure=True)
        notice = told(cast.ana, kind="letter of tests", words=words)

        letter, whole = mail.letter_for(notice), mail.message_for(notice)

        assert said(letter.content) == said(whole.message().as_bytes(linesep="\r\n"))
        assert [letter.mailbox] == whole.to


def test_letter_escapes_words_in_html_alone(cast):
    name = "<b> & 'x'"
    notice = told(cast.ana, kind="invitation of tests", words={"name": name})

    message = parsed(mail.letter_for(notice).content)

    assert name in message.get_body(["plain"]).get_content()
    assert escape(name) in message.get_body(["html"]).get_content()


@pytest.mark.parametrize(
    "name", ["a\r\nBcc: all@example.org", "a\nb", "\0", "שלום", "x" * 1000, "zü", "\x1b[0m"]
)
def test_words_that_need_care_make_no_letter(cast, name):
    notice = told(cast.ana, kind="invitation of tests", words={"name": name})

    assert mail.letter_for(notice) is None


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "a b@example.org",
        "Ana <a@example.org>",
        "ü@example.org",
        "a@exämple.org",
        '"a"@example.org',
        "a@example.org ",
    ],
)
def test_address_that_needs_care_makes_no_letter(cast, address):
    assert mail.letter_for(told(cast.ana, address=address)) is None


def test_marks_in_words_stay_words(cast):
    name = "zqtextqzlinkzq"
    notice = told(cast.ana, kind="invitation of tests", words={"name": name})

    text = parsed(mail.letter_for(notice).content).get_body(["plain"]).get_content()

    assert name in text
    assert text.count("http") == 1


def test_letter_is_rendered_once_for_many(cast, monkeypatch):
    rendered, plain = [], mail._plain

    def counted(name, context):
        rendered.append(name)
        return plain(name, context)

    monkeypatch.setattr(mail, "_plain", counted)
    letters._form.cache_clear()

    for _ in range(3):
        assert mail.letter_for(told(cast.ana))

    assert sorted(rendered) == ["notices/waiting.subject.txt", "notices/waiting.txt"]


def test_mail_with_words_of_any_script_reaches_the_server(cast, smtp_sink):
    notice = told(cast.ana, kind="invitation of tests", words={"name": "שלום"})

    sweep(NOON)

    [message] = smtp_sink.messages
    assert "שלום" in message.get_body(["plain"]).get_content()
    assert status(notice) == Notice.Status.SENT


def test_line_that_begins_with_a_dot_arrives_whole(cast, smtp_sink):
    told(cast.ana, kind="invitation of tests", words={"name": ".. dots"})

    sweep(NOON)

    assert ".. dots" in smtp_sink.messages[0].get_body(["plain"]).get_content()
