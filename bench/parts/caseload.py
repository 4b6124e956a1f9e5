"""A therapist's pages: the list of 20 and of 200 couples, and one couple since the last session."""

from datetime import timedelta

from bench import due, story
from bench.measuring import Page
from bench.parts.pages import beside_floor, growth
from tests.caseload.letting_in import therapist_of
from tests.cast import make_person
from trustpact.couples.models import Grant, Scope, Therapy


def rows(floor, now):
    """Yield what there is to say of a therapist's pages."""
    few, _first = _practice("Dr Few", 20, now)
    many, therapy = _practice("Dr Many", 200, now)
    due.tidy()
    page = Page(many, "/people/")
    yield beside_floor("caseload, 200 couples, 50 a page", page, floor, ratio=5, queries=8)
    yield growth("caseload, 200 couples against 20", Page(few, "/people/"), page, at_most=1.3)
    since = Page(many, f"/people/{therapy.pk}/")
    yield beside_floor("since last session, four weeks of it", since, floor, ratio=6, queries=10)


def _practice(name, count, now):
    """Return a therapist's client with this many couples, and the therapy of the first, a full one."""
    profile = therapist_of(make_person(name))
    therapies = []
    for number in range(count):
        partners = story.couple_of(f"A{name}{number}", f"B{name}{number}", now=now - story.A_MONTH)
        couple = partners[0].couple
        therapy = Therapy.begin(couple, profile, invited_by=partners[0], now=now)
        therapy.meet_on(couple.local(now).date() + timedelta(days=number % 30), now=now)
        for partner in partners:
            Grant.give(therapy, partner, list(Scope), now=now)
        if number == 0:
            story.years_of_check_ins(partners, days=story.A_MONTH.days, now=now)
        therapies.append(therapy)
    return story.signed_in_as(profile.person), therapies[0]
