from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from checkins.models import CheckIn, Occurrence, OpenedAnswer
from checkins.models.questions import clauses_in_force, questions_for
from tests.cast import NOON
from tests.checkins.conftest import answered, begin, berlin, me, opened, us
from trustpact.rules import RuleBroken

EVENING, MORNING = berlin(2, 20), berlin(3, 7)


def both(cast, daily, ana, ben, *, at=EVENING):
    return (
        answered(daily, cast.ana_partner, ana, at=at),
        answered(daily, cast.ben_partner, ben, at=at),
    )


def test_answers_are_kept_without_done(cast, daily, today):
    answered(
        daily, cast.ana_partner, {"trust": us("4"), "need": me("Rest")}, at=EVENING, done=False
    )
    kept = today.checkin_of(cast.ana_partner)
    assert kept.answers == {"trust": us(4), "need": me("Rest")}
    assert kept.state == CheckIn.State.OPEN


def test_saving_again_replaces_what_was_kept(cast, daily, today):
    checkin = answered(daily, cast.ana_partner, {"trust": us("4")}, at=EVENING)
    checkin.save_answers({"comfort": us("2")}, now=EVENING)
    assert today.checkin_of(cast.ana_partner).answers == {"comfort": us(2)}


def test_a_value_that_was_not_offered_is_refused(cast, daily):
    with pytest.raises(ValueError, match="not a level"):
        answered(daily, cast.ana_partner, {"trust": us("9")}, at=EVENING)
    assert not CheckIn.objects.exists()


def test_answers_that_both_gave_open_next_morning(cast, daily, today):
    both(cast, daily, {"trust": us(4), "need": me("Rest")}, {"trust": us(2), "need": us("Time")})
    assert opened(today, MORNING - timedelta(seconds=1)) == {}
    assert opened(today, MORNING) == {("Ana", "trust"): 4, ("Ben", "trust"): 2}


def test_answers_open_to_the_same_evening_where_the_couple_chose_it(cast, daily, today):
    cast.couple.opening_hour = "evening"
    cast.couple.save(update_fields=["opening_hour"])
    daily.refresh_from_db()
    both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    assert opened(today, berlin(2, 22)) != {}


@pytest.fixture
def at_once(cast, daily):
    """Both asked for answers to open as soon as both are done."""
    cast.couple.opening_hour = "both_done"
    cast.couple.save(update_fields=["opening_hour"])
    daily.refresh_from_db()


def test_answers_open_as_soon_as_both_are_done_where_both_asked_for_it(cast, daily, today, at_once):
    both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    assert opened(today, EVENING) != {}


def test_only_done_opens_at_once_and_a_later_act_waits_for_the_morning(cast, daily, today, at_once):
    ana, _ben = both(cast, daily, {"need": us("Rest")}, {"trust": us(2)})
    ana.save_answers({"need": us("Rest"), "trust": us(4)}, now=EVENING)
    ana.open_alone("need", now=EVENING)
    assert opened(today, MORNING - timedelta(seconds=1)) == {}
    assert set(opened(today, MORNING)) == {("Ana", "trust"), ("Ben", "trust"), ("Ana", "need")}


def test_what_opens_does_not_say_where_its_author_started_from(cast, daily, today):
    both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    assert all("visibility" not in row.asked for row in OpenedAnswer.objects.all())


@pytest.mark.parametrize("ben_answers", [{}, {"trust": me(2)}, {"trust": us("rather-not-say")}])
def test_without_a_counterpart_nothing_opens(cast, daily, today, ben_answers):
    both(cast, daily, {"trust": us(4)}, ben_answers)
    assert not OpenedAnswer.objects.exists()


def test_without_done_nothing_opens(cast, daily, today):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    answered(daily, cast.ben_partner, {"trust": us(2)}, at=EVENING, done=False)
    assert not OpenedAnswer.objects.exists()


def test_a_partner_alone_opens_nothing_and_keeps_everything(cast, daily, today):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    assert not OpenedAnswer.objects.exists()


def test_done_after_the_window_opens_nothing(cast, daily, today):
    both(cast, daily, {"trust": us(4)}, {})
    late = berlin(4, 3, 1)
    checkin = answered(daily, cast.ben_partner, {"trust": us(2)}, at=late)
    assert (checkin.state, checkin.done_on) == (CheckIn.State.DONE, date(2026, 3, 2))
    assert not OpenedAnswer.objects.exists()


def test_a_first_done_after_the_window_is_later_and_opens_nothing(cast, daily, today):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    answered(daily, cast.ben_partner, {"trust": us(2)}, at=EVENING, done=False)
    late = today.checkin_of(cast.ben_partner)
    late.done(now=berlin(4, 3, 1))
    assert late.state == CheckIn.State.LATER
    assert not OpenedAnswer.objects.exists()


def test_the_last_moment_of_the_window_counts_on_the_own_clock(cast, daily, today):
    cast.ben_partner.person.zone = "America/New_York"
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    answered(daily, cast.ben_partner, {"trust": us(2)}, at=datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert opened(today, berlin(5, 7)) != {}


def test_an_answer_given_after_both_are_done_opens_at_the_next_hour(cast, daily, today):
    ana, _ben = both(cast, daily, {}, {"trust": us(2)})
    ana.save_answers({"trust": us(4)}, now=berlin(3, 12))
    assert opened(today, berlin(4, 6, 59)) == {}
    assert opened(today, berlin(4, 7)) != {}


def test_an_answer_changed_before_it_opens_opens_changed(cast, daily, today):
    ana, _ben = both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    ana.save_answers({"trust": us(5)}, now=EVENING)
    assert opened(today, MORNING)["Ana", "trust"] == 5


def test_an_answer_kept_back_before_it_opens_leaves_no_trace(cast, daily, today):
    ana, _ben = both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    ana.save_answers({"trust": me(4)}, now=EVENING)
    assert not OpenedAnswer.objects.exists()


def test_what_stands_open_stays_as_it_is(cast, daily, today):
    ana, _ben = both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    ana.save_answers({"trust": us(1)}, now=MORNING)
    assert opened(today, MORNING)["Ana", "trust"] == 4


def test_take_back_is_immediate_and_for_both(cast, daily, today):
    ana, _ben = both(cast, daily, {"trust": us(4)}, {"trust": us(2)})
    ana.take_back("trust", now=MORNING)
    assert opened(today, MORNING) == {}
    assert ana.answers == {"trust": me(4)}


def test_take_back_one_leaves_the_others(cast, daily, today):
    given = {"trust": us(4), "comfort": us(3)}
    ana, _ben = both(cast, daily, given, given)
    ana.take_back("trust", now=MORNING)
    assert set(opened(today, MORNING)) == {("Ana", "comfort"), ("Ben", "comfort")}


def test_take_back_all(cast, daily, today):
    given = {"trust": us(4), "comfort": us(3)}
    ana, _ben = both(cast, daily, given, given)
    ana.take_back(now=MORNING)
    assert opened(today, MORNING) == {}


def test_open_alone_shows_from_the_next_opening_hour(cast, daily, today):
    ana, _ben = both(cast, daily, {"need": me("Rest")}, {})
    ana.open_alone("need", now=berlin(3, 9))
    assert opened(today, berlin(4, 6)) == {}
    assert opened(today, berlin(4, 7)) == {("Ana", "need"): "Rest"}


def test_open_alone_waits_for_the_first_opening_hour(cast, daily, today):
    ana, _ben = both(cast, daily, {"need": me("Rest")}, {})
    with pytest.raises(RuleBroken, match="done with"):
        ana.open_alone("need", now=EVENING)


@pytest.mark.parametrize("value", ["rather-not-say", None])
def test_open_alone_opens_no_silence(cast, daily, today, value):
    ana, _ben = both(cast, daily, {"trust": us(value)} if value else {}, {})
    with pytest.raises(RuleBroken):
        ana.open_alone("trust", now=MORNING)


def test_open_alone_says_nothing_of_a_counterpart_that_waits(cast, daily, today):
    ana = answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    answered(daily, cast.ben_partner, {"trust": us(2)}, at=berlin(3, 8))
    assert ana.may_open_alone("trust", berlin(3, 9))
    ana.open_alone("trust", now=berlin(3, 9))
    today.checkin_of(cast.ben_partner).take_back(now=berlin(3, 10))
    assert opened(today, berlin(4, 7)) == {("Ana", "trust"): 4}


def test_what_was_opened_alone_can_be_taken_back(cast, daily, today):
    ana, _ben = both(cast, daily, {"need": me("Rest")}, {})
    ana.open_alone("need", now=berlin(3, 9))
    ana.take_back("need", now=berlin(4, 9))
    assert not OpenedAnswer.objects.exists()


def test_what_was_opened_alone_survives_other_edits(cast, daily, today):
    ana, _ben = both(cast, daily, {"need": me("Rest")}, {})
    ana.open_alone("need", now=berlin(3, 9))
    ana.save_answers({"need": us("Rest"), "trust": me(3)}, now=berlin(3, 10))
    assert opened(today, berlin(4, 7)) == {("Ana", "need"): "Rest"}


def test_a_late_answer_is_for_its_author_and_opens_alone(cast, daily, today):
    late = berlin(6, 12)
    ana = answered(daily, cast.ana_partner, {"need": us("Rest")}, at=late)
    assert ana.answers == {"need": me("Rest")}
    ana.open_alone("need", now=late)
    assert opened(today, berlin(7, 7)) == {("Ana", "need"): "Rest"}


def test_skip_keeps_answers_to_their_author(cast, daily, today):
    checkin = answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING, done=False)
    checkin.skip(now=EVENING)
    answered(daily, cast.ben_partner, {"trust": us(2)}, at=EVENING)
    assert not OpenedAnswer.objects.exists()
    assert checkin.answers == {"trust": us(4)}


def test_skip_after_done_is_refused(cast, daily, today):
    checkin = answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    with pytest.raises(RuleBroken, match="done with this one"):
        checkin.skip(now=EVENING)


def test_done_after_skip_counts(cast, daily, today):
    checkin = today.checkin_of(cast.ana_partner)
    checkin.skip(now=EVENING)
    checkin.done(now=EVENING)
    assert checkin.state == CheckIn.State.DONE


def test_wishes_open_only_where_they_meet(cast, starters):
    ritual = begin(cast.couple)
    ritual.template.questions = [
        {
            "slug": "wish",
            "kind": "words",
            "text": "Tonight I would like",
            "words": ["Rest", "Music"],
            "visibility": "us",
            "only_shared": True,
        }
    ]
    answered(ritual, cast.ana_partner, {"wish": us(["Rest", "Music"])}, at=EVENING)
    answered(ritual, cast.ben_partner, {"wish": us(["Music"])}, at=EVENING)
    occurrence = Occurrence.on(ritual, NOON.date())
    assert opened(occurrence, MORNING) == {("Ana", "wish"): ["Music"], ("Ben", "wish"): ["Music"]}


def test_database_holds_no_word_in_the_clear(cast, daily, today):
    both(cast, daily, {"noticed": us("The tea you made")}, {"noticed": us("The long walk")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, questions FROM checkins_checkin")
        rows = cursor.fetchall()
        cursor.execute("SELECT content FROM checkins_openedanswer")
        rows += cursor.fetchall()
    everything = b"".join(bytes(value) for row in rows for value in row)
    assert b"tea" not in everything
    assert b"walk" not in everything


def test_database_keeps_done_and_its_date_together(cast, daily, today):
    answered(daily, cast.ana_partner, {}, at=EVENING)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.update(done_on=None)


def test_database_keeps_one_checkin_a_partner(cast, daily, today):
    answered(daily, cast.ana_partner, {}, at=EVENING)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(occurrence=today, partner=cast.ana_partner)


def test_daily_questions_take_turns(cast, daily):
    slugs = [
        [question["slug"] for question in questions_for(daily, NOON.date() + timedelta(days=days))][
            3
        ]
        for days in range(3)
    ]
    assert set(slugs) == {"connection", "energy", "desire"}


def test_without_an_agreement_no_clause_is_asked(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    asked = questions_for(debrief, date(2026, 3, 8))
    assert clauses_in_force(cast.couple, NOON.date()) == []
    assert not [question for question in asked if question["slug"].startswith("clause")]


def test_a_later_wording_leaves_kept_questions_alone(cast, daily, today):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    daily.template.questions = []
    assert today.checkin_of(cast.ana_partner).asked()
