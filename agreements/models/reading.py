"""The draft as one partner sees it: nothing in here knows what the other did not open."""

import json
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.terms import utc_day


@dataclass(frozen=True)
class Standing:
    """Where the two stand, in numbers of clauses; those set aside or parked are counted apart."""

    agreed: int = 0
    waiting: int = 0  # they wait for the one who reads
    open: int = 0
    aside: int = 0
    parked: int = 0

    @property
    def total(self):
        """How many clauses are being talked about."""
        return self.agreed + self.waiting + self.open

    def __str__(self):
        """Say it in words: "9 of 14 agreed, 2 wait for you, 3 still open"."""
        said = [_("%(agreed)d of %(total)d agreed") % {"agreed": self.agreed, "total": self.total}]
        if self.waiting:
            waiting = ngettext("%(count)d waits for you", "%(count)d wait for you", self.waiting)
            said.append(waiting % {"count": self.waiting})
        if self.open:
            still = ngettext("%(count)d still open", "%(count)d still open", self.open)
            said.append(still % {"count": self.open})
        if self.aside:
            aside = ngettext("%(count)d set aside", "%(count)d set aside", self.aside)
            said.append(aside % {"count": self.aside})
        if self.parked:
            parked = ngettext("%(count)d parked", "%(count)d parked", self.parked)
            said.append(parked % {"count": self.parked})
        return ", ".join(said)


class Reading:
    """
    The clauses of a draft, read by one partner on one day, with that partner's own answers.

    It is of one moment: what it found out once, it does not ask its clauses again.
    """

    def __init__(self, agreement, partner, rows, *, now):
        self.agreement = agreement
        self.partner = partner
        today = partner.couple.local(now).date()
        rows = [clause.read_by(partner, today=today) for clause in rows]
        self.clauses = _under_headings([row for row in rows if row.removed_on is None])
        self.taken_out = [row for row in rows if row.removed_on is not None]
        self.open_version = self.in_force = None
        self.asks_for_review = False
        self._held = {}  # the words of what is in force, by the id of their clause

    def knowing(self, versions, *, now):
        """
        Know which version is put forward and which is in force, of the current ones; one query once
        the day has come to look at it again.
        """
        for version in versions:
            version.agreement = self.agreement
            if version.standing(now) == version.Status.PROPOSED:
                self.open_version = version
            elif version.standing(now) == version.Status.IN_FORCE:
                self.in_force = version
                self.asks_for_review = version.asks_for_review(self.partner, now)
        return self

    def beside(self, versions, *, now):
        """As `knowing`, and say which clauses read otherwise than what holds; one query more if any."""
        self.knowing(versions, now=now)
        if self.in_force:
            self._beside_what_holds(self.in_force, now)
        return self

    def _beside_what_holds(self, version, now):
        words = json.loads(version.text)["clauses"]  # its form is checked where it is read
        self._held = {one["id"]: one["text"] for one in words}
        if not self.is_in_force:  # something may have been withdrawn, or have ended
            self._held = {one.id: one.text for one in version.clauses_that_hold(utc_day(now))}
        for clause in self.clauses:
            clause.is_amended = self._held.get(str(clause.pk), clause.text) != clause.text

    @cached_property
    def unsettled_by_heading(self):
        """What is neither agreed, set aside nor parked, as pairs of a heading and its clauses."""
        return _by_heading([clause for clause in self.clauses if not clause.is_at_rest])

    @cached_property
    def agreed_by_heading(self):
        """The agreed clauses, as pairs of a heading and what stands under it."""
        return _by_heading(self.agreed)

    @cached_property
    def parked_by_heading(self):
        """The parked clauses, as pairs of a heading and what stands under it."""
        return _by_heading(self.parked)

    @cached_property
    def aside_by_heading(self):
        """What was set aside, as pairs of a heading and what stands under it."""
        return _by_heading(self.aside)

    @cached_property
    def alone(self):
        """Whether the reader is the only one here so far."""
        return len(self.agreement.names) < 2

    @cached_property
    def asked(self):
        """The clauses of the round that has not opened, in the order in which they are asked."""
        return [clause for clause in self.clauses if not clause.is_open]

    @cached_property
    def pressed(self):
        """Whether the reader pressed Open for the round that has not opened; one query."""
        return bool(self.asked) and self.asked[0].round.is_pressed_by(self.partner)

    @cached_property
    def opened(self):
        """The clauses that both answered and opened."""
        return [clause for clause in self.clauses if clause.is_open]

    @cached_property
    def unanswered(self):
        """The clauses of the round that the reader has not answered in their present words."""
        return [clause for clause in self.asked if not clause.my_answer]

    @cached_property
    def agreed(self):
        """The opened clauses that both agree to."""
        return [clause for clause in self._awake if clause.is_agreed]

    @cached_property
    def agreed_in_order(self):
        """The same in the draft's order, as a version would hold them."""
        return sorted(self.agreed, key=lambda clause: clause.position)

    @cached_property
    def to_talk(self):
        """The opened clauses that the two still have to talk about."""
        return [clause for clause in self._awake if clause.is_talk]

    @cached_property
    def aside(self):
        """The opened clauses that are not for one of the two."""
        return [clause for clause in self._awake if clause.is_aside]

    @cached_property
    def parked(self):
        """The opened clauses that rest until a day, whatever the two say of them."""
        return [clause for clause in self.opened if clause.is_parked]

    @cached_property
    def back(self):
        """The clauses whose rest ended in the last days, and that the two have to talk about."""
        return [clause for clause in self._awake if clause.is_back and clause.is_talk]

    @cached_property
    def waiting(self):
        """The clauses that wait for the reader: to be answered, or read in new or proposed words."""
        return [clause for clause in self.clauses if clause.waits_for_reader]

    @cached_property
    def proposed(self):
        """The clauses for which the other proposes other words."""
        return [clause for clause in self._awake if clause.proposed_to_reader]

    @cached_property
    def reworded(self):
        """The opened clauses whose words changed after the reader answered."""
        return [clause for clause in self._awake if clause.was_reworded]

    @cached_property
    def agreed_with_gaps(self):
        """The agreed clauses with a blank that nobody filled in yet: they stop a proposal."""
        return [clause for clause in self.agreed if clause.unfilled]

    @cached_property
    def standing(self):
        """Where the two stand, in numbers."""
        agreed = sum(not clause.waits_for_reader for clause in self.agreed)
        waiting = sum(not clause.is_aside for clause in self.waiting)
        aside, parked = len(self.aside), len(self.parked)
        return Standing(
            agreed=agreed,
            waiting=waiting,
            open=len(self.clauses) - agreed - waiting - aside - parked,
            aside=aside,
            parked=parked,
        )

    @property
    def is_in_force(self):
        """Whether the version in force says just what both agree to now."""
        if self.in_force is None:
            return False
        return self._held == self._agreed_words

    @cached_property
    def next_step(self):
        """
        The one thing to do next.

        begin, answer, invite, open, decide (on proposed words), read (new words), version,
        fill (blanks), talk, propose, rest.
        """
        steps = {
            "begin": lambda: not self.clauses,
            "answer": lambda: self.unanswered,
            "invite": lambda: self.alone,
            "open": lambda: self.asked and not self.pressed,
            "decide": lambda: self.proposed,
            "read": lambda: self.reworded,
            "version": lambda: self.open_version,
            "fill": lambda: self.agreed_with_gaps,
            "talk": lambda: self.to_talk,
            "propose": lambda: self.agreed and not self.is_in_force,
        }
        return next((step for step, is_due in steps.items() if is_due()), "rest")

    @cached_property
    def _agreed_words(self):
        return {str(clause.pk): clause.text for clause in self.agreed}

    @cached_property
    def _awake(self):
        return [clause for clause in self.opened if not clause.is_parked]


def _by_heading(clauses):
    return [(name, list(group)) for name, group in groupby(clauses, key=_heading)]


def _heading(clause):
    if clause.heading:
        return clause.heading
    return clause.heading_of_library.name if clause.heading_of_library else ""


def _under_headings(clauses):
    """Order clauses by category, own headings last, each in the order of the draft."""
    own = list(dict.fromkeys(clause.heading for clause in clauses if clause.heading))

    def place(clause):
        if clause.heading:
            return 1, own.index(clause.heading)
        return 0, clause.heading_of_library.position if clause.heading_of_library else 0

    return sorted(clauses, key=place)
