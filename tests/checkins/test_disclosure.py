"""News that cannot wait: told at once, once a week of a kind, gone when it was said to be."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction

from checkins.models import Disclosure, Pause, Topic, TopicOwn
from checkins.models.disclosure import DISCLOSURE, Kind
from tests.cast import NOON
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, Reminders, Silence
from trustpact.notices.sweep import sweep
from trustpact.privacy.export import export_of
from trustpact.privacy.tasks import retain
from trustpact.rules import RuleBroken, TooOften
from trustpact.today.day import Day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starters")]
DAY = timedelta(days=1)
WORDS = "Chlamydia, I learned it this morning."
HEALTH = [Kind.INFECTION, Kind.PREGNANCY]
TOLD = "Something was told to you"


def tell(cast, kind=Kind.INFECTION, now=NOON, **more):
    """Have Ana tell Ben."""
    return Disclosure.tell(cast.ana_partner, kind, now=now, **more)


def read(person, now=NOON):
    """Return what a person can read of what was told to them."""
    partner = Partner.objects.of(person)
    today = partner.couple.local(now).date()
    return [(one.kind, one.words) for one in Disclosure.objects.told_to(partner, today)]


def on_today(person, now=NOON):
    step = Day.of(Partner.objects.of(person), now).step
    return bool(step) and step.title == TOLD


def copy_of(person, now=NOON):
    with time_machine.travel(now, tick=False):
        whole = json.loads(export_of(person, now=now))
    return {side: whole[side].get("checkins.disclosure", []) for side in ("own", "received")}


# --- Delivered at once


@pytest.mark.parametrize("kind", Kind)
def test_disclosure_is_with_the_other_at_once_and_not_with_its_author(cast, kind):
    tell(cast, kind, words=WORDS)
    assert read(cast.ben) == [(kind, WORDS)]
    assert on_today(cast.ben)
    assert read(cast.ana) == []
    assert not on_today(cast.ana)


def test_mail_leaves_at_once_and_says_that_something_waits(cast):
    told = tell(cast, words=WORDS)
    sweep(NOON)
    [sent] = mail.outbox
    assert sent.to == [cast.ben.email]
    assert sent.subject == "Something is waiting for you"
    assert f"/talks/news/{told.pk}/" in sent.body
    assert not any(word in sent.body.casefold() for word in ("infection", "ana", "clinic", "told"))
    assert "List-Unsubscribe" not in sent.extra_headers


def test_nothing_that_asks_for_quiet_swallows_it(cast):
    Pause.begin(cast.ana_partner, now=NOON)
    Pause.begin(cast.ben_partner, now=NOON)
    TopicOwn.keep(cast.ben_partner, quiet=True)
    Silence.objects.begin(person=cast.ben, from_at=NOON, now=NOON)
    local = cast.ben.local(NOON)
    quiet = {"quiet_from": (local - timedelta(hours=1)).time(), "quiet_end": local.time()}
    quiet["quiet_end"] = (local + timedelta(hours=1)).time()
    Reminders.objects.keep(person=cast.ben, now=NOON, mail=False, **quiet)
    tell(cast)
    sweep(NOON)
    assert len(mail.outbox) == 1
    assert on_today(cast.ben)


def test_push_goes_beside_the_mail_where_it_is_wanted(cast):
    Reminders.objects.keep(person=cast.ben, push=True, now=NOON)
    tell(cast)
    channels = Notice.objects.filter(kind=DISCLOSURE).values_list("channel", flat=True)
    assert sorted(channels) == ["mail", "push"]


def test_news_comes_before_a_check_in_that_is_due(cast, daily):
    evening = NOON + timedelta(hours=9)
    assert Day.of(Partner.objects.of(cast.ben), evening).due
    tell(cast)
    assert on_today(cast.ben, evening)


def test_nobody_to_tell_is_a_sentence(cast):
    cast.ben_partner.leave(now=NOON)
    with pytest.raises(RuleBroken, match="for two"):
        tell(cast)
    assert not Disclosure.objects.exists()


# --- One of each kind a week


def test_a_second_of_a_kind_in_a_week_is_refused(cast):
    tell(cast, words=WORDS)
    for now in (NOON, NOON + 6 * DAY):
        with pytest.raises(TooOften, match="Monday, 9 March"):
            tell(cast, now=now)
    tell(cast, now=NOON + 7 * DAY)
    assert Disclosure.objects.count() == 2


def test_other_kinds_and_the_other_partner_are_free_meanwhile(cast):
    for kind in Kind:
        tell(cast, kind)
    Disclosure.tell(cast.ben_partner, Kind.INFECTION, now=NOON)
    assert Disclosure.objects.count() == 4


@pytest.mark.parametrize("kind", [Kind.INFECTION, Kind.SLIP])
def test_a_second_press_tells_nothing_more(cast, kind):
    assert tell(cast, kind, words=WORDS) == tell(cast, kind, words=WORDS)
    assert Notice.objects.filter(kind=DISCLOSURE).count() == 1
    assert Topic.objects.count() == (kind == Kind.SLIP)


# --- Gone after thirty days


@pytest.mark.parametrize("kind", HEALTH)
@pytest.mark.parametrize(("days", "is_there"), [(29, True), (30, False), (31, False)])
def test_news_of_the_body_is_gone_from_both_after_thirty_days(cast, kind, days, is_there):
    tell(cast, kind, words=WORDS)
    later = NOON + days * DAY
    assert bool(read(cast.ben, later)) == on_today(cast.ben, later) == is_there
    assert bool(copy_of(cast.ana, later)["own"]) == is_there


@pytest.mark.parametrize("kind", HEALTH)
@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 0), (31, 0)])
def test_sweep_leaves_no_row_of_it(cast, kind, days, left):
    tell(cast, kind, words=WORDS)
    with time_machine.travel(NOON + days * DAY, tick=False):
        retain()
    assert Disclosure.objects.count() == left


def test_sweep_takes_nothing_before_its_day_began_everywhere(cast):
    told = tell(cast)
    midnight = NOON.replace(hour=0, month=4, day=1)
    assert told.gone_on == midnight.date()
    assert Disclosure.objects.forget(midnight + timedelta(hours=11, minutes=59)) == 0
    assert Disclosure.objects.forget(midnight + timedelta(hours=12)) == 1


def test_sweep_goes_through_couples_that_have_ended(cast):
    tell(cast)
    cast.ana_partner.leave(now=NOON)
    assert Disclosure.objects.forget(NOON + 31 * DAY) == 1


def test_a_slip_stays_with_its_reader_and_leaves_the_list(cast):
    told = tell(cast, Kind.SLIP, words="I wrote to my ex.")
    later = NOON + 300 * DAY
    assert Disclosure.objects.forget(later) == 0
    assert read(cast.ben, later) == [(Kind.SLIP, "I wrote to my ex.")]
    ben, today = Partner.objects.of(cast.ben), later.date()
    assert not Disclosure.objects.listed_for(ben, today).exists()
    assert not on_today(cast.ben, later)
    assert told.topic.kind == Topic.Kind.SLIP


def test_a_slip_becomes_a_topic_that_holds_no_own_words(cast):
    tell(cast, Kind.SLIP, words="I wrote to my ex.")
    [topic] = Topic.open_for(Partner.objects.of(cast.ben), NOON)
    assert topic.words == "There is something I kept from you and want to tell."
    assert not topic.is_ready


# --- What neither learns, and what nobody else reads


def test_putting_away_takes_it_off_the_readers_today_and_ends_the_mail(cast):
    tell(cast).put_away()
    assert not on_today(cast.ben)
    assert read(cast.ben) == [(Kind.INFECTION, "")]
    sweep(NOON)
    assert mail.outbox == []


def test_a_put_away_one_that_was_swept_meanwhile_harms_nothing(cast):
    told = tell(cast)
    Disclosure.objects.forget(NOON + 31 * DAY)
    told.put_away()
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("kind", HEALTH)
def test_copy_of_the_reader_holds_no_news_of_the_body(cast, kind):
    tell(cast, kind, words=WORDS)
    assert copy_of(cast.ben) == {"own": [], "received": []}
    assert copy_of(cast.ana)["own"][0]["content"]["words"] == WORDS


def test_copy_of_the_reader_holds_a_slip_also_after_the_end(cast):
    tell(cast, Kind.SLIP, words=WORDS, therapist_may_see=True)
    cast.ana_partner.leave(now=NOON)
    [received] = copy_of(cast.ben, NOON + 90 * DAY)["received"]
    assert received["content"]["words"] == WORDS
    assert not {"therapist_may_see", "is_put_away"} & received.keys()


def test_copy_of_the_author_does_not_tell_that_it_was_put_away(cast):
    told = tell(cast, words=WORDS)
    before = copy_of(cast.ana)
    told.put_away()
    assert copy_of(cast.ana) == before


def test_no_therapist_may_see_it_unless_its_author_says_so(cast):
    assert not tell(cast).therapist_may_see
    assert tell(cast, Kind.SLIP, therapist_may_see=True).therapist_may_see


def test_no_column_says_what_it_is_about(cast):
    for kind in HEALTH:
        tell(cast, kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM checkins_disclosure")
        rows = [str(row) for row in cursor.fetchall()]
    assert len(rows) == 2
    assert not any(kind in row for row in rows for kind in Kind)


def test_no_mail_leaves_after_the_end(cast):
    tell(cast)
    cast.ana_partner.leave(now=NOON)
    sweep(NOON)
    assert mail.outbox == []


@pytest.mark.parametrize("change", [{"gone_on": None}, {"gone_on": NOON.date()}])
def test_database_refuses_news_of_the_body_that_would_stay(cast, change):
    told = tell(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=told.pk).update(**change)
