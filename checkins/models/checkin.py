"""One partner's answers for one occurrence."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from checkins import answers
from checkins.answers import ME, US, Side
from checkins.models.occurrence import Occurrence
from checkins.models.opened import OpenedAnswer
from checkins.models.questions import questions_for
from checkins.models.ritual import KIND, SNOOZED
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
    def side(self):
        """This check-in as `answers.counterparts` takes it."""
        return Side(self.state == self.State.DONE, self.answers)

    def open_slugs(self, now):
        """Return the slugs of what stands open to both by now."""
        mine = self.occurrence.opened_answers.filter(partner=self.partner, opens_at__lte=now)
        return set(mine.values_list("question", flat=True))

    # --- Verbs.

    @transaction.atomic
    def save_answers(self, given, *, now):
        """
        Keep answers: slug to {"value", "visibility"}; a question that is left out has none.

        What stands open stays as it is until it is taken back. After the window a new answer is
        for its author alone. Raises ValueError for a value that was not offered.
        """
        self._begin()
        late = not self.occurrence.is_in_window(self.partner, now)
        kept = {slug: self.answers[slug] for slug in self.open_slugs(now) & self.answers.keys()}
        for question in filter(answers.is_answered, self.questions):
            slug = question["slug"]
            answer = given.get(slug)
            if slug in kept or not answer:
                continue
            value = answers.cleaned(question, answer["value"])
            if value is not None:
                kept[slug] = self._kept(slug, value, answer["visibility"], late)
        self.answers = kept
        self._keep(now=now)

    def _kept(self, slug, value, visibility, late):
        before = self.answers.get(slug)
        is_new = before is None or before["value"] != value or before["visibility"] == ME
        if visibility != US or (late and is_new):
            return {"value": value, "visibility": ME}
        return {"value": value, "visibility": US}

    @transaction.atomic
    def keep(self, given, *, done, now):
        """Save answers and, with `done`, be done with them: both or neither."""
        self.save_answers(given, now=now)
        if done:
            self.done(now=now)

    @transaction.atomic
    def done(self, *, now):
        """Say that this is it. What both gave for both opens at the opening hour."""
        self._begin()
        if self.state != self.State.DONE:
            in_time = self.occurrence.is_in_window(self.partner, now)
            self.state = self.State.DONE if in_time else self.State.LATER
            self.done_on = self.done_on or self.partner.person.local(now).date()
        self._keep(now=now)

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
        slugs = {question} if question else self.answers.keys()
        self.answers = {
            slug: answer | {"visibility": ME} if slug in slugs else answer
            for slug, answer in self.answers.items()
        }
        self._keep(now=now)

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
            self.open_answer(None, question, self.answers[question]["value"], now=now, alone=True)
        self.occurrence.settle(now=now)

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

    def open_answer(self, row, slug, value, *, now, alone=False):
        """Write down that an answer opens, at the next opening hour; what is open stays."""
        if row and row.is_open(now):
            return
        places = [question["slug"] for question in self.questions]
        row = row or OpenedAnswer(
            occurrence=self.occurrence,
            partner=self.partner,
            question=slug,
            opens_at=self.occurrence.opens_at(now),
            alone=alone,
        )
        place = places.index(slug)
        row.content = {"asked": self.questions[place], "value": value, "place": place}
        row.save()

    # --- Below the verbs.

    def _begin(self):
        """Lock the couple, and read what is kept by now."""
        self.occurrence.couple.lock()
        self.occurrence.keep_row()
        kept = CheckIn.objects.filter(occurrence=self.occurrence, partner=self.partner).first()
        if kept is None:
            self.questions = self.asked()
            return
        self.pk, self._state.adding = kept.pk, False
        for name in ("state", "done_on", "questions", "answers"):
            setattr(self, name, getattr(kept, name))

    def _keep(self, *, now):
        self.save()
        if self.state != self.State.OPEN:
            due = Notice.objects.filter(person_id=self.partner.person_id, kind__in=(KIND, SNOOZED))
            again = Q(kind=SNOOZED, series=self.occurrence.ritual_id)
            due.filter(again | Q(subject=self.occurrence.pk)).open().cancel()
        self.occurrence.settle(now=now)

    def _opened(self, question):
        mine = self.occurrence.opened_answers.filter(partner=self.partner, question=question)
        return mine.exists()
