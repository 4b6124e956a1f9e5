"""How one is reminded, on the pages where it is set."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkins.reminders_in_words import of_everything, of_one
from tests.cast import NOON
from tests.checkins.conftest import begin, berlin
from tests.checkins.own import own_ritual
from trustpact.notices.models import Notice, PushSubscription, Reminders

KEPT = {"mail": "on", "lead": "now", "weekdays": list("0123456"), "often": "each"}
EVERYTHING = "checkins:reminders"
FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def ana_client(client, cast):
    client.force_login(cast.ana)
    return client


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def wish_of(person, subject=None):
    return Reminders.objects.book(persons=[person.pk]).of(person.pk, subject)


def wish(**fields):
    from trustpact.people.models import Person

    return Reminders(person=Person(zone="Europe/Berlin"), **fields)


# --- In words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "A mail at 19:30."),
        ({"weekdays": "01234"}, "A mail at 19:30, on weekdays."),
        ({"weekdays": "56"}, "A mail at 19:30, at the weekend."),
        ({"weekdays": "024"}, "A mail at 19:30, on Monday, Wednesday and Friday."),
        ({"weekdays": "6"}, "A mail at 19:30, on Sunday."),
        ({"push": True, "lead": "ten"}, "A mail and a push at 19:20."),
        ({"mail": False, "push": True, "lead": "hour"}, "A push at 18:30."),
        ({"lead": "evening"}, "A mail at 19:00 the evening before."),
        ({"often": "weekly"}, "A mail at 19:30, once a week at most."),
        (
            {"quiet_from": "19:00", "quiet_end": "07:00"},
            "A mail at 07:00, when your quiet hours are over.",
        ),
        ({"quiet_from": "22:00", "quiet_end": "07:00"}, "A mail at 19:30."),
        ({"mail": False}, "Nothing is sent. It stands on Today."),
    ],
)
def test_sentence_says_what_will_happen(fields, sentence):
    from datetime import time

    fields = {
        name: time.fromisoformat(value) if name.startswith("quiet") else value
        for name, value in fields.items()
    }
    asked = wish(**fields)
    assert of_one(asked, berlin(2, 19, 30), asked.zone) == sentence


def test_sentence_of_everything_says_its_quiet_hours():
    from datetime import time

    asked = wish(lead="hour", quiet_from=time(22), quiet_end=time(7))
    assert of_everything(asked) == (
        "A mail an hour before something comes round. Quiet from 22:00 to 07:00."
    )


# --- Everything


def test_page_begins_with_the_sentence(ana_client, daily):
    shown = page(ana_client, EVERYTHING)
    assert "A mail when something comes round." in shown
    assert "A mail at 19:30." in shown


def test_keeping_for_everything(ana_client, cast, daily):
    response = ana_client.post(
        reverse(EVERYTHING),
        KEPT
        | {"lead": "hour", "weekdays": ["0", "4"], "quiet_from": "22:00", "quiet_end": "07:00"},
    )
    kept = wish_of(cast.ana)
    assert response.status_code == 302
    assert (kept.lead, kept.weekdays, f"{kept.quiet_from:%H}") == ("hour", "04", "22")
    assert "on Monday and Friday" in page(ana_client, EVERYTHING)


def test_person_without_a_couple_has_settings_too(client, cast):
    client.force_login(cast.dan)
    assert client.post(reverse(EVERYTHING), KEPT | {"mail": ""}).status_code == 302
    assert wish_of(cast.dan).mail is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weekdays": []}, "Choose a day"),
        ({"weekdays": ["7"]}, "7"),
        ({"lead": "sometime"}, "sometime"),
        ({"quiet_from": "22:00"}, "a beginning and an end"),
        ({"quiet_end": "07:00"}, "a beginning and an end"),
        ({"quiet_from": "22:00", "quiet_end": "22:00"}, "another time"),
        ({"quiet_from": "25:00", "quiet_end": "07:00"}, "Write a time as 22:00"),
    ],
)
def test_wrong_settings_are_400_and_keep_what_was_typed(ana_client, cast, typed, sentence):
    response = ana_client.post(reverse(EVERYTHING), KEPT | typed)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Reminders.objects.exists()


# --- One ritual


def test_keeping_for_one_changes_no_other(ana_client, cast, daily):
    ana_client.post(reverse("checkins:reminder", args=[daily.pk]), KEPT | {"lead": "ten"})
    assert (wish_of(cast.ana, daily.pk).lead, wish_of(cast.ana).lead) == ("ten", "now")
    assert "A mail at 19:20." in page(ana_client, "checkins:reminder", daily.pk)


def test_following_everything_again(ana_client, cast, daily):
    ana_client.post(reverse("checkins:reminder", args=[daily.pk]), KEPT | {"lead": "ten"})
    assert "settings of its own" in page(ana_client, "checkins:reminder", daily.pk)
    ana_client.post(reverse("checkins:reminder_removal", args=[daily.pk]))
    assert wish_of(cast.ana, daily.pk).lead == "now"
    assert "settings of its own" not in page(ana_client, "checkins:reminder", daily.pk)


def test_ritual_page_says_how_one_is_reminded_and_leads_there(ana_client, daily):
    shown = page(ana_client, "checkins:ritual", daily.pk)
    assert "A mail at 19:30." in shown
    assert reverse("checkins:reminder", args=[daily.pk]) in shown


@pytest.mark.parametrize("name", ["reminder", "reminder_removal", "reminder_return"])
def test_ritual_of_others_is_not_there(client, cast, daily, name):
    client.force_login(cast.dan)
    where = reverse(f"checkins:{name}", args=[daily.pk])
    assert client.post(where, KEPT).status_code == 404
    assert not Reminders.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(ana_client, cast, starters, count, django_assert_num_queries):
    for slug in ("daily-check-in", "weekly-debrief", "monthly-ceremony")[:count]:
        begin(cast.couple, slug)
    with django_assert_num_queries(7):
        shown = page(ana_client, EVERYTHING)
    assert shown.count("A mail at") == count


# --- After a silence


@pytest.fixture
def silent(cast, starters):
    """A daily check-in that nobody answered for 40 days."""
    ritual = begin(cast.couple, now=timezone.now() - timedelta(days=40))
    cast.couple.partners.update(joined_on=(timezone.now() - timedelta(days=60)).date())
    return ritual


def test_today_asks_one_question_once_reminders_have_ended(ana_client, silent):
    shown = page(ana_client, "today:today")
    assert "How would you like it to go on?" in shown
    asked = shown.partition("You are not reminded")[2].partition("</form>")[0]
    assert not any(sign.isdigit() for sign in asked.partition("<form")[0])


def test_today_asks_nothing_of_whoever_answers_or_wants_none(client, cast, silent):
    Reminders.objects.keep(person=cast.ana, now=NOON, mail=False)
    silent.go_on(cast.ben_partner, now=timezone.now())
    for person in (cast.ana, cast.ben):
        client.force_login(person)
        assert "How would you like it to go on?" not in page(client, "today:today")


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("as-before", ("each", True)),
        ("less", ("weekly", True)),
        ("none", ("each", False)),
    ],
)
def test_answer_is_kept_and_not_asked_again(ana_client, cast, silent, answer, kept):
    where = reverse("checkins:reminder_return", args=[silent.pk])
    assert ana_client.post(where, {"go_on": answer}).status_code == 302
    asked = wish_of(cast.ana, silent.pk)
    assert (asked.often, asked.sends) == kept
    assert "How would you like it to go on?" not in page(ana_client, "today:today")


@pytest.mark.parametrize("answer", ["", "never", "as-before\x00"])
def test_answer_that_was_not_offered_changes_nothing(ana_client, silent, answer):
    where = reverse("checkins:reminder_return", args=[silent.pk])
    assert ana_client.post(where, {"go_on": answer}).status_code == 400
    assert not Reminders.objects.exists()


def test_other_is_told_nothing_of_it(client, cast, silent):
    silent.go_on(cast.ben_partner, now=timezone.now())
    client.force_login(cast.ben)
    before = page(client, "today:today")
    silent.go_on(cast.ana_partner, now=timezone.now(), mail=False)
    after = page(client, "today:today")
    assert _without_tokens(before) == _without_tokens(after)


def _without_tokens(shown):
    from tests.worlds.observer import TOKEN

    return TOKEN.sub("", shown)


# --- Push


def test_asking_for_push_in_a_browser(ana_client, cast):
    response = ana_client.post(
        reverse("notices:push"), {"endpoint": FCM}, HTTP_USER_AGENT="X Firefox/1 Android"
    )
    begun = PushSubscription.objects.get()
    assert response.status_code == 204
    assert (begun.person, begun.endpoint, begun.device) == (cast.ana, FCM, "Firefox, Android")
    assert "this one" in page(ana_client, EVERYTHING)


@pytest.mark.parametrize(
    "endpoint", ["", "https://10.0.0.1/x", "http://127.0.0.1:1/x", "https://example.org/x", "☃"]
)
def test_push_service_that_is_none_is_400_with_a_sentence(ana_client, endpoint):
    response = ana_client.post(reverse("notices:push"), {"endpoint": endpoint})
    assert response.status_code == 400
    assert "push service is not one that we know" in response.content.decode()
    assert not PushSubscription.objects.exists()


def test_ending_push_in_a_browser_of_ones_own(client, ana_client, cast):
    ana_client.post(reverse("notices:push"), {"endpoint": FCM})
    where = reverse("notices:push_removal", args=[PushSubscription.objects.get().pk])
    ana_client.post(where)
    assert not PushSubscription.objects.exists()


def test_push_of_another_person_is_not_there(ana_client, cast):
    ana_client.post(reverse("notices:push"), {"endpoint": FCM})
    where = reverse("notices:push_removal", args=[PushSubscription.objects.get().pk])
    ben_client = Client()
    ben_client.force_login(cast.ben)
    assert ben_client.post(where).status_code == 404
    assert PushSubscription.objects.exists()


def test_worker_speaks_every_language_and_knows_nothing(client, db):
    from trustpact.web.catalogues import compile_catalogues

    compile_catalogues()
    response = client.get(reverse("web:worker"))
    script = response.content.decode()
    assert response["Content-Type"].startswith("text/javascript")
    assert "Something is waiting for you" in script
    assert r"\u0022de\u0022: " in script
    assert not any(word in script for word in ("caches", "indexedDB", ".data", ".put("))


def test_reminder_by_push_is_told_once_a_browser_was_chosen(ana_client, cast, daily):
    ana_client.post(reverse("checkins:reminder", args=[daily.pk]), KEPT | {"push": "on"})
    assert wish_of(cast.ana, daily.pk).channels == [Notice.Channel.MAIL, Notice.Channel.PUSH]


def test_pages_call_an_own_ritual_by_its_name(client, cast, starters):
    ritual = own_ritual(cast)
    client.force_login(cast.ana)
    for path in (reverse("checkins:reminders"), reverse("checkins:reminder", args=[ritual.pk])):
        assert ritual.name in client.get(path).content.decode()
