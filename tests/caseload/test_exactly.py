"""What a therapist can read is exactly what the consents say: field by field, on every page."""

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import Choice
from checkins import topics
from checkins.answers import FOR_BOTH, ME, US, WITH_THERAPIST
from checkins.models import Appreciation, AppreciationOwn, CheckIn, FollowUp, Topic
from checkins.models.topic import Ready
from tests.agreements.drafting import agree, own, say
from tests.agreements.signing import OPEN, proposal, sign
from tests.caseload.letting_in import give, signed_in
from tests.cast import NOON
from tests.checkins.conftest import answered, berlin
from tests.checkins.repairs import opened
from trustpact.couples.models import JOINT, Scope

AT = OPEN.replace(hour=18)
PAGES = ("case", "case?all=1", "card", "agreement", "repairs")
NAMES = ("ana", "ben")
scopes = st.sets(st.sampled_from(list(Scope)))
visibility = st.sampled_from([ME, US, WITH_THERAPIST])
answers = st.fixed_dictionaries(
    {"trust": visibility, "noticed": visibility, "private": st.just(ME)}
)
PARKED = "We ask before we tell."
NEVER = ("What waits for Ana.", "What I kept back.", "ana alone", "ben alone")
JOINT_WORDS = {
    Scope.AGREEMENT: ["We have dinner together on Sundays."],
    Scope.RITUALS: ["Call the bank.", "How we spend Easter.", PARKED],
    Scope.REPAIRS: ["You laughed when I told you."],
}


@pytest.fixture
def life(cast, therapy, daily):
    """Something of every kind: what both may read of it is what the consents say."""
    version = proposal(cast)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(version, partner)
    FollowUp.note(cast.couple, "Call the bank.", now=NOON)
    topic = Topic.ask(cast.ana_partner, "How we spend Easter.", now=NOON)
    topic.answer(cast.ben_partner, Ready.NOW, now=NOON)
    Topic.ask(cast.ben_partner, "What waits for Ana.", now=NOON)
    slip = Topic.from_slip(cast.ana_partner, "What I kept back.", now=NOON)
    clause = own(cast, PARKED)
    agree(cast, clause)
    say(clause, cast.ben_partner, Choice.TALK)
    clause.refresh_from_db()
    clause.park(until=AT.date(), now=NOON)
    parked = topics.find(cast.ana_partner, Topic.of_clause(clause, cast.couple).pk, AT)
    for one in (slip, parked):
        for partner in (cast.ana_partner, cast.ben_partner):
            one.answer(partner, Ready.NOW, now=AT)
    for partner in (cast.ana_partner, cast.ben_partner):
        Appreciation.give(partner, f"{partner.name} says thank you.", now=NOON)
    AppreciationOwn.mute(cast.ben_partner, muted=True)  # theirs, and so it hides nothing here
    opened(cast)
    return daily


def read(cast, therapy):
    """Return all that the therapist's pages say, and whose levels they show."""
    client, texts, levels = signed_in(cast.chen), [], set()
    for name in PAGES:
        name, _mark, query = name.partition("?")
        response = client.get(f"{reverse(f'caseload:{name}', args=[therapy.pk])}?{query}")
        if response.status_code == 200:
            texts.append(response.content.decode())
            review = response.context.get("review")
            levels |= {one.partner.name for one in (review.sides if review else ()) if one.levels}
    return "\n".join(texts), levels


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(ana=scopes, ben=scopes, anas=answers, bens=answers)
def test_therapist_reads_exactly_what_the_consents_say(life, cast, therapy, ana, ben, anas, bens):
    granted, meant = {"ana": ana, "ben": ben}, {"ana": anas, "ben": bens}
    with transaction.atomic():
        for name in NAMES:
            partner = getattr(cast, f"{name}_partner")
            CheckIn.objects.filter(partner=partner).delete()
            said = {"trust": 4, "noticed": f"{name} noticed", "private": f"{name} alone"}
            said = {
                slug: {"value": one, "visibility": meant[name][slug]} for slug, one in said.items()
            }
            answered(life, partner, said, at=berlin(2, 20))
            if granted[name]:
                give(cast, therapy, *granted[name], by=name)
        with time_machine.travel(AT, tick=False):
            text, levels = read(cast, therapy)
        transaction.set_rollback(True)
    both_meant = all(meant[name]["noticed"] in FOR_BOTH for name in NAMES)
    for name in NAMES:
        notes = Scope.NOTES in granted[name]
        marked = meant[name]["noticed"] == WITH_THERAPIST
        assert (f"{name} noticed" in text) == (notes and (marked or both_meant))
        assert (f"{name.title()} says thank you." in text) == notes
        shows = Scope.LEVELS in granted[name] and meant[name]["trust"] in FOR_BOTH
        assert (name.title() in levels) == shows
    for scope in JOINT:
        for words in JOINT_WORDS[scope]:
            assert (words in text) == (scope in ana & ben)
    assert [words for words in NEVER if words in text] == []
