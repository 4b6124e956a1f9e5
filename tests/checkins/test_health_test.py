"""Test dates: one's own, shared one by one, taken back in one step; nothing else about a test."""

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection

from checkins.models import HealthTest
from tests.cast import NOON, make_couple, make_person
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, Schedule
from trustpact.privacy.export import export_of
from trustpact.rules import RuleBroken, TooOften

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starters")]
DATES = "/talks/dates/"
WINTER, SPRING = date(2025, 12, 11), date(2026, 2, 20)
NONE_SHARED = "Nothing is shared here."


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def keep(person, day=WINTER):
    return HealthTest.keep(person, day, now=NOON)


def own(person):
    return [one.day for one in HealthTest.of(person)]


def seen_by(person):
    return HealthTest.shared_with(Partner.objects.of(person))


def read(client, person):
    client.force_login(person)
    return client.get(DATES).content.decode()


def test_a_date_is_its_owners_alone(cast):
    keep(cast.ana)
    assert own(cast.ana) == [WINTER]
    assert own(cast.ben) == seen_by(cast.ben) == seen_by(cast.ana) == []


def test_dates_are_shared_one_by_one(cast):
    keep(cast.ana)
    keep(cast.ana, SPRING).share(cast.ana_partner)
    assert seen_by(cast.ben) == [SPRING]
    assert own(cast.ana) == [SPRING, WINTER]


def test_sharing_is_taken_back_in_one_step(cast):
    shared = keep(cast.ana)
    shared.share(cast.ana_partner)
    HealthTest.take_back(cast.ana_partner, pk=shared.pk)
    assert seen_by(cast.ben) == []
    assert own(cast.ana) == [WINTER]


def test_all_sharing_is_taken_back_in_one_step(cast):
    for day in (WINTER, SPRING):
        keep(cast.ana, day).share(cast.ana_partner)
    keep(cast.ben).share(cast.ben_partner)
    HealthTest.take_back(cast.ana_partner)
    assert seen_by(cast.ben) == []
    assert seen_by(cast.ana) == [WINTER]


def test_removing_takes_it_from_both(cast):
    kept = keep(cast.ana)
    kept.share(cast.ana_partner)
    kept.remove()
    assert own(cast.ana) == seen_by(cast.ben) == []


def test_sharing_what_was_removed_meanwhile_brings_nothing_back(cast):
    kept = keep(cast.ana)
    HealthTest.objects.get(pk=kept.pk).remove()
    kept.share(cast.ana_partner)
    assert not HealthTest.objects.exists()


def test_the_end_of_a_couple_ends_the_sharing_and_leaves_the_dates(cast):
    keep(cast.ana).share(cast.ana_partner)
    keep(cast.ben).share(cast.ben_partner)
    cast.ben_partner.leave(now=NOON)
    assert own(cast.ana) == own(cast.ben) == [WINTER]
    assert not HealthTest.objects.exclude(couple=None).exists()
    assert all(one.shared_day == "" for one in HealthTest.objects.all())


def test_somebody_without_a_couple_keeps_dates_too(client, cast):
    client.force_login(cast.dan)
    assert client.post(DATES, {"day": "2026-02-20"}).status_code == 302
    assert "20 February 2026" in read(client, cast.dan)
    assert client.post(f"{DATES}{HealthTest.objects.get().pk}/opening/").status_code == 404


def test_somebody_alone_has_nobody_to_share_with(cast):
    alone = make_couple(cast.dan).partners_now().get()
    with pytest.raises(RuleBroken, match="for two"):
        keep(cast.dan).share(alone)
    assert not HealthTest.objects.exclude(couple=None).exists()


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2016, 2, 1), date(1, 1, 1)])
def test_a_day_ahead_or_long_past_is_refused(cast, day):
    with pytest.raises(RuleBroken):
        keep(cast.ana, day)


def test_the_same_day_twice_is_one(cast):
    assert keep(cast.ana) == keep(cast.ana)
    assert own(cast.ana) == [WINTER]


def test_a_thirty_first_is_refused(client, cast):
    for number in range(30):
        keep(cast.ana, SPRING - timedelta(days=number))
    with pytest.raises(TooOften):
        keep(cast.ana)
    client.force_login(cast.ana)
    refused = client.post(DATES, {"day": f"{WINTER}"})
    assert refused.status_code == 429
    assert f'value="{WINTER}"' in refused.content.decode()


def test_no_column_holds_a_day(cast):
    keep(cast.ana).share(cast.ana_partner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM checkins_healthtest")
        assert "2025" not in str(cursor.fetchall())


def test_only_a_day_can_be_kept_and_nothing_of_a_result(client, cast):
    fields = {field.name for field in HealthTest._meta.fields}
    assert fields == {"id", "person", "kept_day", "couple", "shared_day"}
    page = read(client, cast.ana)
    assert "multipart" not in page
    assert 'type="file"' not in page
    form = re.search(rf'<form class="form"[^>]*action="{DATES}".*?</form>', page, re.DOTALL)[0]
    assert set(re.findall(r'name="(\w+)"', form)) == {"csrfmiddlewaretoken", "day"}


def test_nobody_is_told_or_reminded(cast):
    kept = keep(cast.ana)
    kept.share(cast.ana_partner)
    HealthTest.take_back(cast.ana_partner)
    assert not Notice.objects.exists()
    assert not Schedule.objects.exists()
    assert mail.outbox == []


def test_none_kept_and_none_shared_read_the_same_to_the_other(client, cast):
    before = read(client, cast.ben)
    assert NONE_SHARED in before
    kept = keep(cast.ana)
    kept.share(cast.ana_partner)
    assert "11 December 2025" in read(client, cast.ben)
    HealthTest.take_back(cast.ana_partner, pk=kept.pk)
    assert re.sub(r'value="\w{64}"|token.*?}', "", read(client, cast.ben)) == re.sub(
        r'value="\w{64}"|token.*?}', "", before
    )


def test_copies_hold_what_is_shared_now_and_no_more(cast):
    kept = keep(cast.ana)

    def copy(person, side):
        return json.loads(export_of(person, now=NOON))[side].get("checkins.healthtest")

    assert copy(cast.ana, "own")[0]["kept_day"] == f"{WINTER}"
    assert copy(cast.ben, "received") is None
    kept.share(cast.ana_partner)
    [received] = copy(cast.ben, "received")
    assert received.keys() == {"id", "couple", "shared_day"}
    assert received["shared_day"] == f"{WINTER}"
    HealthTest.take_back(cast.ana_partner)
    assert copy(cast.ben, "received") is None


def test_pages_share_take_back_and_remove(client, cast):
    client.force_login(cast.ana)
    client.post(DATES, {"day": "2026-02-20"})
    address = f"{DATES}{HealthTest.objects.get().pk}/"
    client.post(address + "opening/")
    assert seen_by(cast.ben) == [SPRING]
    client.post(address + "revocation/")
    assert seen_by(cast.ben) == []
    client.post(address + "opening/")
    client.post(DATES + "revocation/")
    assert seen_by(cast.ben) == []
    client.post(address + "removal/")
    assert own(cast.ana) == []


@pytest.mark.parametrize("act", ["opening", "revocation", "removal"])
def test_nobody_else_s_date_is_there(client, cast, act):
    kept = keep(cast.ana)
    kept.share(cast.ana_partner)
    client.force_login(cast.ben)
    assert client.post(f"{DATES}{kept.pk}/{act}/").status_code == 404
    assert seen_by(cast.ben) == [WINTER]


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13-01", "0001-01-01", "2026-03-03", "a\x00", "9" * 10**6]
)
def test_bad_input_is_400_and_keeps_nothing(client, cast, typed):
    client.force_login(cast.ana)
    refused = client.post(DATES, {"day": typed})
    assert refused.status_code == 400
    assert 'role="alert"' in refused.content.decode()
    assert not HealthTest.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_no_more_where_more_is_kept(client, cast, count, django_assert_max_num_queries):
    for number in range(count):
        for person, partner in ((cast.ana, cast.ana_partner), (cast.ben, cast.ben_partner)):
            keep(person, SPRING - timedelta(days=number)).share(partner)
    read(client, cast.ana)
    with django_assert_max_num_queries(8):
        page = client.get(DATES).content.decode()
    assert page.count("2026") >= 2 * count


def test_another_couple_sees_nothing(cast):
    keep(cast.ana).share(cast.ana_partner)
    people = make_person("Max"), make_person("Kim")
    make_couple(*people)
    assert seen_by(people[0]) == []
