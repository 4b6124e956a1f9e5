"""Both partners at the same instant: a step is passed once, and no word is lost."""

import pytest

from checkins.models import CheckIn, FollowUp, OpenedAnswer, Session
from tests.cast import NOON, make_cast
from tests.checkins.sessions import at, come_to, fresh, go, keep
from tests.library import CLAUSES, RITUALS, load_library
from tests.races import errors, race
from trustpact.couples.models import Partner
from trustpact.rules import RuleBroken

BUDGET, TALK, DEBRIEF = "weekly-budget-review", "monthly-vulnerability", "weekly-debrief"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast_kept():
    """Ana and Ben with the library, committed for every thread to see."""
    load_library(CLAUSES, RITUALS)
    return make_cast()


def own(partner):
    return Partner.objects.select_related("couple", "person").get(pk=partner.pk)


def anew(date):
    """Begin the same date again, in the next round."""
    date.follow_ups.all().delete()
    OpenedAnswer.objects.all().delete()
    CheckIn.objects.all().delete()
    Session.objects.all().delete()
    return date


def test_both_say_ready_at_once(cast_kept, rounds):
    cast, now = cast_kept, at(TALK)
    date = keep(cast.couple, TALK)
    for _round in range(rounds):
        anew(date)
        outcomes = race(
            lambda: fresh(date).answer_ready(own(cast.ana_partner), "Ready", now=now),
            lambda: fresh(date).answer_ready(own(cast.ben_partner), "Something lighter", now=now),
        )
        assert errors(outcomes) == []
        session = fresh(date)
        assert (session.status, session.gentle, session.place) == (Session.Status.OPEN, 1, 1)


def test_both_pass_the_same_step_at_once(cast_kept, rounds):
    cast, now = cast_kept, at(DEBRIEF)
    date = keep(cast.couple, DEBRIEF)
    for _round in range(rounds):
        session = come_to(anew(date), cast, "was-hard", turn=0, now=now)
        seen, place = session.moves, session.place
        outcomes = race(
            *[
                lambda partner=partner, seen=seen: go(
                    date, own(partner), now=now, seen=seen, step="was-hard"
                )
                for partner in (cast.ana_partner, cast.ben_partner)
            ]
        )
        assert errors(outcomes) == []
        assert (fresh(date).place, fresh(date).moves) == (place + 1, seen + 1)


def test_words_and_the_other_going_on_at_once_lose_no_word(cast_kept, rounds):
    cast, now = cast_kept, at(DEBRIEF)
    date = keep(cast.couple, DEBRIEF)
    for _round in range(rounds):
        session = come_to(anew(date), cast, "thanks", turn=0, now=now)
        writer, listener, seen = session.speaker, session.partner_of(1), session.moves
        outcomes = race(
            lambda w=writer, s=seen: go(
                date, own(w), now=now, seen=s, step="thanks", words="The tea."
            ),
            lambda other=listener, s=seen: go(date, own(other), now=now, seen=s, step="thanks"),
        )
        assert errors(outcomes) == []
        [said] = OpenedAnswer.objects.select_related("partner")
        assert (said.value, said.partner_id, fresh(date).place) == ("The tea.", writer.pk, 1)


def test_both_note_the_same_decision_at_once(cast_kept, rounds):
    cast, now = cast_kept, at(BUDGET)
    date = keep(cast.couple, BUDGET)
    for _round in range(rounds):
        seen = come_to(anew(date), cast, "agreed", now=now).moves
        outcomes = race(
            *[
                lambda partner=partner, words=words, seen=seen: go(
                    date, own(partner), now=now, seen=seen, step="agreed", words=words
                )
                for partner, words in ((cast.ana_partner, "Bank"), (cast.ben_partner, "Mum"))
            ]
        )
        assert [type(error) for error in errors(outcomes)] == [RuleBroken]
        assert FollowUp.objects.count() == 1


def test_stopping_and_going_on_at_once_ends_stopped(cast_kept, rounds):
    cast, now = cast_kept, at(BUDGET)
    date = keep(cast.couple, BUDGET)
    for _round in range(rounds):
        seen = come_to(anew(date), cast, "the-talk", now=now).moves
        outcomes = race(
            lambda: fresh(date).stop(own(cast.ana_partner), now=now),
            lambda seen=seen: go(
                date, own(cast.ben_partner), now=now, seen=seen, step="the-talk",
                answers={"the-talk": {"value": "Fair", "visibility": "me"}},
            ),
        )  # fmt: skip
        assert errors(outcomes) == []
        assert fresh(date).is_over
        assert CheckIn.objects.get(partner=cast.ben_partner).answers["the-talk"]["value"] == "Fair"


def test_both_take_on_one_follow_up_at_once(cast_kept, rounds):
    cast = cast_kept
    for _round in range(rounds):
        noted = FollowUp.note(cast.couple, "Call the bank", now=NOON)
        outcomes = race(
            *[
                lambda partner=partner, pk=noted.pk: FollowUp.objects.get(pk=pk).take_on(
                    own(partner), now=NOON
                )
                for partner in (cast.ana_partner, cast.ben_partner)
            ]
        )
        assert [type(error) for error in errors(outcomes)] == [RuleBroken]
