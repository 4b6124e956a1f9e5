"""Ending mails from the mail itself: one click, no sign-in, and nothing else."""

import email
import email.policy

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, claimed, status, told
from trustpact.notices import unsubscribing
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Reminders
from trustpact.notices.senders.mail import message_for
from trustpact.notices.sweep import sweep

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def headers(notice):
    """Return the two headers of a mail as its reader's mailbox parses them."""
    raw = message_for(notice).message().as_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    names = ("List-Unsubscribe", "List-Unsubscribe-Post")
    return tuple(message[name] and message[name].strip() for name in names)


def path(notice):
    """Return the path to which the mail of a notice leads those who want no more."""
    return "/" + unsubscribing.address_for(notice).split("/", 3)[3]


def provider():
    """Return a client as a mail provider is one: no cookie, no token, and tokens are asked for."""
    return Client(enforce_csrf_checks=True)


def test_mail_carries_the_two_headers(cast, settings):
    settings.SITE_ADDRESS = "https://example.org"
    where, how = headers(told(cast.ana))
    assert where.startswith("<https://example.org/quiet/")
    assert where.endswith("/>")
    assert how == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "test sure"},
        {"kind": "invitation of tests", "address": "a@example.net", "words": {"name": "A"}},
    ],
)
def test_what_must_be_told_and_an_invitation_have_none(cast, more):
    assert headers(told(cast.ana, **more)) == (None, None)


def test_get_asks_and_changes_nothing(cast):
    notice = told(cast.ana)
    response = provider().get(path(notice))
    assert response.status_code == 200
    assert 'method="post"' in response.content.decode()
    assert not Reminders.objects.exists()
    sweep(NOON)
    assert len(mail.outbox) == 1


def test_post_of_a_mail_provider_ends_them_at_once(cast):
    told(cast.ana)
    series = told(cast.ana, series=told(cast.ana).subject)
    due = [
        told(cast.ana, series=series.series),
        told(cast.ana, series=series.series, due_at=NOON + HOUR),
    ]

    response = provider().post(path(series), ONE_CLICK)
    sweep(NOON + HOUR)

    assert response.status_code == 200
    assert {status(notice) for notice in due} == {"cancelled"}


def test_it_ends_the_mails_of_one_subject_and_of_one_person(cast):
    one = told(cast.ana)
    others = [told(cast.ana), told(cast.ben, subject=one.subject), told(cast.ana, kind="test sure")]
    provider().post(path(one), ONE_CLICK)
    sweep(NOON)
    assert (status(one), [status(other) for other in others]) == ("cancelled", ["sent"] * 3)


def test_push_goes_on(cast):
    notice = told(cast.ana)
    Reminders.objects.keep(person=cast.ana, push=True, now=NOON)
    provider().post(path(notice), ONE_CLICK)
    wish = Reminders.objects.book(persons=[cast.ana.pk]).of(cast.ana.pk, notice.subject)
    assert wish.channels == ["push"]


def test_mail_that_is_on_its_way_does_not_leave(cast):
    notice = told(cast.ana)
    ids, name = claimed(1)
    provider().post(path(notice), ONE_CLICK)
    deliver(ids, claim=name, clock=lambda: NOON)
    assert (status(notice), mail.outbox) == ("cancelled", [])


def test_twice_is_once(cast):
    notice = told(cast.ana)
    for _ in range(2):
        assert provider().post(path(notice), ONE_CLICK).status_code == 200
    assert Reminders.objects.get().mail is False


def test_page_says_nothing_of_what_or_whom(cast):
    for response in (provider().get(path(told(cast.ana))), provider().post(path(told(cast.ana)))):
        page = response.content.decode().lower()
        assert not any(word in page for word in ("ana@", ">ana", "ben", "reminder test"))


def test_page_speaks_the_language_of_its_person(cast):
    cast.ana.language = "de"
    cast.ana.save(update_fields=["language"])
    assert '<html lang="de"' in provider().get(path(told(cast.ana))).content.decode()


def test_link_of_an_older_key_still_works(cast, settings):
    notice = told(cast.ana)
    where, old = path(notice), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key of the tests", [old]
    assert provider().post(where, ONE_CLICK).status_code == 200
    assert Reminders.objects.get().mail is False


def _token(notice):
    return unsubscribing.address_for(notice).rstrip("/").rpartition("/")[2]


def _signed(value, salt=unsubscribing.SALT):
    return Signer(salt=salt).sign(value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda notice: _token(notice)[:-1],
        lambda notice: _token(notice)[1:],
        lambda notice: "A" + _token(notice),
        lambda notice: _token(notice).partition(":")[0],
        lambda notice: _signed(_token(notice).partition(":")[0], salt="another purpose"),
        lambda notice: _signed("AAAA"),
        lambda notice: _signed("a" * 43),  # nobody's
        lambda notice: _signed("%%%%"),
        lambda notice: "x" * 5000,
        lambda notice: "☃",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_cut_changed_or_for_something_else_changes_nothing(cast, spoil, method):
    notice = told(cast.ana)
    where = reverse("notices:quiet", args=[spoil(notice)])
    response = getattr(provider(), method)(where)
    assert response.status_code == 404
    assert "Nothing was changed" in response.content.decode()
    assert not Reminders.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(cast, method):
    notice = told(cast.ana)
    assert getattr(provider(), method)(path(notice)).status_code == 405
    assert not Reminders.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_post_takes_the_same_statements_for_any_number(cast, count, django_assert_max_num_queries):
    first = told(cast.ana)
    for _ in range(count):
        told(cast.ana, series=first.subject, due_at=NOON)
    with django_assert_max_num_queries(14):
        provider().post(path(first), ONE_CLICK)
