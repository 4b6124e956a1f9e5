"""Every state that two people can come to in a repair has a way out for each of them alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkins.mending import ANSWER, FOLLOW_THROUGH, STEPS
from checkins.models import FollowUp
from tests.cast import NOON
from tests.checkins.repairs import opened
from trustpact.notices.models import Notice, Schedule
from trustpact.rules import RuleBroken
from trustpact.today.day import Day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library(starters):
    """The words of a repair."""


ACTS = st.tuples(
    st.sampled_from(["ana", "ben"]),
    st.sampled_from([*["open to them"] * 9, ANSWER, *STEPS, "stop", "quiet"]),
    st.integers(0, 3),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(hurt=st.booleans(), acts=st.lists(ACTS, max_size=18), leaves=st.sampled_from("ab"))
def test_each_has_a_way_out_of_every_state(cast, hurt, acts, leaves):
    """Whatever was said: either stops alone; the hurt is bound to nothing; at rest it is in no list."""
    with transaction.atomic():
        now, repair = NOON, opened(cast, hurt=hurt)
        for name, step, choice in acts:
            now += timedelta(days=2)
            _act(cast, repair, getattr(cast, f"{name}_partner"), step, choice, now)
        today = cast.couple.local(now).date()
        assert "rest" in repair.state.open_to("hurt")
        shown = cast.couple.repairs.open_on(today).filter(pk=repair.pk).exists()
        assert shown == repair.is_open(today)
        out = cast.ana_partner if leaves == "a" else cast.ben_partner
        repair.stop(out, now=now)
        assert not cast.couple.repairs.open_on(today).filter(pk=repair.pk).exists()
        assert not Notice.objects.filter(series=repair.pk).open().exists()
        assert not Schedule.objects.filter(subject=repair.pk).exists()
        assert not FollowUp.objects.open().exists()
        for partner in (cast.ana_partner, cast.ben_partner):
            steps = [step.url for step in Day.of(partner, now).waiting]
            assert not [url for url in steps if str(repair.pk) in url]
        transaction.set_rollback(True)


def _act(cast, repair, partner, step, choice, now):
    if step == "quiet":
        return
    if step == "stop":
        repair.stop(partner, now=now)
        return
    side = repair.side_of(partner)
    if step == "open to them":
        can = [one for one in repair.state.open_to(side) if one != "rest"] or ["rest"]
        step = can[choice % len(can)]
    try:
        with transaction.atomic():
            if step == "rest":
                repair.rest(partner, now=now)
                assert side == "hurt"
                return
            known = repair.state.to_follow(side) if step == FOLLOW_THROUGH else []
            repair.say(
                partner,
                step,
                words="" if step in ("understood", FOLLOW_THROUGH) else "Words.",
                choice=choice if step in (ANSWER, "understood", FOLLOW_THROUGH) else None,
                due_on=now.date() if step == "action" else None,
                about=known[0] if known else None,
                now=now,
            )
    except RuleBroken:
        repair.refresh_from_db()
