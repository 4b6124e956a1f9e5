"""Pushes: empty, at most once, and ended where nobody listens any more."""

import base64
import json

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from py_vapid import Vapid02

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, claimed, status, told
from tests.people.flows import ask_for_code, type_code
from trustpact.notices import vapid
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, PushSubscription, Reminders
from trustpact.notices.models.notice import FIRST_PAUSE
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken

OTHER_KEY = base64.urlsafe_b64encode(b"another key of the tests, later.").decode()


def signed_in(person):
    """Sign a person in in a browser; returns the client, whose sign-in lasts past NOON."""
    client = Client()
    client.force_login(person)
    Session.objects.filter(session_key=client.session.session_key).update(
        expire_date=NOON.replace(year=2099)
    )
    return client


def subscribed(person, sink, name="browser", client=None):
    """Ask for pushes in a browser, and want them."""
    Reminders.objects.keep(person=person, push=True, now=NOON)
    client = client or signed_in(person)
    return PushSubscription.objects.begin(
        person=person,
        endpoint=sink.endpoint(name),
        session_key=client.session.session_key,
        now=NOON,
    )


def pushed(person, **more):
    return told(person, channel="push", **more)


def test_push_reaches_the_browser_and_says_nothing(cast, push_sink):
    subscribed(cast.ana, push_sink)
    notice = pushed(cast.ana, words={"name": "Ben"})

    sweep(NOON)

    (came,) = push_sink.to("browser")
    assert (status(notice), came.body) == (Notice.Status.SENT, b"")
    assert not {"content-encoding", "encryption", "cookie", "referer"} & set(came.headers)
    assert (came.headers["ttl"], came.headers["topic"]) == ("7200", "waiting")


def test_push_is_signed_by_the_installation(cast, push_sink):
    subscribed(cast.ana, push_sink)
    pushed(cast.ana)
    sweep(NOON)

    signed = push_sink.pushes[0].headers["authorization"]
    token = dict(part.split("=", 1) for part in signed.removeprefix("vapid ").split(","))
    claims = json.loads(base64.urlsafe_b64decode(token["t"].split(".")[1] + "=="))
    assert Vapid02.verify(signed)
    assert token["k"] == vapid.public_key()
    assert claims["aud"] == f"http://127.0.0.1:{push_sink.port}"
    assert claims["sub"].startswith(("mailto:", "https://"))


def test_push_goes_to_each_browser_of_its_person_and_to_nobody_else(cast, push_sink):
    subscribed(cast.ana, push_sink, "phone")
    subscribed(cast.ana, push_sink, "desk")
    subscribed(cast.ben, push_sink, "bens")
    pushed(cast.ana)
    sweep(NOON)
    assert sorted(one.path for one in push_sink.pushes) == ["/push/desk", "/push/phone"]


def test_push_without_a_browser_is_cancelled(cast, push_sink):
    Reminders.objects.keep(person=cast.ana, push=True, now=NOON)
    notice = pushed(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.CANCELLED


@pytest.mark.parametrize("gone", [404, 410])
def test_browser_that_is_gone_is_ended(cast, push_sink, gone):
    subscribed(cast.ana, push_sink, "gone")
    subscribed(cast.ana, push_sink, "here")
    push_sink.answers = {"/push/gone": gone}
    notice = pushed(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.SENT
    assert [one.endpoint for one in PushSubscription.objects.all()] == [push_sink.endpoint("here")]


def test_last_browser_that_is_gone_leaves_nothing_to_send(cast, push_sink):
    subscribed(cast.ana, push_sink)
    push_sink.answer = 410
    notice = pushed(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.CANCELLED
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("later", [429, 500, 503])
def test_push_refused_for_now_is_due_again_after_a_pause(cast, push_sink, later):
    subscribed(cast.ana, push_sink)
    push_sink.answer = later
    notice = pushed(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.DUE

    push_sink.answer = 201
    sweep(NOON)
    assert push_sink.pushes == []
    sweep(NOON + FIRST_PAUSE)

    assert (status(notice), len(push_sink.pushes)) == (Notice.Status.SENT, 1)


@pytest.mark.parametrize("never", [400, 403, 413])
def test_push_refused_for_good_is_flagged(cast, push_sink, never):
    subscribed(cast.ana, push_sink)
    push_sink.answer = never
    notice = pushed(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.FAILED


def test_line_cut_after_the_push_was_taken_leaves_it_unknown(cast, push_sink):
    subscribed(cast.ana, push_sink)
    push_sink.drop = True
    notice = pushed(cast.ana)
    sweep(NOON)
    push_sink.drop = False
    sweep(NOON + HOUR)
    assert (status(notice), len(push_sink.seen)) == (Notice.Status.UNKNOWN, 1)


def test_service_that_is_not_there_puts_off(cast, push_sink):
    subscribed(cast.ana, push_sink)
    notice = pushed(cast.ana)
    push_sink.__exit__()
    sweep(NOON)
    assert status(notice) == Notice.Status.DUE


def test_slow_service_is_not_waited_for(cast, push_sink):
    subscribed(cast.ana, push_sink)
    push_sink.delay = 3
    notice = pushed(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.UNKNOWN


def test_redirect_is_not_followed(cast, push_sink):
    subscribed(cast.ana, push_sink)
    push_sink.answer, push_sink.where = 307, push_sink.endpoint("elsewhere")
    notice = pushed(cast.ana)
    sweep(NOON)
    assert [one.path for one in push_sink.seen] == ["/push/browser"]
    assert status(notice) == Notice.Status.FAILED


def test_push_that_came_late_or_twice_is_sent_once(cast, push_sink):
    subscribed(cast.ana, push_sink)
    pushed(cast.ana)
    ids, name = claimed(1)
    for _ in range(2):
        deliver(ids, claim=name, clock=lambda: NOON)
    assert len(push_sink.pushes) == 1


def test_mails_and_pushes_due_at_one_time_both_go(cast, push_sink, smtp_sink):
    subscribed(cast.ana, push_sink)
    notices = [pushed(cast.ana), told(cast.ana), pushed(cast.ana)]
    sweep(NOON)
    assert [status(notice) for notice in notices] == ["sent"] * 3
    assert (len(push_sink.pushes), len(smtp_sink.messages)) == (2, 1)


# --- What ends it


def ends(person, sink):
    """Say that nothing is pushed to a person any more."""
    notice = pushed(person)
    sweep(NOON)
    return status(notice) == Notice.Status.CANCELLED and sink.seen == []


def test_signing_out_ends_it(cast, push_sink):
    client = signed_in(cast.ana)
    subscribed(cast.ana, push_sink, client=client)
    client.post(reverse("account_logout"))
    assert not PushSubscription.objects.exists()


def test_quick_exit_ends_it(cast, push_sink):
    client = signed_in(cast.ana)
    subscribed(cast.ana, push_sink, client=client)
    client.post(reverse("web:quick_exit"))
    assert not PushSubscription.objects.exists()


def test_ending_all_sessions_ends_it_on_the_others(cast, push_sink):
    phone, desk = Client(), Client()
    for client in (phone, desk):
        ask_for_code(client, cast.ana.email)
        type_code(client)
    subscribed(cast.ana, push_sink, "phone", client=phone)
    subscribed(cast.ana, push_sink, "desk", client=desk)
    desk.post(reverse("usersessions_list"))
    assert [one.endpoint for one in PushSubscription.objects.all()] == [push_sink.endpoint("desk")]


def test_sign_in_whose_time_is_over_ends_it(cast, push_sink):
    subscribed(cast.ana, push_sink)
    Session.objects.update(expire_date=NOON)
    assert ends(cast.ana, push_sink)


def test_forgetting_takes_the_browsers_whose_sign_in_is_over(cast, push_sink):
    subscribed(cast.ana, push_sink)
    PushSubscription.objects.forget(NOON)
    assert PushSubscription.objects.count() == 1
    Session.objects.update(expire_date=NOON)
    PushSubscription.objects.forget(NOON)
    assert not PushSubscription.objects.exists()


def test_new_password_ends_it_where_one_is_signed_out_by_it(cast, push_sink):
    subscribed(cast.ana, push_sink)
    cast.ana.set_password("three quiet words")
    cast.ana.save(update_fields=["password"])
    assert ends(cast.ana, push_sink)
    assert not PushSubscription.objects.exists()


def test_leaving_ends_it_for_both_in_the_same_way(cast, push_sink):
    subscribed(cast.ana, push_sink, "anas")
    subscribed(cast.ben, push_sink, "bens")
    cast.ana_partner.leave(now=NOON)
    assert not PushSubscription.objects.exists()


def test_key_that_is_no_longer_held_ends_it(cast, push_sink, settings):
    subscribed(cast.ana, push_sink)
    settings.VAPID_KEYS = OTHER_KEY
    assert ends(cast.ana, push_sink)


def test_older_key_still_signs_for_the_browsers_that_know_it(cast, push_sink, settings):
    old = vapid.public_key()
    subscribed(cast.ana, push_sink)
    settings.VAPID_KEYS = f"{OTHER_KEY},{settings.VAPID_KEYS}"
    pushed(cast.ana)
    sweep(NOON)
    assert f"k={old}" in push_sink.pushes[0].headers["authorization"]


def test_host_that_is_no_longer_allowed_ends_it(cast, push_sink, settings):
    subscribed(cast.ana, push_sink)
    settings.PUSH_TO_LOOPBACK = False
    assert ends(cast.ana, push_sink)


# --- Whose browser


def test_browser_belongs_to_whoever_asked_last(cast, push_sink):
    subscribed(cast.ana, push_sink)
    subscribed(cast.ben, push_sink)
    assert [one.person for one in PushSubscription.objects.all()] == [cast.ben]


def test_oldest_browser_gives_way(cast, push_sink):
    for name in "abcdef":
        subscribed(cast.ana, push_sink, name)
    assert PushSubscription.objects.count() == 4
    assert "f" in [one.endpoint[-1] for one in PushSubscription.objects.all()]


def test_asking_twice_in_a_browser_is_one(cast, push_sink):
    client = signed_in(cast.ana)
    for name in ("first", "second"):
        subscribed(cast.ana, push_sink, name, client=client)
    assert [one.endpoint for one in PushSubscription.objects.all()] == [
        push_sink.endpoint("second")
    ]


def test_address_of_another_machine_is_refused(cast, push_sink):
    client = signed_in(cast.ana)
    with pytest.raises(RuleBroken, match="not one that we know"):
        PushSubscription.objects.begin(
            person=cast.ana,
            endpoint="https://10.0.0.1/x",
            session_key=client.session.session_key,
            now=NOON,
        )


def test_endpoint_is_sealed(cast, push_sink):
    subscribed(cast.ana, push_sink)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_pushsubscription")
        assert push_sink.endpoint() not in str(cursor.fetchall())
