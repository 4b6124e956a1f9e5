"""The pages of the journal, unlocked; tests/access/test_second_unlock.py has the lock itself."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from checkins.models import JournalEntry, JournalPrompt, Occurrence
from tests.cast import NOON
from tests.checkins.conftest import answered, begin, berlin, us
from tests.worlds.harness import without_tokens
from trustpact.access.second_unlock import ASKED

pytestmark = pytest.mark.django_db

EVENING = berlin(2, 20, 30)


def unlocked(client, person, now=None):
    """Sign in, with the journal unlocked at this moment."""
    client.force_login(person)
    session = client.session
    at = (now or timezone.now()).timestamp()
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(person.pk)
    session[ASKED] = 0
    session.save()
    return client


def write(person, words="The garden was quiet.", now=NOON, **fields):
    return JournalEntry.write(person, words=words, now=now, **fields)


@pytest.fixture
def ana(client, cast):
    return unlocked(client, cast.ana)


def test_what_is_written_is_kept_and_read(ana, cast, starters):
    prompt = JournalPrompt.published.get(slug="fear", language="en")
    ana.post(reverse("notes:new"), {"words": "That you leave.", "prompt": str(prompt.pk)})

    page = ana.get(reverse("notes:journal")).content.decode()
    assert "That you leave." in page
    assert prompt.text in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": ""}, "This is still empty."),
        ({"words": " "}, "This is still empty."),
        ({"words": "ä" * 10_001}, "This is 1 character too long."),
        ({"words": "So \u202egninrut"}, "turns the reading direction"),
        ({"words": "So", "prompt": "no such"}, "Choose one of the sentences shown."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence(ana, cast, starters, typed, sentence):
    response = ana.post(reverse("notes:new"), typed)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert typed["words"].strip() in response.content.decode()
    assert not cast.ana.journal_entries.exists()


@pytest.mark.parametrize("words", ["👩‍👩‍👧‍👦 heute", "היום היה שקט", "</script>{{7*7}}"])
def test_words_of_any_script_are_shown_as_they_were_written(ana, cast, words):
    ana.post(reverse("notes:new"), {"words": words})

    assert cast.ana.journal_entries.get().words == words
    assert "</script>{{" not in ana.get(reverse("notes:journal")).content.decode()


def test_an_entry_is_changed(ana, cast):
    entry = write(cast.ana)
    address = reverse("notes:words", args=[entry.pk])
    assert entry.words in ana.get(address).content.decode()

    assert ana.post(address, {"words": ""}).status_code == 400
    ana.post(address, {"words": "It rained."})
    assert cast.ana.journal_entries.get().words == "It rained."


def test_an_entry_is_deleted_once_it_was_asked(ana, cast):
    address = reverse("notes:removal", args=[write(cast.ana).pk])
    assert "cannot be brought back" in ana.get(address).content.decode()
    assert cast.ana.journal_entries.exists()

    ana.post(address)
    assert not cast.ana.journal_entries.exists()
    assert ana.post(address).status_code == 404


@pytest.mark.parametrize("name", ["entry", "words", "removal", "passage"])
def test_anothers_entry_is_like_none(ana, cast, name):
    theirs = ana.get(reverse(f"notes:{name}", args=[write(cast.ben).pk]))
    none = ana.get(reverse(f"notes:{name}", args=[uuid4()]))

    assert theirs.status_code == none.status_code == 404
    assert without_tokens(theirs) == without_tokens(none)


def test_another_month_is_read(ana, cast):
    write(cast.ana, "In winter.", now=NOON - timedelta(days=70))
    write(cast.ana)

    page = ana.get(reverse("notes:month", args=[2025, 12])).content.decode()
    assert "In winter." in page
    assert "garden" not in page


@pytest.mark.parametrize(("year", "month"), [(0, 1), (2026, 13), (2026, 0), (99999, 1)])
def test_a_month_that_is_none_is_not_there(ana, year, month):
    assert ana.get(f"/notes/{year}/{month}/").status_code == 404


def test_a_long_month_is_read_in_pages(ana, cast):
    for number in range(21):
        write(cast.ana, f"Number {number}.")

    page = ana.get(reverse("notes:journal"), {"page": "2"}).content.decode()
    assert "Number 0." in page
    assert "Number 1." not in page


@pytest.mark.parametrize("count", [1, 3])
def test_journal_query_count(ana, cast, count, django_assert_num_queries):
    for _ in range(count):
        write(cast.ana)
    with django_assert_num_queries(6):
        page = ana.get(reverse("notes:journal")).content.decode()
    assert page.count("The garden was quiet.") == count


def test_a_page_that_is_read_leaves_by_itself_when_the_time_is_over(ana, cast):
    entry = write(cast.ana)
    for address in (reverse("notes:journal"), reverse("notes:entry", args=[entry.pk])):
        seconds, _, where = ana.get(address)["Refresh"].partition("; url=")
        assert 295 <= int(seconds) <= 301
        assert where == reverse("notes:journal")


def test_no_browser_remembers_what_is_written(ana):
    page = ana.get(reverse("notes:new")).content.decode()

    assert page.count('autocomplete="off"') == 2  # the form, and its one text field


# --- Nobody sees from outside whether something is there


def test_every_page_is_the_same_before_unlocking_whether_something_is_written_or_not(client, cast):
    client.force_login(cast.ana)
    paths = ["/more/", "/today/", "/talks/", "/talks/exercises/", "/us/"]
    asked = client.get("/notes/").url

    def seen():
        return [without_tokens(client.get(path)) for path in [asked, *paths]]

    empty = seen()
    for number in range(3):
        write(cast.ana, f"Number {number}.")
    assert seen() == empty
    for path in ("/notes/", "/notes/new/", "/notes/2026/3/"):
        assert client.get(path).status_code == 302
    kept = cast.ana.journal_entries.first().pk
    there, nowhere = (client.get(f"/notes/{one}/") for one in (kept, uuid4()))
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)


def test_the_journal_itself_counts_nothing(ana, cast):
    for number in range(13):
        write(cast.ana, "x" * number)

    page = re.sub(r"<[^>]*>", " ", ana.get("/notes/").content.decode())
    assert not re.search(r"\b13\b", page)


# --- After leaving, and without a couple


def test_one_who_left_keeps_the_journal(client, cast):
    entry = write(cast.ana)
    cast.ana_partner.leave(now=NOON)
    client = unlocked(client, cast.ana)

    page = client.get(reverse("notes:entry", args=[entry.pk])).content.decode()
    assert "The garden was quiet." in page
    assert "check-in" not in page
    assert client.get(reverse("notes:passage", args=[entry.pk])).status_code == 404


def test_one_without_a_couple_has_a_journal(client, cast):
    client = unlocked(client, cast.dan)
    client.post(reverse("notes:new"), {"words": "Alone, and well."})

    assert "Alone, and well." in client.get(reverse("notes:journal")).content.decode()


# --- A passage for a check-in


@pytest.fixture
def evening(client, cast, starters):
    """Ana's unlocked browser, in the evening of a day with a check-in."""
    daily = begin(cast.couple)
    with time_machine.travel(EVENING, tick=False):
        yield unlocked(client, cast.ana, EVENING), Occurrence.on(daily, NOON.date())


def passage(entry, occurrence, **changes):
    question = next(
        one for one in occurrence.checkin_of(entry.partner).asked() if one["kind"] == "text"
    )
    place = f"{occurrence.pk}:{question['slug']}"
    return question["slug"], {"words": "It was quiet.", "place": place, "who": "us"} | changes


def test_a_passage_waits_in_the_check_in_for_done(evening, cast):
    client, occurrence = evening
    entry = write(cast.ana)
    entry.partner = cast.ana_partner
    slug, typed = passage(entry, occurrence)
    address = reverse("notes:passage", args=[entry.pk])
    assert typed["place"] in client.get(address).content.decode()

    response = client.post(address, typed)
    assert response.url == reverse("checkins:occurrence", args=[occurrence.pk])
    checkin = occurrence.checkin_of(cast.ana_partner)
    assert checkin.answers == {slug: {"value": "It was quiet.", "visibility": "us"}}
    assert checkin.state == checkin.State.OPEN
    assert not occurrence.opened_answers.exists()
    assert "It was quiet." in client.get(response.url).content.decode()
    assert cast.ana.journal_entries.get().words == "The garden was quiet."


def test_a_passage_leaves_the_other_answers_and_stands_below_what_was_written(evening, cast):
    client, occurrence = evening
    entry = write(cast.ana)
    entry.partner = cast.ana_partner
    slug, typed = passage(entry, occurrence, who="me")
    before = {"trust": us(4), slug: us("First.")}
    answered(occurrence.ritual, cast.ana_partner, before, at=EVENING, done=False)
    client.post(reverse("notes:passage", args=[entry.pk]), typed)

    answers = occurrence.checkin_of(cast.ana_partner).answers
    assert answers["trust"] == us(4)
    assert answers[slug] == {"value": "First.\n\nIt was quiet.", "visibility": "me"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": f"{uuid4()}:note"}, "This check-in is not open any more."),
        ({"place": ""}, "Choose where it goes."),
        ({"who": "everybody"}, "Choose who sees this."),
        ({"words": ""}, "This is still empty."),
        ({"words": "x" * 1990}, "no room for it"),
    ],
)
def test_a_passage_that_cannot_go_there_changes_nothing(evening, cast, changes, sentence):
    client, occurrence = evening
    entry = write(cast.ana)
    entry.partner = cast.ana_partner
    slug, typed = passage(entry, occurrence, **changes)
    answered(
        occurrence.ritual, cast.ana_partner, {slug: us("Before that.")}, at=EVENING, done=False
    )
    response = client.post(reverse("notes:passage", args=[entry.pk]), typed)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert occurrence.checkin_of(cast.ana_partner).answers == {slug: us("Before that.")}


def test_a_check_in_that_is_done_takes_no_passage(evening, cast):
    client, occurrence = evening
    answered(occurrence.ritual, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    page = client.get(reverse("notes:passage", args=[write(cast.ana).pk])).content.decode()

    assert "No check-in with room for words is open just now." in page
