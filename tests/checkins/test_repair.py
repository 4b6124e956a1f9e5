"""The verbs of a repair."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from checkins.mending import (
    ANSWER,
    CHANGE_IT,
    DIFFERENTLY,
    FOLLOW_THROUGH,
    HURT_TOO,
    NOT_YET,
    PARTLY,
    STEPS,
    YES,
)
from checkins.models import FollowUp, Repair, RepairMessage, UnsentWords
from checkins.models.repair_news import REPAIR
from tests.cast import NOON
from tests.checkins.repairs import DUE, TOMORROW, acknowledged, opened, sent, with_an_action
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken, TooOften

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def _library(starters):
    """The words of a repair."""


def test_opening_sends_what_happened(cast):
    repair = opened(cast)

    assert repair.hurt == cast.ana_partner
    assert sent(repair) == [("Ana", "opening", "You laughed when I told you.")]


def test_i_hurt_you_makes_the_other_the_hurt_one(cast):
    assert opened(cast, hurt=False).hurt == cast.ben_partner


def test_what_is_sent_lies_sealed(cast):
    opened(cast)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM checkins_repairmessage")
        assert b"laughed" not in bytes(cursor.fetchone()[0])


def test_one_open_repair_a_person(cast):
    opened(cast)

    with pytest.raises(TooOften, match="open still"):
        opened(cast, now=TOMORROW)
    opened(cast, by="ben", now=TOMORROW)


def test_the_database_holds_one_open_repair_a_person(cast):
    first = opened(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Repair.objects.create(
            couple=cast.couple,
            opened_by=first.opened_by,
            hurt=first.hurt,
            opened_on=first.opened_on,
            rests_on=first.rests_on,
        )


def test_one_repair_is_opened_a_day(cast):
    opened(cast).stop(cast.ben_partner, now=NOON)

    with pytest.raises(TooOften, match="tomorrow"):
        opened(cast)
    opened(cast, now=TOMORROW)


def test_it_is_for_two(cast):
    cast.ben_partner.leave(now=NOON)

    with pytest.raises(RuleBroken, match="for two"):
        opened(cast)


@pytest.mark.parametrize("choice", [YES, DIFFERENTLY])
def test_the_other_answers(cast, choice):
    repair = opened(cast)
    repair.say(cast.ben_partner, ANSWER, choice=choice, words="I was tired.", now=NOON)

    assert repair.sent[-1].choice == choice
    assert repair.state.open_to("other") == ["acknowledge"]


def test_i_was_hurt_too_opens_the_second_hurt_beside_the_first(cast):
    repair = opened(cast)
    repair.say(cast.ben_partner, ANSWER, choice=HURT_TOO, words="You walked out.", now=NOON)

    assert sent(repair.second) == [("Ben", "opening", "You walked out.")]
    assert repair.second.hurt == cast.ben_partner
    assert repair.is_open(NOON.date())
    assert sent(repair)[-1] == ("Ben", "answer", "")


@pytest.mark.parametrize("step", [*STEPS, "answer", "opening", "nothing"])
def test_a_step_out_of_turn_is_refused(cast, step):
    repair = opened(cast, hurt=False, by="ben")  # Ana was hurt, and Ben has said what he did
    before = sent(repair)
    allowed = {"acknowledge"}
    if step in allowed:
        return
    with pytest.raises(RuleBroken):
        repair.say(cast.ben_partner, step, words="So.", choice=YES, due_on=DUE, now=NOON)
    assert sent(repair) == before


def test_a_step_twice_is_refused_and_a_second_press_is_one(cast):
    repair = acknowledged(cast)
    before = sent(repair)

    repair.say(cast.ben_partner, "acknowledge", words=before[-1][2], now=NOON)
    assert sent(repair) == before
    with pytest.raises(RuleBroken, match="not open"):
        repair.say(cast.ben_partner, "acknowledge", words="Something else.", now=NOON)


def test_not_yet_cannot_be_sent(cast):
    repair = acknowledged(cast)

    with pytest.raises(RuleBroken, match="answers shown"):
        repair.say(cast.ana_partner, "understood", choice=NOT_YET, now=NOON)


def test_partly_understood_asks_the_other_once_more(cast):
    repair = acknowledged(cast)
    repair.say(cast.ana_partner, "understood", choice=PARTLY, now=NOON)
    repair.say(cast.ben_partner, "acknowledge", words="And I did not stop.", now=NOON)

    assert "understood" in repair.state.open_to("hurt")


@pytest.mark.parametrize(
    ("due_on", "reason"),
    [
        (None, "a day"),
        ((NOON - DAYS).date(), "from today on"),
        ((NOON + 400 * DAYS).date(), "within a year"),
    ],
)
def test_an_action_has_a_day_ahead(cast, due_on, reason):
    repair = acknowledged(cast)
    repair.say(cast.ben_partner, "apologise", words="I am sorry.", now=NOON)

    with pytest.raises(RuleBroken, match=reason):
        repair.say(cast.ben_partner, "action", words="I ask first.", due_on=due_on, now=NOON)


def test_an_action_beyond_the_limits_is_refused_with_kinder_words(cast):
    repair = acknowledged(cast)
    repair.say(cast.ben_partner, "apologise", words="I am sorry.", now=NOON)

    with pytest.raises(RuleBroken, match="Kinder words"):
        repair.say(
            cast.ben_partner,
            "action",
            words="Ben gives Ana the password of his phone.",
            due_on=DUE,
            now=NOON,
        )
    assert not RepairMessage.objects.filter(step="action").exists()


def test_each_says_how_an_action_went_once(cast):
    repair = with_an_action(cast)
    [action] = repair.standing_actions
    repair.say(cast.ana_partner, FOLLOW_THROUGH, choice=PARTLY, about=action.pk, now=NOON)

    assert repair.state.to_follow("hurt") == []
    assert repair.state.to_follow("other") == [action.pk]
    with pytest.raises(RuleBroken):
        repair.say(cast.ana_partner, FOLLOW_THROUGH, choice=YES, about=action.pk, now=NOON)


def test_change_it_makes_room_for_another_offer(cast):
    repair = with_an_action(cast)
    [action] = repair.standing_actions
    repair.say(cast.ana_partner, FOLLOW_THROUGH, choice=CHANGE_IT, about=action.pk, now=NOON)

    assert repair.standing_actions == []


def test_only_the_hurt_lets_it_rest(cast):
    repair = opened(cast)

    with pytest.raises(RuleBroken, match="Only the one who was hurt"):
        repair.rest(cast.ben_partner, now=NOON)
    repair.rest(cast.ana_partner, now=NOON)
    assert repair.status == Repair.Status.RESTS


@pytest.mark.parametrize("name", ["ana_partner", "ben_partner"])
def test_either_stops_at_once_and_is_named_nowhere(cast, name):
    repair = opened(cast)
    repair.stop(getattr(cast, name), now=NOON)
    repair.stop(getattr(cast, name), now=TOMORROW)

    row = Repair.objects.filter(pk=repair.pk).values("status", "ended_on").get()
    assert row == {"status": "stopped", "ended_on": NOON.date()}


def test_nothing_is_said_after_the_end(cast):
    repair = opened(cast)
    repair.stop(cast.ben_partner, now=NOON)

    with pytest.raises(RuleBroken, match="does not go on"):
        repair.say(cast.ana_partner, "impact", words="It hurt.", now=NOON)


def test_it_rests_by_itself_after_thirty_quiet_days(cast):
    repair = opened(cast)
    rests = repair.rests_at
    sweep(rests - timedelta(minutes=1))
    repair.refresh_from_db()
    assert repair.status == Repair.Status.OPEN

    sweep(rests)

    repair.refresh_from_db()
    assert repair.status == Repair.Status.RESTS
    assert repair.ended_on == repair.opened_on + timedelta(days=30)
    assert not Schedule.objects.filter(subject=repair.pk).exists()


def test_what_is_said_moves_the_day_of_rest(cast):
    repair = opened(cast)
    first = repair.rests_at
    repair.say(cast.ben_partner, ANSWER, choice=YES, now=NOON + 20 * DAYS)

    sweep(first)
    repair.refresh_from_db()
    assert repair.status == Repair.Status.OPEN
    assert repair.rests_at == first + 20 * DAYS


def test_a_quiet_one_rests_on_its_day_whatever_the_queue_does(cast):
    repair = opened(cast)
    late = NOON + 31 * DAYS

    assert not cast.couple.repairs.open_on(late.date()).exists()
    with pytest.raises(RuleBroken):
        repair.say(cast.ben_partner, ANSWER, choice=YES, now=late)
    assert opened(cast, now=late).is_open(late.date())


def test_the_reader_is_told_next_morning_once(cast):
    repair = opened(cast)
    repair.say(cast.ana_partner, "impact", words="I felt small.", now=NOON)

    [told] = Notice.objects.filter(kind=REPAIR)
    assert told.person == cast.ben
    assert (told.due_at.date(), told.due_at.hour) == (TOMORROW.date(), 6)  # 07:00 in Berlin


def test_nobody_is_told_of_what_they_answered_and_everybody_of_what_came_after(cast):
    repair = opened(cast)
    repair.say(cast.ben_partner, ANSWER, choice=YES, now=NOON)
    assert {one.person for one in Notice.objects.filter(kind=REPAIR).open()} == {cast.ana}

    repair.say(cast.ana_partner, "impact", words="I felt small.", now=NOON)

    assert {one.person for one in Notice.objects.filter(kind=REPAIR).open()} == {cast.ben}


def test_the_mail_says_nothing_of_what_it_is_about(cast, mailoutbox):
    opened(cast)
    sweep(NOON + 18 * timedelta(hours=1))

    [mail] = mailoutbox
    assert mail.to == [cast.ben.email]
    assert not {"hurt", "Ana", "laughed"} & set(f"{mail.subject} {mail.body}".split())


def test_nobody_is_told_of_what_stopped(cast):
    opened(cast).stop(cast.ana_partner, now=NOON)

    assert not Notice.objects.filter(kind=REPAIR).open().exists()


def test_unsent_words_lie_under_the_authors_key_and_go_when_sent(cast):
    repair = opened(cast)
    UnsentWords.keep(cast.ben_partner, repair, ANSWER, {"words": "Half a"}, today=NOON.date())
    UnsentWords.keep(cast.ben_partner, repair, ANSWER, {"words": "Half a th"}, today=NOON.date())

    assert UnsentWords.of(cast.ben_partner, repair, ANSWER) == {"words": "Half a th"}
    assert UnsentWords.of(cast.ana_partner, repair, ANSWER) == {}
    repair.say(cast.ben_partner, ANSWER, choice=YES, now=NOON)
    assert not UnsentWords.objects.exists()


def test_the_end_of_a_couple_stops_what_is_open(cast):
    repair = opened(cast)
    cast.ben_partner.leave(now=TOMORROW)

    repair.refresh_from_db()
    assert repair.status == Repair.Status.STOPPED
    assert not Notice.objects.filter(kind=REPAIR).open().exists()
    assert not Schedule.objects.filter(subject=repair.pk).exists()


def test_an_action_becomes_a_follow_up_of_whoever_offers_it(cast):
    with_an_action(cast)

    [noted] = FollowUp.objects.open()
    assert (noted.owner, noted.words, noted.due_on) == (
        cast.ben_partner,
        "I ask before I joke.",
        DUE,
    )
    assert [one.person for one in Notice.objects.filter(series=noted.pk).open()] == [cast.ben]


@pytest.mark.parametrize("end", ["rest", "stop"])
def test_at_the_end_nothing_of_it_stands_in_any_list(cast, end):
    repair = with_an_action(cast)
    getattr(repair, end)(cast.ana_partner, now=NOON)

    assert not FollowUp.objects.open().exists()
    assert not Notice.objects.filter(person=cast.ben).open().exists()


@pytest.mark.parametrize(
    ("name", "choice", "stands"),
    [("ana", YES, True), ("ben", YES, False), ("ben", PARTLY, True), ("ana", CHANGE_IT, False)],
)
def test_how_it_went_settles_a_follow_up(cast, name, choice, stands):
    repair = with_an_action(cast)
    [action] = repair.standing_actions
    partner = getattr(cast, f"{name}_partner")
    repair.say(partner, FOLLOW_THROUGH, choice=choice, about=action.pk, now=NOON)

    assert FollowUp.objects.open().exists() == stands
