"""Rituals in a couple's own words."""

from datetime import date, timedelta

import pytest

from checkins.models import Level, Occurrence, OwnQuestions, Ritual, RitualTemplate
from checkins.models.questions import questions_for
from checkins.models.ritual import MOST_RITUALS
from tests.cast import NOON
from tests.checkins.conftest import answered, begin, berlin, opened, us
from tests.checkins.own import (
    CLOSENESS,
    EVERY_KIND,
    SMILE,
    TEA,
    asked,
    own_ritual,
    rewrite,
)
from tests.checkins.test_ritual import planned
from trustpact.rules import RuleBroken, TooOften

TODAY, TOMORROW = NOON.date(), NOON.date() + timedelta(days=1)
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture
def tea(cast, starters):
    """A ritual in their own words: what made me smile, tea or coffee."""
    return own_ritual(cast)


def texts(ritual, day):
    return [question["text"] for question in questions_for(ritual, day)]


def test_own_ritual_is_planned_for_both(cast, tea):
    assert planned(cast.ana, tea) == planned(cast.ben, tea) == berlin(2, 19, 30)
    assert (tea.name, tea.about) == ("Tea at six", "Ten minutes for us.")


def test_own_words_lie_sealed(cast, tea):
    raw = Ritual.objects.filter(pk=tea.pk).values_list("words", flat=True).get()
    assert b"Tea" not in raw
    raw = OwnQuestions.objects.values_list("questions", flat=True).get()
    assert b"smile" not in raw


def test_own_ritual_asks_every_kind(cast, starters):
    ritual = own_ritual(cast, questions=EVERY_KIND)
    found = questions_for(ritual, TODAY)
    assert [one["kind"] for one in found] == [one["kind"] for one in EVERY_KIND]
    assert found[2]["text"] == "How close do I feel to you today?"


def test_own_answers_open_side_by_side(cast, tea):
    smile = asked(tea)[0]["slug"]
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(tea, partner, {smile: us(f"The dog, {partner.name}")}, at=berlin(2, 20))
    assert opened(Occurrence.on(tea, TODAY), berlin(3, 8)) == {
        ("Ana", smile): "The dog, Ana",
        ("Ben", smile): "The dog, Ben",
    }


def test_changed_question_is_asked_from_tomorrow_on(cast, tea):
    rewrite(tea, [SMILE | {"text": "What made me laugh?"}], now=NOON)
    assert texts(tea, TODAY) == ["What made me smile?", "Tea or coffee?"]
    assert texts(tea, TOMORROW) == ["What made me laugh?"]
    assert texts(tea, TODAY - timedelta(days=9)) == texts(tea, TODAY)


def test_tomorrow_is_a_day_that_has_begun_for_neither(cast, tea):
    cast.ben.zone = "Pacific/Kiritimati"  # 14 hours ahead: there it is tomorrow already
    cast.ben.save(update_fields=["zone"])
    rewrite(tea, [SMILE | {"text": "What made me laugh?"}], now=NOON)
    assert texts(tea, TOMORROW)[0] == "What made me smile?"
    assert texts(tea, TOMORROW + timedelta(days=1)) == ["What made me laugh?"]


def test_question_that_means_something_else_never_stands_beside_an_old_answer(cast, tea):
    old = asked(tea)[0]
    answered(tea, cast.ana_partner, {old["slug"]: us("The dog")}, at=berlin(2, 20), done=True)
    rewrite(tea, [old | {"text": "Is there something to confess?"}], now=berlin(2, 21))
    new = asked(tea)[0]
    assert new["slug"] != old["slug"]


@pytest.mark.parametrize("change", [{"visibility": "me"}, {}])
def test_question_that_means_the_same_keeps_its_name(cast, tea, change):
    first, second = asked(tea)
    rewrite(tea, [second, first | change], now=NOON)
    assert [one["slug"] for one in asked(tea)] == [second["slug"], first["slug"]]


def test_answered_question_keeps_the_words_in_which_it_was_read(cast, tea):
    old = asked(tea)[0]
    answered(tea, cast.ana_partner, {old["slug"]: us("The dog")}, at=berlin(2, 20))
    rewrite(tea, [TEA], now=NEXT_NOON)
    rewrite(tea, [SMILE | {"text": "Anything"}], now=NEXT_NOON)
    checkin = Occurrence.on(tea, TODAY).checkin_of(cast.ana_partner)
    assert checkin.asked()[0]["text"] == "What made me smile?"
    assert texts(tea, TODAY) == ["What made me smile?", "Tea or coffee?"]


def test_several_changes_on_one_day_are_one(cast, tea):
    rewrite(tea, [TEA], now=NOON)
    rewrite(tea, [CLOSENESS], now=NOON)
    assert tea.own_questions.count() == 2


def test_slug_from_elsewhere_counts_for_nothing(cast, tea):
    other = own_ritual(cast, name="Other", questions=[SMILE])
    rewrite(tea, [asked(other)[0], TEA | {"slug": "trust"}], now=NOON)
    slugs = {one["slug"] for one in asked(tea)}
    assert not slugs & {asked(other)[0]["slug"], "trust"}


def test_change_of_words_that_changed_meanwhile_is_refused(cast, tea):
    seen = OwnQuestions.digest(tea)
    rewrite(tea, [TEA], now=NOON)
    with pytest.raises(RuleBroken, match="changed after you opened them"):
        rewrite(tea, [CLOSENESS], now=NOON, seen=seen)
    assert [one["kind"] for one in asked(tea)] == ["choice"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [SMILE] * 13,
        [CLOSENESS, CLOSENESS],
        [SMILE | {"text": "Where were you today?"}],
        [TEA | {"choices": ["My password is the same", "It is new"]}],
    ],
    ids=["none", "thirteen", "twice", "whereabouts", "passwords"],
)
def test_questions_beyond_the_limits_are_refused(cast, starters, wrong):
    with pytest.raises(RuleBroken):
        own_ritual(cast, questions=wrong)
    assert not Ritual.objects.exists()


def test_twenty_rituals_are_enough(cast, starters):
    for _ in range(MOST_RITUALS):
        own_ritual(cast)
    with pytest.raises(TooOften, match="End one of them first"):
        own_ritual(cast)
    with pytest.raises(TooOften):
        begin(cast.couple)


def test_own_ritual_keeps_its_words_in_another_language(cast, tea):
    for partner in (cast.ana_partner, cast.ben_partner):
        partner.couple.write_in("de", asked_by=partner, now=NOON)
    tea = Ritual.objects.get(pk=tea.pk)
    assert tea.name == "Tea at six"
    assert texts(tea, TODAY) == ["What made me smile?", "Tea or coffee?"]


def test_level_that_the_library_let_go_is_left_out(cast, starters):
    ritual = own_ritual(cast, questions=[CLOSENESS, SMILE])
    for asking in RitualTemplate.published.filter(language="en"):
        asking.retire()
    Level.published.get(slug="connection", language="en").retire()
    assert texts(ritual, TODAY) == ["What made me smile?"]


# --- Whose place it takes.


def test_own_ritual_takes_the_place_of_another_in_its_week(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    own_ritual(cast, unit="month", day=15, replaces="weekly-debrief")
    kept = list(Ritual.objects.kept().with_plan())
    slots = debrief.slots(cast.ana_partner, NOON, NOON + timedelta(days=30), kept)
    assert [slot.date.day for slot in slots] == [8, 22, 29]


def test_ending_what_takes_its_place_gives_it_back(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    own = own_ritual(cast, unit="week", weekdays="0", replaces="weekly-debrief", every=1)
    assert planned(cast.ana, debrief) is None
    own.end(now=NOON)
    assert planned(cast.ana, debrief) == berlin(8, 18)


def test_giving_up_a_place_gives_it_back(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    own = own_ritual(cast, unit="week", weekdays="0", replaces="weekly-debrief")
    own.reschedule(replaces="", now=NOON)
    assert planned(cast.ana, debrief) == berlin(8, 18)


def test_two_never_step_aside_for_each_other(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    own = own_ritual(cast, replaces="weekly-debrief")
    with pytest.raises(RuleBroken, match="takes its place already"):
        debrief.reschedule(replaces=own.slug, now=NOON)
    with pytest.raises(RuleBroken, match="takes the place of another itself"):
        own_ritual(cast, name="Third", replaces=own.slug)


# --- Start and end.


def test_own_ritual_begins_and_ends_on_its_days(cast, starters):
    ritual = own_ritual(cast, started_on=date(2026, 3, 10), ends_on=date(2026, 3, 12))
    slots = ritual.slots(cast.ana_partner, NOON, NOON + timedelta(days=60))
    assert [slot.date.day for slot in slots] == [10, 11, 12]


def test_plan_without_a_date_is_refused(cast, starters):
    with pytest.raises(RuleBroken, match="never come round"):
        own_ritual(cast, unit="month", day=20, ends_on=date(2026, 3, 10))
