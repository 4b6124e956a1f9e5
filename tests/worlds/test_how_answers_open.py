"""
How answers open (product.md, R6), over every mix of what the two can do with one question.

Each story is told twice, with what Ana does and without. Where, by the rule as it is written, none
of hers shows by now, Ben's pages, their headers and lengths, how many queries they took, and his
export are the same; where one shows, it is hers, and it stands on his page.

Pages cost half a second a mix, and there are 2,523 mixes. So the deep run holds what stands open
against the rule in every mix, and looks at the pages in those that bring together every three
things that the two do and the hour.
"""

import itertools
import json
from dataclasses import astuple, dataclass, replace
from functools import cache

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkins.models import Occurrence
from tests.cast import NOON, make_cast
from tests.checkins.conftest import begin, berlin, opened
from tests.worlds.observer import ID, TOKEN
from trustpact.curation import memory
from trustpact.privacy import keys
from trustpact.rules import RuleBroken

QUESTION, HERS, HIS = "noticed", "The tea you made", "The long walk"
EVENING, MORNING_AFTER, LATE = berlin(2, 20), berlin(3, 9), berlin(6, 12)
LOOKS = [berlin(2, 20, 30), berlin(2, 22, 30), berlin(3, 8), berlin(7, 8)]
HOURS = ("morning", "evening", "both_done")
PAGES = ("today:today", "checkins:rituals", "checkins:past")


@dataclass(frozen=True)
class Part:
    """What one of the two does: an answer meant for whom, whether Done, when, and afterwards."""

    meant: str = "nothing"  # nothing, me, us
    how: str = "done"  # nothing, kept, done, skipped, late
    after: str = "nothing"  # nothing, back (taken back), alone (opened alone), changed

    @property
    def is_silent(self):
        """Whether nothing is done at all."""
        return self.how == "nothing"

    def acts(self):
        """Yield (moment, act on the check-in) in order."""
        at = LATE if self.how == "late" else EVENING
        after = LATE if self.how == "late" else MORNING_AFTER
        if self.how == "nothing":
            return
        if self.how == "skipped":
            yield at, lambda one, words: one.save_answers(self._given(words), now=at)
            yield at, lambda one, words: one.skip(now=at)
        else:
            done = self.how in ("done", "late")
            yield at, lambda one, words: one.keep(self._given(words), done=done, now=at)
        if self.after == "back":
            yield after, lambda one, words: one.take_back(QUESTION, now=after)
        elif self.after == "alone":
            yield after, lambda one, words: one.open_alone(QUESTION, now=after)
        elif self.after == "changed":
            new = {QUESTION: {"value": "Something else", "visibility": "me"}}
            yield at, lambda one, words: one.save_answers(new, now=at)

    def _given(self, words):
        if self.meant == "nothing":
            return {}
        return {QUESTION: {"value": words, "visibility": self.meant}}


def parts():
    """Return every part that somebody can play."""
    every = itertools.product(
        ("nothing", "me", "us"),
        ("nothing", "kept", "done", "skipped", "late"),
        ("nothing", "back", "alone", "changed"),
    )
    return [Part(*one) for one in every if _is_possible(Part(*one))]


def _is_possible(part):
    if part.how == "nothing" or part.meant == "nothing":
        return part.after == "nothing" and not (part.how == "nothing" and part.meant != "nothing")
    if part.after == "alone":
        return part.how in ("done", "late")
    if part.after == "changed":
        return part.how in ("kept", "done")
    return True


def shows(hers, his, hour, now):
    """Say by the rule as it is written whether Ana's answer stands open at a moment."""
    if hers.after == "alone":
        if hers.meant == "us" and _opened_together(hers, his, hour, now):
            return True
        return now >= (berlin(7, 7) if hers.how == "late" else _next(hour))
    return _opened_together(hers, his, hour, now)


def _next(hour):
    """Return when an answer opened alone on the third, at nine in the morning, shows."""
    return berlin(3, 22) if hour == "evening" else berlin(4, 7)


def _opened_together(hers, his, hour, now):
    first = {"morning": berlin(3, 7), "evening": berlin(2, 22), "both_done": EVENING}[hour]
    if now < first or any(part.after == "changed" for part in (hers, his)):
        return False
    for part in (hers, his):
        if part.how != "done":
            return False
        if part.meant != "us" and not (
            part.after == "alone" and now >= max(first, _counts_from(hour))
        ):
            return False
        if part.after == "back" and now >= MORNING_AFTER:
            return False
    return True


def _counts_from(hour):
    """An answer for oneself that was opened alone is for both from then on: its counterpart opens."""
    return _next(hour)


# --- Telling and looking.


@pytest.fixture
def scene(library, db):
    """Ana and Ben keep the daily check-in; nobody has answered."""
    cast = make_cast()
    begin(cast.couple, now=NOON)
    return cast


def tell(cast, hers, his, hour):
    """Yield at each moment to look, with all done that is done by then."""
    cast.couple.opening_hour = hour
    cast.couple.save(update_fields=["opening_hour"])
    ritual = cast.couple.rituals.get()
    ritual.couple = cast.couple
    acts = [(at, cast.ana_partner, act, HERS) for at, act in hers.acts()]
    acts += [(at, cast.ben_partner, act, HIS) for at, act in his.acts()]
    acts.sort(key=lambda one: one[0])
    for look in LOOKS:
        while acts and acts[0][0] <= look:
            at, partner, act, words = acts.pop(0)
            with time_machine.travel(at, tick=False):
                act(Occurrence.on(ritual, NOON.date()).checkin_of(partner), words)
        yield look


def observed(cast, ritual_day, at):
    """Return all that Ben sees at a moment: pages, headers, queries, his export."""
    client = Client()
    seen = {}
    with time_machine.travel(at, tick=False):
        client.force_login(cast.ben)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": at.timestamp()}]
        session["account_authentication_methods_user"] = str(cast.ben.pk)
        session.save()
        addresses = [reverse(name) for name in PAGES]
        addresses.append(reverse("checkins:occurrence", args=[ritual_day]))
        for address in addresses:
            keys.forget()
            memory.forget_all()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            text = response.content.decode()
            told = sorted(response.headers.items())
            seen[address] = f"{len(queries)}\n{told}\n{TOKEN.sub('token', text)}"
        export = b"".join(client.post(reverse("people:export_file"))).decode()
        seen["export"] = _in_no_order(export)
    return {ID.sub("id", place): ID.sub("id", text) for place, text in seen.items()}


def _in_no_order(export):
    """Return a copy whose rows hang on no random id: each scene has ids, and so an order, of its own."""
    whole = json.loads(ID.sub("id", export))
    for part in ("own", "received"):
        for rows in whole[part].values():
            rows.sort(key=lambda row: json.dumps(row, sort_keys=True))
    return json.dumps(whole, sort_keys=True)


def in_a_world(cast, hers, his, hour):
    """Return what Ben observes at each look, in a world that is gone afterwards."""
    with transaction.atomic():
        day = Occurrence.on(cast.couple.rituals.get(), NOON.date()).pk
        found = [observed(cast, day, look) for look in tell(cast, hers, his, hour)]
        transaction.set_rollback(True)
    return found


_without: dict = {}  # what he observes where she does nothing, by his part and the hour


def check(cast, hers, his, hour):
    """Hold both worlds against the rule."""
    there = in_a_world(cast, hers, his, hour)
    his = _as_it_counts(hers, his, hour)
    if (his, hour) not in _without:
        _without[his, hour] = in_a_world(cast, Part(how="nothing"), his, hour)
    without = _without[his, hour]
    for look, one, other in zip(LOOKS, there, without, strict=True):
        if shows(hers, his, hour, look):
            assert any(HERS in text for text in one.values()), look
        else:
            assert [place for place in one if one[place] != other[place]] == [], look


def _as_it_counts(hers, his, hour):
    """Where his opened as he was done, his change is too late: it stands until it is taken back."""
    unchanged = replace(his, after="nothing") if his.after == "changed" else his
    return unchanged if _opened_together(hers, unchanged, hour, EVENING) else his


def check_what_stands_open(cast, hers, his, hour):
    """Hold what stands open at each moment against the rule, without a page."""
    with transaction.atomic():
        day = Occurrence.on(cast.couple.rituals.get(), NOON.date())
        found = [
            opened(day, look).get(("Ana", QUESTION)) == HERS for look in tell(cast, hers, his, hour)
        ]
        transaction.set_rollback(True)
    his = _as_it_counts(hers, his, hour)
    assert found == [shows(hers, his, hour, look) for look in LOOKS], (hers, his)


@cache
def covering():
    """Return few mixes in which every three of the seven things that make one come together."""
    every = list(itertools.product(parts(), parts(), HOURS))
    open_ones = {three for mix in every for three in _threes(*mix)}
    chosen = []
    for wanted in range(35, 0, -1):  # first the mixes that bring most that is new
        for mix in every:
            new = open_ones.intersection(_threes(*mix))
            if len(new) >= wanted:
                chosen.append(mix)
                open_ones -= new
    return chosen


def _threes(hers, his, hour):
    return itertools.combinations(enumerate([*astuple(hers), *astuple(his), hour]), 3)


SETTINGS = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=12, **SETTINGS)
@given(hers=st.sampled_from(parts()), his=st.sampled_from(parts()), hour=st.sampled_from(HOURS))
def test_the_other_observes_what_opened_and_nothing_else(scene, hers, his, hour):
    check(scene, hers, his, hour)


@pytest.mark.deep
@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("meant", ["nothing", "me", "us"])
def test_the_other_observes_what_opened_where_any_three_meet(scene, meant, hour):
    for hers, his, when in covering():
        if (hers.meant, when) == (meant, hour):
            check(scene, hers, his, hour)


@pytest.mark.deep
@pytest.mark.once  # the rule is ours, not the database's; where any three meet, both are looked at
@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("hers", parts(), ids=str)
def test_what_stands_open_is_by_the_rule_in_every_mix(scene, hers, hour):
    for his in parts():
        check_what_stands_open(scene, hers, his, hour)


@pytest.mark.parametrize(
    ("his", "hour"),
    [(Part("us"), hour) for hour in HOURS] + [(Part(how="nothing"), "morning")],
    ids=str,
)
@pytest.mark.parametrize(
    "hers",
    [
        Part("us"),
        Part("me"),
        Part("us", "kept"),
        Part("us", "skipped"),
        Part("us", "late"),
        Part("us", "done", "back"),
        Part("me", "late", "alone"),
        Part("us", "done", "alone"),
    ],
    ids=str,
)
def test_the_mixes_that_matter_most(scene, hers, his, hour):
    check(scene, hers, his, hour)


def test_rather_not_say_looks_like_no_answer(scene):
    worlds = []
    for said in ({}, {"trust": {"value": "rather-not-say", "visibility": "us"}}):
        with transaction.atomic():
            ritual = scene.couple.rituals.get()
            day = Occurrence.on(ritual, NOON.date())
            his = {"trust": {"value": 4, "visibility": "us"}}
            day.checkin_of(scene.ana_partner).keep(said, done=True, now=EVENING)
            day.checkin_of(scene.ben_partner).keep(his, done=True, now=EVENING)
            worlds.append([observed(scene, day.pk, look) for look in LOOKS])
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]


def test_silence_cannot_be_opened_alone(scene):
    day = Occurrence.on(scene.couple.rituals.get(), NOON.date())
    checkin = day.checkin_of(scene.ana_partner)
    rather = {"trust": {"value": "rather-not-say", "visibility": "us"}}
    checkin.keep(rather, done=True, now=EVENING)
    with pytest.raises(RuleBroken):
        checkin.open_alone("trust", now=MORNING_AFTER)


def test_the_rule_itself_is_awake():
    """Of all the mixes some show and some do not, and a part turned silent shows nothing."""
    verdicts = {shows(a, b, hour, LOOKS[-1]) for a in parts() for b in parts() for hour in HOURS}
    assert verdicts == {True, False}
    assert not shows(replace(Part("us"), how="kept"), Part("us"), "morning", LOOKS[-1])
