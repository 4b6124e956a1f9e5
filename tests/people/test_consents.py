"""What people agreed to: kept where it is given, withdrawn in one step, with all that rests on it."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from checkins.models import Disclosure, HealthTest
from checkins.models.disclosure import Kind
from tests.caseload.letting_in import give, let_in
from tests.cast import NOON
from tests.notices.kinds_for_tests import told
from trustpact.couples.models import Grant, Scope
from trustpact.notices.models import Notice, Reminders
from trustpact.people.consents import TEXTS, Purpose, Text
from trustpact.people.models import Consent
from trustpact.privacy.export import export_of
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db
PAGE = "people:consents"


def standing(person):
    return set(person.consents.filter(withdrawn_on=None).values_list("purpose", flat=True))


def withdraw(client, purpose):
    return client.post(reverse("people:consent_revocation"), {"purpose": purpose})


def test_joining_keeps_that_both_agreed_with_words_language_and_day(cast):
    for person in (cast.ana, cast.ben):
        assert standing(person) == {Purpose.INTIMATE, Purpose.MAIL}
    kept = cast.ana.consents.get(purpose=Purpose.INTIMATE)
    said = (kept.text_version, kept.language, kept.given_on)
    assert said == (TEXTS[Purpose.INTIMATE].version, "en", NOON.date())


def test_other_words_are_agreed_to_anew(cast, monkeypatch):
    Consent.objects.give(cast.ana, Purpose.HEALTH, now=NOON)
    Consent.objects.give(cast.ana, Purpose.HEALTH, now=NOON)
    monkeypatch.setitem(TEXTS, Purpose.HEALTH, Text("2027-01", "others"))
    Consent.objects.give(cast.ana, Purpose.HEALTH, now=NOON + timedelta(days=9))
    kept = cast.ana.consents.filter(purpose=Purpose.HEALTH).order_by("given_on")
    assert [(one.text_version, one.withdrawn_on) for one in kept] == [
        ("2026-11", date(2026, 3, 11)),
        ("2027-01", None),
    ]


def test_a_test_date_and_news_about_health_rest_on_a_consent_and_a_slip_does_not(cast):
    Disclosure.tell(cast.ben_partner, Kind.SLIP, now=NOON)
    assert Purpose.HEALTH not in standing(cast.ben)
    Disclosure.tell(cast.ben_partner, Kind.INFECTION, now=NOON)
    HealthTest.keep(cast.ana, NOON.date(), now=NOON)
    assert Purpose.HEALTH in standing(cast.ben) & standing(cast.ana)


def test_withdrawing_for_health_deletes_the_dates_and_shows_the_other_nothing(cast, client):
    client.force_login(cast.ben)
    before = client.get(reverse("checkins:health_tests")).content
    HealthTest.keep(cast.ana, NOON.date(), now=NOON).share(cast.ana_partner)
    assert b"2 March 2026" in client.get(reverse("checkins:health_tests")).content

    client.force_login(cast.ana)
    assert withdraw(client, Purpose.HEALTH).status_code == 302
    assert not cast.ana.health_tests.exists()
    assert Purpose.HEALTH not in standing(cast.ana)
    client.force_login(cast.ben)
    after = client.get(reverse("checkins:health_tests")).content
    assert b"2 March 2026" not in after
    assert len(after) == len(before)


def test_the_page_reads_the_same_whether_somebody_ever_agreed_about_health(cast, client):
    client.force_login(cast.ana)
    before = client.get(reverse(PAGE)).content.decode().split("<main")[1]
    HealthTest.keep(cast.ana, NOON.date(), now=NOON)
    after = client.get(reverse(PAGE)).content.decode().split("<main")[1]
    token = 'name="csrfmiddlewaretoken" value="'
    mask = [part.partition('"')[2] for part in before.split(token)]
    assert mask == [part.partition('"')[2] for part in after.split(token)]


def test_withdrawing_for_mail_ends_what_is_about_to_leave_and_security_mails_go_on(cast, client):
    Reminders.objects.keep(person=cast.ana, subject=cast.couple.pk, now=NOON, mail=True)
    due, sure = told(cast.ana), told(cast.ana, urgency=Notice.Urgency.SURE)
    client.force_login(cast.ana)
    withdraw(client, Purpose.MAIL)
    assert not cast.ana.reminders.filter(mail=True).exists()
    assert Purpose.MAIL not in standing(cast.ana)
    for notice, status in ((due, Notice.Status.CANCELLED), (sure, Notice.Status.DUE)):
        notice.refresh_from_db()
        assert notice.status == status


def test_settings_of_reminders_and_the_consent_say_the_same(cast, client):
    client.force_login(cast.ana)
    wish = {"lead": "now", "often": "each", "weekdays": list("0123456")}
    client.post(reverse("checkins:reminders"), wish)
    assert Purpose.MAIL not in standing(cast.ana)
    client.post(reverse("checkins:reminders"), wish | {"mail": "on"})
    assert Purpose.MAIL in standing(cast.ana)


def test_withdrawing_for_a_therapist_closes_everything_and_nothing_of_the_others(cast, client):
    therapy = let_in(cast)
    give(cast, therapy, Scope.LEVELS, Scope.AGREEMENT, by="ana ben")
    assert cast.ana.consents.get(purpose=Purpose.THERAPIST).ends_on == date(2026, 5, 31)
    client.force_login(cast.ana)
    withdraw(client, Purpose.THERAPIST)
    left = Grant.objects.values_list("partner", flat=True)
    assert set(left) == {cast.ben_partner.pk}
    assert Purpose.THERAPIST not in standing(cast.ana)
    assert Purpose.THERAPIST in standing(cast.ben)
    Grant.end(therapy, cast.ben_partner, now=NOON)
    assert Purpose.THERAPIST not in standing(cast.ben)


def test_what_the_place_rests_on_is_withdrawn_by_erasing_alone(cast, client):
    client.force_login(cast.ana)
    assert withdraw(client, Purpose.INTIMATE).status_code == 409
    assert withdraw(client, "else").status_code == 400
    assert Purpose.INTIMATE in standing(cast.ana)
    with pytest.raises(RuleBroken, match="Erasing"):
        Consent.objects.withdraw(cast.ana, Purpose.INTIMATE, now=NOON)
    page = client.get(reverse(PAGE)).content.decode()
    assert "withdrawing it means erasing" in page
    assert reverse("ending:end") in page


def test_a_stale_sign_in_can_withdraw(cast, client):
    client.force_login(cast.ana)  # without a record of any authentication
    assert withdraw(client, Purpose.MAIL).url == reverse(PAGE)


def test_consents_stand_in_the_own_copy_alone(cast):
    HealthTest.keep(cast.ana, NOON.date(), now=NOON)
    own = json.loads(export_of(cast.ana, now=NOON))["own"]["people.consent"]
    assert {one["purpose"] for one in own} == {"health", "intimate", "mail"}
    ids = {one["id"] for one in own}
    assert not any(pk in export_of(cast.ben, now=NOON) for pk in ids)
