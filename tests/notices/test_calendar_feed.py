"""The address of a calendar: who makes it, what it gives to whom, and when it stops."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOON, make_couple
from tests.checkins.conftest import begin, starters  # noqa: F401
from trustpact.notices.calendar import calendar_of
from trustpact.notices.models import CalendarFeed
from trustpact.privacy.export import export_of

pytestmark = pytest.mark.django_db

PAGE, ADDRESS = reverse("notices:calendar"), reverse("notices:calendar_address")
REMOVAL = reverse("notices:calendar_removal")


def feed_at(token):
    """Return what anybody gets who asks for this address."""
    return Client(raise_request_exception=False).get(reverse("feeds:feed", args=[token]))


@pytest.fixture
def token(cast, starters):  # noqa: F811
    """The token of Ana's calendar, in which something is planned."""
    begin(cast.couple)
    return CalendarFeed.objects.make(cast.ana, now=NOON)


def shown_address(page):
    """Return the path of the address that a page shows, and its token."""
    found = re.search(r"/calendar/([\w-]{43})\.ics", page.content.decode())
    return found[0], found[1]


# --- Making, renewing, ending it.


def test_an_address_is_shown_once_and_kept_as_a_digest_alone(cast, client, freshly_signed_in):
    freshly_signed_in(client, cast.ana)
    made = client.post(ADDRESS)
    path, token = shown_address(made)
    assert made.status_code == 200
    assert Client().get(path).status_code == 200
    assert token not in client.get(PAGE).content.decode()
    kept = CalendarFeed.objects.values_list().get()
    assert not any(token in str(value) for value in kept)
    assert token not in str(export_of(cast.ana, now=NOON))


def test_making_an_address_asks_who_it_is_and_ending_it_never_does(cast, client):
    client.force_login(cast.ana)  # a while ago: this session proved nothing in the last minutes
    assert client.post(ADDRESS).status_code == 302
    assert not CalendarFeed.objects.exists()
    CalendarFeed.objects.make(cast.ana, now=NOON)
    assert client.post(REMOVAL).url == PAGE
    assert not CalendarFeed.objects.exists()


def test_a_new_address_stops_the_old_one(cast, token):
    renewed = CalendarFeed.objects.make(cast.ana, now=NOON)
    assert feed_at(renewed).status_code == 200
    assert feed_at(token).status_code == 404
    assert CalendarFeed.objects.count() == 1


def test_ending_it_twice_does_no_harm(cast, client, token):
    client.force_login(cast.ana)
    for _ in range(2):
        assert "is gone" in client.post(REMOVAL, follow=True).content.decode()
    assert feed_at(token).status_code == 404


def test_the_page_says_whether_there_is_an_address_and_since_when(cast, client):
    client.force_login(cast.ana)
    assert "Make the address" in client.get(PAGE).content.decode()
    CalendarFeed.objects.make(cast.ana, now=NOON)
    page = client.get(PAGE).content.decode()
    assert "2 March 2026" in page
    assert "Make the address" not in page


def test_nobody_ends_or_renews_the_calendar_of_another(cast, client, freshly_signed_in, token):
    freshly_signed_in(client, cast.ben)
    client.post(REMOVAL)
    client.post(ADDRESS)
    assert feed_at(token).status_code == 200
    assert CalendarFeed.objects.count() == 2


@pytest.mark.parametrize("address", [ADDRESS, REMOVAL])
def test_a_get_neither_makes_nor_ends_it(cast, client, freshly_signed_in, token, address):
    freshly_signed_in(client, cast.ana)
    assert client.get(address).status_code == 405
    assert feed_at(token).status_code == 200


# --- Reading it.


def test_the_feed_is_a_calendar_that_nobody_keeps(token):
    read = feed_at(token)
    assert read.status_code == 200
    assert read["Content-Type"] == "text/calendar; charset=utf-8"
    assert read["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Expires", "Set-Cookie"} & set(read.headers)
    assert not read.cookies
    assert read.content.count(b"BEGIN:VEVENT") == 1


def test_the_feed_is_the_same_for_whoever_is_signed_in(cast, client, token):
    client.force_login(cast.dan)
    assert client.get(reverse("feeds:feed", args=[token])).content == feed_at(token).content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent_to_a_feed(token, method):
    assert getattr(Client(), method)(reverse("feeds:feed", args=[token])).status_code == 405


@pytest.mark.parametrize("rituals", [1, 3])
def test_feed_query_count(cast, starters, django_assert_num_queries, rituals):  # noqa: F811
    for slug in ("daily-check-in", "weekly-debrief", "monthly-ceremony")[:rituals]:
        begin(cast.couple, slug)
    token = CalendarFeed.objects.make(cast.ana, now=NOON)
    with django_assert_num_queries(5):
        read = feed_at(token)
    assert read.content.count(b"BEGIN:VEVENT") == rituals


def test_reading_writes_nothing(token):
    with CaptureQueriesContext(connection) as queries:
        feed_at(token)
    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}


def test_every_address_that_does_not_work_gets_the_very_same_answer(cast, token):
    revoked = token
    CalendarFeed.objects.end_for(cast.ana)
    kept = CalendarFeed.objects.make(cast.ana, now=NOON)
    cast.ben.is_active = False
    cast.ben.save(update_fields=["is_active"])
    disabled = CalendarFeed.objects.make(cast.ben, now=NOON)
    digest = CalendarFeed.objects.get(person=cast.ana).token_digest
    addresses = [
        revoked,
        disabled,
        kept[:-1],
        kept + "A",
        kept.swapcase(),
        digest,
        "x",
        "…",
        "a" * 5000,
    ]
    answers = [feed_at(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert feed_at(kept).status_code == 200


def test_an_invitation_is_no_calendar_and_a_calendar_no_invitation(cast, token):
    assert Client().get(reverse("join:invitation", args=[token])).status_code == 404
    couple = make_couple(cast.dan)
    invited = couple.invitations.make(couple.partners_now().get(), now=NOON)[1].token
    assert feed_at(invited).status_code == 404


def test_a_control_character_in_an_address_is_refused():
    assert Client().get("/calendar/a%00b.ics").status_code == 400


# --- When it stops by itself.


def test_leaving_ends_both_calendars_at_once(cast, token):
    bens = CalendarFeed.objects.make(cast.ben, now=NOON)
    dans = CalendarFeed.objects.make(cast.dan, now=NOON)
    cast.ana_partner.leave(now=NOON)
    assert [feed_at(one).status_code for one in (token, bens, dans)] == [404, 404, 200]


def test_a_leaving_that_fails_ends_no_calendar(cast, token, monkeypatch):
    def fail(couple, now):
        raise RuntimeError

    monkeypatch.setattr("trustpact.couples.models.couple.tell_of_end", fail)
    with pytest.raises(RuntimeError):
        cast.ana_partner.leave(now=NOON)
    assert feed_at(token).status_code == 200


def test_a_calendar_goes_with_its_person(cast):
    token = CalendarFeed.objects.make(cast.dan, now=NOON)
    cast.dan.delete()
    assert feed_at(token).status_code == 404
    assert not CalendarFeed.objects.exists()


# --- What it tells of acts: nothing.


def test_a_calendar_changes_by_what_is_planned_and_by_the_day_alone(cast, token):
    same = calendar_of(cast.ana, now=NOON)
    later = calendar_of(cast.ana, now=NOON + timedelta(hours=9))
    tomorrow = calendar_of(cast.ana, now=NOON + timedelta(days=1))
    assert same == later
    assert tomorrow == same.replace(b"DTSTAMP:20260302T000000Z", b"DTSTAMP:20260303T000000Z")


def test_ids_stay_over_a_change_and_tell_no_id_of_ours(cast, token):
    def uids():
        told = calendar_of(cast.ana, now=NOON).decode().splitlines()
        return [line for line in told if line.startswith("UID:")]

    ritual, before = cast.couple.rituals.get(), uids()
    ritual.reschedule(now=NOON, every=2)
    assert uids() == before
    bens = calendar_of(cast.ben, now=NOON).decode()
    assert before[0] not in bens
    assert not any(str(one.pk) in bens for one in (ritual, cast.couple, cast.ana, cast.ben))


def test_a_calendar_begins_with_this_month_and_ends_with_the_next_year(cast, token):
    with time_machine.travel(datetime(2027, 6, 15, 12, tzinfo=UTC), tick=False):
        body = feed_at(token).content.decode()
    assert "DTSTART;TZID=Europe/Berlin:20270601T193000" in body
    assert "UNTIL=20281231T183000Z" in body
