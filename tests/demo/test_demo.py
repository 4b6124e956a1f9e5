import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.models import Agreement
from checkins.models import CheckIn, HealthTest, OpenedAnswer, Topic
from tests.cast import make_person
from trustpact.caseload.cases import EVERY, Caseload
from trustpact.couples.models import Viewing
from trustpact.demo import life, words
from trustpact.demo.practice import accompany
from trustpact.notices.models import Notice, Schedule

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAYS = 90


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """Ninety days of a couple's life, told once for all tests here."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_library", verbosity=0)
        now = timezone.now()
        told = life.live(make_person("Mira"), make_person("Jonas"), now=now, days=DAYS)
        told.chen = make_person("Dr Chen")
        TOTP.activate(told.chen, generate_totp_secret())
        accompany(told.first.person, told.chen, make_person, now=now)
        yield told
        transaction.set_rollback(True)


def test_demo_has_one_version_in_force_and_one_before_it(lived):
    agreement = Agreement.of(lived.couple)
    assert sorted(agreement.versions.values_list("status", flat=True)) == ["in_force", "superseded"]


def test_demo_keeps_the_rituals_that_a_couple_begins_with(lived):
    assert set(lived.couple.rituals.values_list("slug", flat=True)) == {
        "daily-check-in",
        "weekly-debrief",
        "monthly-ceremony",
    }


def test_demo_has_check_ins_of_both(lived):
    for partner in lived.partners:
        assert CheckIn.objects.filter(partner=partner, state="done").count() > DAYS / 2


def test_demo_has_answers_that_opened(lived):
    assert OpenedAnswer.objects.filter(partner__couple=lived.couple).count() > DAYS


def test_demo_sends_nothing_of_the_past(lived):
    people = [partner.person_id for partner in lived.partners]
    assert not Notice.objects.filter(person__in=people, due_at__lte=lived.now).open().exists()


def test_demo_plans_what_comes_next_for_both(lived):
    for partner in lived.partners:
        ahead = Schedule.objects.filter(person=partner.person_id, next_at__gt=lived.now)
        assert ahead.filter(kind="checkins.ritual").count() == 3


def test_demo_leaves_something_to_do(lived):
    draft = Agreement.of(lived.couple).seen_by(lived.first, now=timezone.now())
    assert len(draft.unanswered) == 2


def test_demo_has_something_that_hurt_and_was_answered(lived):
    [repair] = lived.couple.repairs.open_on(timezone.localdate())
    assert [one.step for one in repair.sent] == ["opening", "impact", "answer", "acknowledge"]


def test_demo_has_something_that_rests(lived):
    assert lived.couple.repairs.filter(status="rests").count() == 1


def test_demo_has_a_topic_for_which_both_are_ready(lived):
    waiting = Topic.open_for(lived.first, lived.now)
    assert [topic.words for topic in waiting if topic.is_ready] == [words.TOPIC_READY]


def test_demo_has_something_that_was_told_and_dates_that_are_shared(lived):
    [told] = lived.couple.disclosures.all()
    assert told.topic.couple_id == lived.couple.pk
    assert [len(HealthTest.shared_with(partner)) for partner in lived.partners] == [1, 1]


def test_demo_is_refused_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="development machine"):
        call_command("demo")


def test_demo_has_thanks_of_both_and_one_of_yesterday(lived):
    given = lived.couple.appreciations
    for partner in lived.partners:
        assert given.filter(author=partner).exists()
    assert given.filter(given_on=lived.on_day(DAYS - 1).date()).exists()


def test_demo_has_a_therapist_who_sees_what_each_opened_and_is_listed(lived):
    therapy = lived.couple.therapies.get()
    today = lived.couple.local(lived.now).date()
    assert therapy.coming(today) is not None
    seen = {
        partner.name: {one.scope for one in Viewing.objects.shown_to(partner, today)}
        for partner in lived.partners
    }
    assert seen == {
        "Mira": {"levels", "notes", "agreement", "rituals"},
        "Jonas": {"levels", "agreement", "rituals"},
    }
    assert therapy.suggestions.count() == 1


def test_demo_has_a_practice_in_which_each_couple_stands_elsewhere(lived):
    listed = Caseload.at(EVERY, lived.chen.therapist, lived.now).cases
    assert [(one.names[0], one.is_open, one.has_new) for one in listed] == [
        ("Rosa", True, True),
        ("Noor", True, True),
        ("Mira", True, True),
        ("Kofi", True, True),
        ("Tariq", False, False),
        ("Ilse", False, False),
    ]


def test_demo_prints_codes_that_the_app_of_a_therapist_would_show(settings, capsys, db):
    settings.DEBUG = True
    person = get_user_model().objects.create_user(email="chen@example.org", name="Dr Chen")
    app = TOTP.activate(person, generate_totp_secret())
    call_command("demo", "--codes")
    [code] = [line.split()[1] for line in capsys.readouterr().out.splitlines()]
    assert app.validate_code(code)


def test_demo_s_codes_are_refused_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="development machine"):
        call_command("demo", "--codes")
