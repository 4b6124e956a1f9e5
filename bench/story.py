"""The couples whose pages are measured, told through the verbs that people use."""

from datetime import timedelta
from itertools import cycle

from django.test import Client

from agreements.models import Agreement, Choice, ClauseTemplate, Comment, Stance
from agreements.models.version import Version
from checkins.answers import US, is_answered
from checkins.models import CheckIn, Occurrence, OpenedAnswer, Ritual, RitualTemplate, RollUp
from tests.cast import make_couple, make_person

LONG_AGO = timedelta(days=3 * 365)
A_MONTH = timedelta(days=30)
BETWEEN_VERSIONS = timedelta(days=30)
# Of ten clauses seven are agreed, two wait to be talked about, one has not opened yet.
OPINIONS = (Choice.AGREE,) * 7 + (Choice.TALK, Choice.CHANGE)
WORDS = "We tell each other about {number} before it grows, on the same day, calmly and in full."


def couple_of(first, second, *, now):
    """Make two people a couple, and return their partners."""
    couple = make_couple(make_person(first), make_person(second), now=now)
    return list(couple.partners_now().select_related("person", "couple"))


def signed_in(partner):
    """Return a test client in which this partner is signed in."""
    return signed_in_as(partner.person)


def signed_in_as(person):
    """Return a test client in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def agreement_of(partners, *, clauses, versions, now):
    """Build an agreement: library and own words, most of it agreed, and this many versions."""
    first, second = partners
    agreement = Agreement.of(first.couple)
    began = now - versions * BETWEEN_VERSIONS
    opened = clauses * 9 // 10
    _add(agreement, opened, first)
    _open_round(agreement, (first, second), began)
    for number in range(versions):
        _bring_into_force(agreement, (first, second), began + number * BETWEEN_VERSIONS)
    _add(agreement, clauses - opened, second)
    return agreement


def _add(agreement, count, partner):
    held = agreement.clauses.kept().values_list("template__slug", flat=True)
    held, wanted = set(held), len(held) + count
    templates = ClauseTemplate.published.filter(floor=False, language="en").exclude(slug__in=held)
    for template in templates[: count * 2 // 3]:
        clause = agreement.add(template, partner=partner)
        clause.fill(clause.suggestions)
    while agreement.clauses.kept().count() < wanted:
        words = WORDS.format(number=agreement.clauses.count())
        agreement.add_own(words, category="closeness", partner=partner)


def _open_round(agreement, partners, now):
    under_way = agreement.round
    clauses = agreement.clauses.kept().filter(round=under_way)
    for clause, choice in zip(clauses, cycle(OPINIONS), strict=False):
        for partner, said in zip(partners, (Choice.AGREE, choice), strict=True):
            Stance.give(clause, partner=partner, choice=said, seen=clause.digest)
    for partner in partners:
        under_way.press(partner=partner, now=now)


def _bring_into_force(agreement, partners, now):
    version = Version.propose(agreement, partner=partners[0], now=now)
    for partner in partners:
        version.sign(
            partner=partner, seen=version.digest, auth="passkey", now=version.signing_opens_at
        )


def comment(agreement, partners, *, count, now):
    """Let the two write about the clauses that have opened, one after the other."""
    clauses = agreement.clauses.kept().opened()
    for number, clause in zip(range(count), cycle(clauses), strict=False):
        words = f"I see it as you do, and would say it in {number} ways."
        Comment.send(clause, partner=partners[number % 2], words=words, now=now)


def years_of_check_ins(partners, *, days, now):
    """
    Let a couple keep a daily check-in and answer it for this many days.

    Written in bulk: by the verbs, years would take longer than everything that is measured.
    """
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    ritual = Ritual.begin(partners[0].couple, template, now=now - timedelta(days=days))
    today = now.date()
    occurrences = [
        Occurrence.on(ritual, today - timedelta(days=before)) for before in range(days, 0, -1)
    ]
    Occurrence.objects.bulk_create(occurrences)
    pairs = [(occurrence, partner) for occurrence in occurrences for partner in partners]
    CheckIn.objects.bulk_create(_done(*pair) for pair in pairs)
    OpenedAnswer.objects.bulk_create(row for pair in pairs for row in _opened(*pair, now))
    ritual.replan(now=now)
    RollUp.fold(partners[0].couple, now=now)


def _done(occurrence, partner):
    checkin = CheckIn(occurrence=occurrence, partner=partner)
    checkin.questions = checkin.asked()
    checkin.answers = {
        question["slug"]: {"value": _answer(question), "visibility": US}
        for question in filter(is_answered, checkin.questions)
    }
    checkin.state, checkin.done_on = CheckIn.State.DONE, occurrence.date
    return checkin


def _opened(occurrence, partner, now):
    questions = CheckIn(occurrence=occurrence, partner=partner).asked()
    for place, question in list(enumerate(questions))[:4]:
        yield OpenedAnswer(
            occurrence=occurrence,
            partner=partner,
            question=question["slug"],
            opens_at=occurrence.opens_at(now - timedelta(days=365 * 10)),
            content={"asked": question, "value": _answer(question), "place": place},
        )


def _answer(question):
    """Return an answer of the kind that a question takes."""
    match question["kind"]:
        case "level":
            return 3
        case "words":
            return question["words"][:1]
        case _:
            return "You made tea without a word."
