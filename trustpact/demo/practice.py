"""A made-up therapist: what they say of themselves, the couple they see, and a handful of others."""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from checkins.models import Exercise
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import (
    JOINT,
    Couple,
    Grant,
    Partner,
    Scope,
    Secrets,
    Therapist,
    Therapy,
)
from trustpact.demo.life import Life, keep_from
from trustpact.notices.models import Notice

PROFILE = {
    "profession": "Couples therapist",
    "number": "Register of Psychotherapists, 4711-0815",
    "secrets": Secrets.ASKED,
    "policy": "I see each of you alone once, near the beginning. Ask me anything about it.",
}
DAYS = 24  # of life of the others in the practice


@dataclass(frozen=True)
class Other:
    """A second couple: its people, days until the next session, and what each of the two opened."""

    names: tuple
    next_in: int | None = None
    opened: tuple = ((), ())
    opened_ago: int = 12  # days


OTHERS = (
    Other(("Rosa", "Emil"), next_in=1, opened=(tuple(Scope), tuple(Scope))),
    Other(("Noor", "Sam"), next_in=3, opened=((Scope.LEVELS, Scope.RITUALS), (Scope.RITUALS,))),
    Other(("Kofi", "Marie"), next_in=9, opened=((Scope.NOTES,), ())),
    Other(("Ilse", "Bernd")),
    Other(("Tariq", "Lena"), opened=(JOINT, JOINT), opened_ago=95),
)


def accompany(one, therapist, make_person, *, now) -> None:
    """
    Let a therapist go with the couple of this person, and with a handful of other couples.

    `make_person(name)` returns one of the others. The therapist has a second factor already.
    """
    profile = Therapist.declare(therapist, **PROFILE, now=now)
    _see(Partner.objects.of(one), profile, now)
    for number, other in enumerate(OTHERS):
        _take_on(other, profile, [make_person(name) for name in other.names], number, now)


def _see(partner, profile, now):
    """They were there a week ago, opened what each wanted to, and come again in five days."""
    couple = partner.couple
    first, second = couple.members
    began, opened = now - timedelta(days=30), now - timedelta(days=20)
    therapy = Therapy.begin(couple, profile, invited_by=first, now=began)
    Grant.give(
        therapy, first, [Scope.LEVELS, Scope.NOTES, Scope.AGREEMENT, Scope.RITUALS], now=opened
    )
    Grant.give(therapy, second, [Scope.LEVELS, Scope.AGREEMENT, Scope.RITUALS], now=opened)
    _meet(therapy, now - timedelta(days=7), now=opened)
    for days in (8, 7):
        _look(therapy, now - timedelta(days=days))
    _meet(therapy, now + timedelta(days=5), now=now - timedelta(days=6))
    exercise = Exercise.published.get(slug="say-it-back", language=couple.language)
    kind, yesterday = Suggestion.Kind.EXERCISE, now - timedelta(days=1)
    Suggestion.make(therapy, kind, exercise.slug, now=yesterday)


def _meet(therapy, moment, *, now):
    therapy.meet_on(therapy.couple.local(moment).date(), now=now)


def _look(therapy, now):
    """Read what a page before a session shows; it is listed for those whose it is."""
    with transaction.atomic():
        Therapy.opened_to(therapy.therapist.person, therapy.pk, tuple(Scope), now=now)


def _take_on(other, profile, people, number, now):
    """Tell of one of the others: some weeks of check-ins, and as much opened as they wanted to."""
    began = now - timedelta(days=max(DAYS, other.opened_ago))
    couple = Couple.start(people[0], now=began)
    Partner.join(couple, people[1], now=began)
    first, second = couple.partners_now().select_related("person", "couple")
    life = Life(first, second, couple, now, DAYS, random.Random(number))  # noqa: S311 (a story)
    keep_from(life, "daily-check-in", day=10)
    therapy = Therapy.begin(couple, profile, invited_by=first, now=began)
    for partner, scopes in zip((first, second), other.opened, strict=True):
        Grant.give(therapy, partner, scopes, now=now - timedelta(days=other.opened_ago))
    if other.next_in is not None:
        _meet(therapy, now + timedelta(days=other.next_in), now=now)
    Notice.objects.filter(person__in=people, due_at__lte=now).open().cancel()
