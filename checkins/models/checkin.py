"""One partner's answers for one occurrence."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from checkins import answers
from checkins.answers import FOR_BOTH, ME, US, ChangedElsewhere, Side
from checkins.models.occurrence import Occurrence
from checkins.models.opened import OpenedAnswer
from checkins.models.questions import questions_for
from checkins.models.ritual import KIND, SNOOZED
from checkins.models.rollup import RollUp
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice
from trustpact.privacy.fields import SealedJSON
from trustpact.rules import RuleBroken


class CheckIn(models.Model):
    """
    What one partner answered. It is theirs alone: what opens to the other is an OpenedAnswer.

    `questions` are as this partner read them; `answers` maps the slug of a question to its value
    and to whom it is meant for.
    """

    class State(models.TextChoices):
        """How far it is. Only what is done in time opens by itself."""

        OPEN = "open"
        DONE = "done"
        LATER = "later"  # done after its window
        SKIPPED = "skipped"

    _both = _held = None  # the check-ins of the two, while the couple's row is locked

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="checkins")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="checkins")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    questions = SealedJSON(owner="partner.person")
    answers = SealedJSON(owner="partner.person")
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "partner"], name="checkin_one_a_partner"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "later"], done_on__isnull=False)
                | Q(state__in=["open", "skipped"], done_on__isnull=True),
                name="checkin_done_on_a_date",
            ),
        ]

    def __str__(self):
        return f"check-in {self.pk}"

    # --- What is asked, what was answered.

    def asked(self):
        """Return the questions as this partner read them, or as they stand now."""
        return self.questions or questions_for(self.occurrence.ritual, self.occurrence.date)

    @property
    def is_done(self):
        """Whether Done was pressed, in time or later."""
        return self.state in (self.State.DONE, self.State.LATER)

    @property
    def may_stand_open(self):
        """Whether something of it can stand open: once it is done, and what a session showed."""
        return self.is_done or self.occurrence.ritual.is_session

    @property
    def side(self):
        """This check-in as `answers.counterparts` takes it."""
        return Side(self.state == self.State.DONE, self.answers)

    def open_slugs(self, now):
        """Return the slugs of what stands open to both by now."""
        if not self.may_stand_open:
            return set()
        mine = self.occurrence.opened_answers.filter(partner=self.partner, opens_at__lte=now)
        return set(mine.values_list("question", flat=True))

    def stands(self, question, *, late=False):
        """Return value and visibility of a question as its author reads them; unanswered is None."""
        answer = self.answers.get(question["slug"]) or {"value": None}
        visibility = answer.get("visibility") or question.get("visibility", ME)
        return answer["value"], ME if late or question.get("private") else visibility

    # --- Verbs.

    @transaction.atomic
    def save_answers(self, given, *, now, seen=None):
        """
        Keep answers: slug to {"value", "visibility"}; a question that is left out has none.

        With `seen`, slug to `answers.digest` of what stood there when its author read it, only
        these questions are spoken of; what is as it was read stays as it is by now.
        What stands open stays until it is taken back. After the window a new answer is for its
        author alone. Raises ValueError for a value that was not offered, ChangedElsewhere where
        another window was first.
        """
        self._begin()
        self._take(given, seen, now)
        self._keep(now=now)

    @transaction.atomic(savepoint=False)
    def keep(self, given, *, done, now, seen=None):
        """Save answers and, with `done`, be done with them: both or neither."""
        self._begin()
        self._take(given, seen, now)
        first = done and self._be_done(now)
        self._keep(now=now, first=first)

    @transaction.atomic
    def take_in(self, slug, words, *, visibility, now):
        """Put a passage into a text answer, below what stands there; like all, it waits for Done."""
        self._begin()
        if self.state != self.State.OPEN:
            raise RuleBroken(_("This check-in is done. You can change your answers there."))
        whole = answers.joined(self.answers.get(slug), words)
        if len(whole) > answers.TEXT_LIMIT:
            raise RuleBroken(_("This answer has no room for it. Take a shorter passage."))
        given = self.answers | {slug: {"value": whole, "visibility": visibility}}
        self.save_answers(given, now=now)

    @transaction.atomic
    def done(self, *, now):
        """Say that this is it. What both gave for both opens at the opening hour."""
        self._begin()
        self._keep(now=now, first=self._be_done(now))

    @transaction.atomic
    def skip(self, *, now):
        """Leave this one out, without a reason; what was kept stays with its author."""
        self._begin()
        if self.is_done:
            raise RuleBroken(_("You are done with this one. You can take answers back instead."))
        self.state = self.State.SKIPPED
        self._keep(now=now)

    @transaction.atomic
    def take_back(self, question="", *, now):
        """Keep an answer (or, without a question, all) to oneself again, at once."""
        self._begin()
        self._keep_to_oneself({question} if question else set(self.answers))
        self._keep(now=now)

    @classmethod
    @transaction.atomic
    def take_all_back(cls, partner, level="", *, now):
        """
        Keep everything that a partner ever answered to themselves again (or, of one question, all
        that they said), in one step; return on how many dates something was taken back.
        """
        partner.couple.lock()
        dates, partners = [], {partner}
        for both in cls._by_occurrence(partner.couple):
            mine = both.get(partner.pk)
            given = [level] if level else mine and mine.answers
            if mine and any(
                mine.answers.get(one, {}).get("visibility") in FOR_BOTH for one in given
            ):
                mine.hold(both)
                mine._begin()
                mine._keep_to_oneself({level} if level else set(mine.answers))
                mine.save(update_fields=["answers"])
                if mine.may_stand_open:
                    mine.occurrence.settle(now=now, both=both)
                dates.append(mine.occurrence.date)
                partners |= {one.partner for one in both.values()}
        RollUp.take_in(dates, partners, own_of=partner, now=now)
        return len(dates)

    @classmethod
    def _by_occurrence(cls, couple):
        """Return the check-ins of both by partner's id, one dict a date; one query."""
        found: dict = {}
        rows = cls.objects.filter(occurrence__ritual__couple=couple)
        for row in rows.select_related("occurrence__ritual__template", "partner"):
            row.occurrence.ritual.couple = couple
            found.setdefault(row.occurrence_id, {})[row.partner_id] = row
        return list(found.values())

    @transaction.atomic
    def open_alone(self, question, *, now):
        """Open an own answer that had no counterpart; it shows from the next opening hour on."""
        self._begin()
        if not self.may_open_alone(question, now):
            raise RuleBroken(_("Only an answer that you gave, and are done with, can be opened."))
        self.answers = self.answers | {question: self.answers[question] | {"visibility": US}}
        self.save(update_fields=["answers"])
        OpenedAnswer.objects.filter(
            occurrence=self.occurrence, partner=self.partner, question=question
        ).update(alone=True)
        if not self._opened(question):
            value = self.answers[question]["value"]
            self.as_opened(question, value, self.occurrence.opens_at(now), alone=True).save()
        self._settle(now)

    def may_open_alone(self, question, now):
        """Say whether this answer can be opened by its author alone; tells nothing of the other."""
        answer = self.answers.get(question)
        given = bool(answer) and answers.may_open(answer | {"visibility": US})
        return given and self.is_done and self.occurrence.may_have_opened(now)

    # --- What `settle` asks and tells.

    def opened_alone(self, there):
        """Return slug to value of what its author opened alone and still means for both."""
        return {
            slug: answer["value"]
            for slug, answer in self.answers.items()
            if answers.may_open(answer)
            and (row := there.get((self.partner_id, slug)))
            and row.alone
        }

    def as_opened(self, slug, value, opens_at, *, alone=False):
        """Return an answer as it opens; not where it started from, which its author may change."""
        places = [question["slug"] for question in self.questions]
        place = places.index(slug)
        asked = {name: one for name, one in self.questions[place].items() if name != "visibility"}
        return OpenedAnswer(
            occurrence=self.occurrence,
            partner=self.partner,
            question=slug,
            opens_at=opens_at,
            alone=alone,
            content={"asked": asked, "value": value, "place": place},
        )

    # --- Below the verbs.

    def hold(self, kept):
        """
        Take over what is kept by now: partner's id to check-in, read under the couple's lock.

        The next verb, in the same transaction, then reads nothing anew.
        """
        mine = kept.get(self.partner_id)
        if mine is not None:
            self.pk, self._state.adding = mine.pk, False
            for name in ("state", "done_on", "questions", "answers"):
                setattr(self, name, getattr(mine, name))
        self._both = kept | {self.partner_id: self}

    def _begin(self):
        """Lock the couple, and read what is kept by now, unless that is held already."""
        if self._both is None:
            self.occurrence.couple.lock()
            self.hold(self.occurrence.kept())
        self._held, self._both = self._both, None
        self._was = self.state
        if self._state.adding:
            self.occurrence.keep_row()
            self.questions = self.questions or self.asked()

    def _take(self, given, seen, now):
        late = not self.occurrence.is_in_window(self.partner, now)
        locked = self.open_slugs(now)
        kept, elsewhere = dict(self.answers), []
        for question in filter(answers.is_answered, self.questions):
            slug = question["slug"]
            if slug in locked & kept.keys() or (seen is not None and slug not in seen):
                continue
            new = given.get(slug) or {"value": None, "visibility": self.stands(question)[1]}
            value = answers.cleaned(question, new["value"])
            if seen is not None:
                said = answers.digest(value, ME if late else new["visibility"])
                stands = answers.digest(*self.stands(question, late=late))
                if said in (stands, seen[slug]):
                    continue
                if stands != seen[slug]:
                    elsewhere.append(slug)
                    continue
            self._put(kept, question, value, new["visibility"], late)
        if elsewhere:
            raise ChangedElsewhere(elsewhere)
        self.answers = kept

    def _put(self, kept, question, value, visibility, late):
        slug = question["slug"]
        before = kept.pop(slug, None)
        if value is None:
            if not late:  # who would see it is remembered for when it is answered
                question["visibility"] = visibility
            return
        is_new = before is None or before["value"] != value or before["visibility"] == ME
        shared = visibility in FOR_BOTH and not (late and is_new)
        kept[slug] = {"value": value, "visibility": visibility if shared else ME}

    def _keep_to_oneself(self, slugs):
        self.answers = {
            slug: answer | {"visibility": ME} if slug in slugs else answer
            for slug, answer in self.answers.items()
        }

    def _be_done(self, now):
        """Become done, and say whether that happens in time and for the first time."""
        if self.state == self.State.DONE:
            return False
        in_time = self.occurrence.is_in_window(self.partner, now)
        self.state = self.State.DONE if in_time else self.State.LATER
        self.done_on = self.done_on or self.partner.person.local(now).date()
        return in_time

    def _keep(self, *, now, first=False):
        adding = self._state.adding
        changed = None if adding else ["state", "done_on", "questions", "answers"]
        self.save(force_insert=adding, update_fields=changed)
        if self.state not in (self.State.OPEN, self._was):
            due = Notice.objects.filter(person_id=self.partner.person_id, kind__in=(KIND, SNOOZED))
            again = Q(kind=SNOOZED, series=self.occurrence.ritual_id)
            due.filter(again | Q(subject=self.occurrence.pk)).open().cancel()
        if self.may_stand_open:
            self._settle(now, first=first)

    def _settle(self, now, *, first=False):
        """Open what opens, take back what does not any more, and bring the roll-ups up to it."""
        both = self._held or {}
        self.occurrence.settle(now=now, first=first, both=self._held)
        RollUp.take_in(
            [self.occurrence.date],
            {one.partner for one in (*both.values(), self)},
            own_of=self.partner,
            now=now,
        )

    def _opened(self, question):
        mine = self.occurrence.opened_answers.filter(partner=self.partner, question=question)
        return mine.exists()
