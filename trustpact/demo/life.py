"""
A year of a couple's life, told through the verbs that people use: each at its own moment.

Nothing is written past the rules: what the demo shows is what a couple would see.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements.models import Agreement, ClauseTemplate, Comment, Pack, Proposal, Stance
from agreements.models.version import Version
from checkins import recurrence
from checkins.answers import ME, RATHER_NOT, US, is_answered
from checkins.models import (
    FollowUp,
    JournalEntry,
    Occurrence,
    Ritual,
    RitualTemplate,
    RollUp,
    Session,
)
from checkins.models.passing import Given, pass_step
from checkins.script import Kind
from trustpact.couples.models import Couple, Partner
from trustpact.demo import words
from trustpact.demo.practices import practise
from trustpact.notices.models import Notice

DAYS = 365
SEED = 17
BLANKS = {
    "what-how-soon-what-tone": {
        "topics": "debts, new accounts and contact with former partners",
        "how_soon": "one day",
    },
    "pause-and-reflect": {"how_soon": "a day"},
}
# What they added, on which day after they began: clauses of the library, and own words.
AMENDMENTS = (
    (80, ("ask-before-opening", "see-the-effort"), words.LATER_CLAUSE, "closeness"),
    (215, ("listen-first", "both-ready"), words.LATEST_CLAUSE, "support"),
)
WAITING_CLAUSES = ("touch-by-asking", "small-wins")


@dataclass
class Life:
    """A couple's life so far: they began `days` before the present, `now`."""

    first: Partner
    second: Partner
    couple: Couple
    now: datetime
    days: int
    chance: random.Random

    @property
    def start(self) -> datetime:
        return self.now - timedelta(days=self.days)

    @property
    def partners(self) -> tuple[Partner, Partner]:
        return self.first, self.second

    def on_day(self, number: int, hour: int = 12, minute: int = 0) -> datetime:
        """Return a moment on the couple's clock, `number` days after they began."""
        day = self.couple.local(self.start + timedelta(days=number))
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def live(one, other, *, now: datetime, days: int = DAYS) -> Life:
    """Let two persons become a couple and live together until `now`, from 90 days on."""
    start = now - timedelta(days=days)
    couple = Couple.start(one, now=start)
    Partner.join(couple, other, now=start + timedelta(days=1))
    first, second = couple.partners_now().select_related("person", "couple")
    life = Life(first, second, couple, now, days, random.Random(SEED))  # noqa: S311 (a story, no secret)
    _agree(life)
    _keep_rituals(life)
    RollUp.fold(couple, now=now)
    _leave_something_to_do(life)
    practise(life)
    for number, said in words.JOURNAL:
        if number < days:
            JournalEntry.write(one, words=said, now=life.on_day(number))
    Notice.objects.filter(person__in=(one, other), due_at__lte=now).open().cancel()
    return life


def _agree(life):
    agreement = Agreement.of(life.couple)
    agreement.add_pack(Pack.published.get(slug="healthy-sex", language="en"), partner=life.first)
    for slug in BLANKS:
        agreement.add(_template(slug), partner=life.first).fill(BLANKS[slug])
    agreement.add_own(words.OWN_CLAUSE, category="digital", partner=life.second)
    _open_a_round(life, agreement, life.on_day(3))
    _sign(life, agreement, life.on_day(5))
    for day, slugs, own, category in AMENDMENTS:
        if day + 4 < life.days:
            for slug in slugs:
                agreement.add(_template(slug), partner=life.second)
            agreement.add_own(own, category=category, partner=life.first)
            _open_a_round(life, agreement, life.on_day(day))
            _sign(life, agreement, life.on_day(day + 3))


def _template(slug):
    return ClauseTemplate.published.get(slug=slug, language="en")


def _open_a_round(life, agreement, at):
    under_way = agreement.round
    for clause in agreement.clauses.kept().filter(round=under_way):
        slug = clause.template.slug if clause.template else ""
        opinions = words.FIRST_OPINIONS.get(slug, ("agree", "agree"))
        for partner, choice in zip(life.partners, opinions, strict=True):
            Stance.give(clause, partner=partner, choice=choice, seen=clause.digest)
        if note := words.NOTES.get(slug):
            Stance.write_note(clause, partner=life.first, note=note)
    for partner in life.partners:
        under_way.press(partner=partner, now=at)


def _sign(life, agreement, at):
    version = Version.propose(agreement, partner=life.first, now=at)
    for hours, partner in enumerate(life.partners, start=1):
        version.sign(
            partner=partner,
            seen=version.digest,
            auth="mail-code",
            now=version.signing_opens_at + timedelta(hours=hours),
        )


def _keep_rituals(life):
    for slug, day in (("daily-check-in", 7), ("weekly-debrief", 7), ("monthly-ceremony", 35)):
        keep_from(life, slug, day)


def keep_from(life, slug, day):
    """Begin a ritual of the library on a day of this life, and keep it until yesterday."""
    template = RitualTemplate.published.get(slug=slug, language="en")
    ritual = Ritual.begin(life.couple, template, now=life.on_day(day))
    _keep(life, ritual, day)
    ritual.replan(now=life.now)


def _keep(life, ritual, day):
    before = life.now - timedelta(days=1)
    others = list(life.couple.rituals.kept().with_plan())
    slots = recurrence.slots_between(
        ritual.cadence, ritual.at, ritual.zone_for(life.first), life.on_day(day), before
    )
    for slot in slots:
        if ritual.is_replaced_on(slot.date, others):
            continue
        occurrence = Occurrence.on(ritual, slot.date)
        if ritual.is_session:
            if life.chance.random() < 0.82:
                _hold(life, occurrence, slot)
            continue
        for partner in life.partners:
            if life.chance.random() < 0.82:
                _check_in(life, occurrence, partner, slot)


def _hold(life, occurrence, slot):
    """Both go through the steps, each writes in their turn, and answers alone at the end."""
    at = slot.moment + timedelta(minutes=life.chance.randint(2, 30))
    occurrence.ritual.couple = life.couple
    Session.of(occurrence).begin(life.first, now=at)
    while not (session := Session.of(occurrence)).is_over:
        given = Given()
        if session.kind == Kind.TURN:
            given.words = _text(life, session.asked, 0) or ""
        speaker = session.speaker or life.first
        step = session.asked["slug"]
        pass_step(session, speaker, given, seen=session.moves, step=step, now=at)
    _keep_most_of_what_was_decided(life, at)
    for partner in life.partners:
        _check_in(life, occurrence, partner, slot, kinds=("level", "choice"))


def _keep_most_of_what_was_decided(life, at):
    """Close what was decided weeks ago; some of the newest stands open still."""
    older = FollowUp.objects.open().filter(couple=life.couple, noted_on__lt=at - timedelta(days=14))
    for decided in older:
        decided.close(decided.owner or life.first, now=at)


def _check_in(life, occurrence, partner, slot, kinds=()):
    at = slot.moment + timedelta(minutes=life.chance.randint(2, 90))
    checkin = occurrence.checkin_of(partner)
    answers = {
        question["slug"]: answer
        for question in filter(is_answered, checkin.asked())
        if not kinds or question["kind"] in kinds
        if (answer := _answer(life, question, slot.date.toordinal()))
    }
    checkin.save_answers(checkin.answers | answers, now=at)
    checkin.done(now=at)


def _answer(life, question, day):
    value = _ANSWERS[question["kind"]](life, question, day)
    if value is None:
        return None
    keeps = life.chance.random() < 0.15
    return {"value": value, "visibility": ME if keeps else question.get("visibility", US)}


def _level(life, question, day):
    if life.chance.random() < 0.06:
        return RATHER_NOT
    grown = 2.4 + 1.4 * min(1.0, (day - life.start.date().toordinal()) / life.days)
    return min(5, max(1, round(life.chance.gauss(grown, 0.9))))


def _feelings(life, question, day):
    count = life.chance.randint(1, question.get("at_most", 2))
    return life.chance.sample(question["words"][:16], count)


def _choice(life, question, day):
    return life.chance.choice(question["choices"][:2] * 3 + question["choices"][2:])


def _text(life, question, day):
    texts = {"noticed": words.NOTICED, "need": words.NEEDS, "private": words.PRIVATE}
    if question["slug"] in texts and life.chance.random() < 0.75:
        return None
    written = texts.get(question["slug"]) or words.TEXTS.get(question["slug"])
    return life.chance.choice(written) if written else None


_ANSWERS = {
    "level": _level,
    "words": _feelings,
    "choice": _choice,
    "yes-no": lambda life, question, day: "yes",
    "text": _text,
    "item": _text,
}


def _leave_something_to_do(life):
    """Leave some clauses unanswered and a talk unfinished, as on any day of a real couple."""
    agreement = Agreement.of(life.couple)
    _negotiate(life, agreement)
    for slug in WAITING_CLAUSES:
        agreement.add(_template(slug), partner=life.second)


def _negotiate(life, agreement):
    """Other words are proposed for one clause, one is written about, one rests for a while."""
    yesterday = life.now - timedelta(days=1)
    reworded, discussed, parked = (
        agreement.clauses.kept().get(template__slug=slug) for slug in words.TALKED_ABOUT
    )
    for number, said in enumerate(words.COMMENTS):
        Comment.send(discussed, partner=life.partners[number % 2], words=said, now=yesterday)
    Proposal.send(
        reworded,
        partner=life.second,
        words=words.OTHER_WORDS,
        reason=words.REASON,
        seen=reworded.digest,
        now=yesterday,
    )
    parked.park(until=(life.now + timedelta(days=25)).date(), now=yesterday)
