"""What one partner sees of a session: the step both are at, and what of it is theirs to do."""

from functools import cached_property

from django.core import signing

from agreements.models.version import Version
from checkins import reading, script, wins, wording
from checkins.forms.session import StepForm, own_form
from checkins.models import Appreciation, OpenedAnswer, Session, Topic
from checkins.script import Kind, Part

PLACE = "checkins.place"  # the salt of what a page says about the state it shows
GOOD_FOR = 6 * 3600  # seconds for which a page that stays open asks whether the two went on


def sign_place(occurrence, moves):
    """Return a signed note of which state of a session a page shows; it opens nothing."""
    return signing.dumps([str(occurrence.pk), moves], salt=PLACE)


def has_moved(note):
    """
    Say whether both have gone on since a note was signed; one query, whoever asks.

    Raises signing.BadSignature for a note that is not ours, or is too old.
    """
    occurrence_id, moves = signing.loads(note, salt=PLACE, max_age=GOOD_FOR)
    found = Session.objects.filter(
        occurrence=occurrence_id, occurrence__ritual__couple__ended_on__isnull=True
    )
    now_at = found.values_list("moves", flat=True).first()
    return (now_at or 0) != moves


class Stage:
    """The page of a session for one partner, at one moment."""

    def __init__(self, session, partner, now, form=None, own=None):
        self.session, self.partner, self.now = session, partner, now
        self.occurrence = session.occurrence
        self._form, self._own = form, own

    # --- Where the two are.

    @cached_property
    def thanks(self):
        """What the two thanked each other for in the last week, newest first."""
        return Appreciation.lately(self.partner, self.now)

    @cached_property
    def topics(self):
        """What both are ready to talk about."""
        return Topic.ready_for(self.partner, self.now)

    @property
    def asked(self):
        """The step."""
        return self.session.asked

    @property
    def kind(self):
        """What is done at it, as the template's word for it."""
        return str(self.session.kind)

    @property
    def part(self):
        """Which part of the step it is."""
        return self.session.screen.part

    @property
    def number(self):
        """Which of the steps it is, from 1."""
        return self.session.screen.step + 1

    @property
    def note(self):
        """The signed note of this state."""
        return sign_place(self.occurrence, self.session.moves)

    @cached_property
    def speaker(self):
        """Whose words the screen waits for; None for both."""
        return self.session.speaker

    @property
    def is_mine(self):
        """Whether it waits for the one who looks at it."""
        return self.speaker is not None and self.speaker.pk == self.partner.pk

    @cached_property
    def other(self):
        """The other partner, or None."""
        return self.occurrence.couple.beside(self.partner)

    @property
    def second(self):
        """Who comes second."""
        return self.session.partner_of(1)

    @cached_property
    def is_past(self):
        """Whether its time is over for the one who looks, held or not."""
        return not self.occurrence.is_in_window(self.partner, self.now)

    @property
    def is_open(self):
        """Whether the two can go on with it."""
        return not (self.session.is_over or self.is_past)

    @property
    def is_last(self):
        """Whether nothing follows this screen."""
        return self.session.place == len(self.session.screens) - 1

    @property
    def is_dark(self):
        """Whether the screen dims."""
        going_on = self.is_open and self.session.status == Session.Status.OPEN
        return bool(going_on and self.asked.get("dark"))

    # --- Its time.

    @property
    def seconds(self):
        """How long this screen is meant to take; 0 for no time."""
        if self.session.status != Session.Status.OPEN:
            return 0
        return script.seconds(self.asked, self.session.screen)

    @property
    def seconds_gone(self):
        """How much of that is over."""
        return self.session.seconds_gone(self.now)

    # --- What was said.

    @cached_property
    def said(self):
        """What was passed in this step so far, in words, of whom."""
        rows = OpenedAnswer.objects.filter(
            occurrence=self.occurrence, question=self.asked["slug"], opens_at__lte=self.now
        ).select_related("partner__person", "partner__couple")
        return [
            reading.Said(row.partner, wording.answer_in_words(row.asked, row.value)) for row in rows
        ]

    @property
    def reply(self):
        """What the listener just answered, and who, or None."""
        place = self.session.place - 1
        if self.session.replied is None or place < 0:
            return None
        before = self.session.screens[place]
        step = self.session.steps[before.step]
        if before.part != Part.REPLY:
            return None
        words = script.replies(step)[self.session.replied]
        return reading.Said(self.session.partner_of(1 - before.turn), words)

    @property
    def replies(self):
        """What can be answered to what was passed."""
        return script.replies(self.asked)

    @property
    def tonight(self):
        """How far both want to go, where that is not all the way; said where it begins."""
        ready, gentle = self.session.steps[0], self.session.gentle
        is_first = self.session.place == script.after(self.session.steps, 0)
        return ready["choices"][gentle] if gentle and is_first else ""

    # --- What can be given.

    @cached_property
    def checkin(self):
        """The own answers of the one who looks."""
        return self.occurrence.checkin_of(self.partner)

    @property
    def my_readiness(self):
        """How ready the one who looks said to be, or ""."""
        return self.checkin.answers.get(self.session.steps[0]["slug"], {}).get("value", "")

    @cached_property
    def form(self):
        """The form of the step, with what its author began to write."""
        if self._form is not None:
            return self._form
        draft = self.checkin.answers.get(self.asked["slug"], {}).get("value", "")
        starts = {"words": draft if isinstance(draft, str) else "",
                  "moves": self.session.moves, "step": self.asked["slug"]}  # fmt: skip
        today = self.occurrence.couple.local(self.now).date()
        return StepForm(initial=starts, asked=self.asked, today=today)

    @cached_property
    def own(self):
        """The form of the own answers that this step asks for."""
        return self._own if self._own is not None else self.own_form_of(self.asked)

    def own_form_of(self, asked):
        """Return the form of the own answers that a step asks for."""
        late = not self.occurrence.is_in_window(self.partner, self.now)
        locked = self.checkin.open_slugs(self.now)
        return own_form(self.checkin, asked, locked=locked, late=late)

    @property
    def one_tap(self):
        """The one question of an own step that is answered by a tap, or None."""
        rows = self.own.rows
        return rows[0] if len(rows) == 1 and rows[0].question["kind"] == "choice" else None

    # --- What is read aloud.

    @property
    def clauses(self):
        """The clauses in force, each with who reads it; the two take turns."""
        if self.in_force is None:
            return []
        day = self.occurrence.couple.local(self.now).date()
        readers = [self.session.partner_of(0), self.second]
        every = self.in_force.clauses_that_hold(day)
        return [(clause, readers[place % 2]) for place, clause in enumerate(every)]

    @cached_property
    def in_force(self):
        """The version in force, or None."""
        return Version.objects.in_force().filter(agreement__couple=self.occurrence.couple).first()

    @property
    def month(self):
        """The small wins of the month until this date, oldest first."""
        day = self.occurrence.date
        return wins.of_days(self.partner, day.replace(day=1), day, self.now)

    # --- When it is over.

    @property
    def last(self):
        """The last step, whose own answers can still be given once it is over."""
        return self.session.steps[-1]

    @cached_property
    def closing(self):
        """The form of the last step's own answers while they are not given, or None."""
        steps, screens = self.session.steps, self.session.screens
        is_own = script.kind_of(steps[-1], screens[-1]) == Kind.OWN
        held = self.session.status == Session.Status.HELD
        if not (is_own and held) or self.checkin.is_done:
            return None
        return self._own if self._own is not None else self.own_form_of(steps[-1])

    @property
    def closing_tap(self):
        """The closing question that is answered by a tap, or None."""
        rows = self.closing.rows if self.closing else []
        return rows[0] if len(rows) == 1 and rows[0].question["kind"] == "choice" else None

    @cached_property
    def noted(self):
        """What was noted for both and stands open."""
        return list(self.occurrence.follow_ups.open())

    @cached_property
    def opened(self):
        """What opened between the two, side by side."""
        return reading.opened_side_by_side(OpenedAnswer.of(self.occurrence, self.now))

    @property
    def mine(self):
        """The own answers of the one who looks."""
        return reading.own_answers(self.checkin, self.checkin.open_slugs(self.now), self.now)
