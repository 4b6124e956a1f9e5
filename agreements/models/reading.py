"""The draft as one partner sees it: nothing in here knows what the other did not open."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.terms import utc_day


@dataclass(frozen=True)
class Standing:
    """Where the two stand, in numbers of clauses; those set aside are counted apart."""

    agreed: int = 0
    waiting: int = 0  # they wait for the one who reads
    open: int = 0
    aside: int = 0

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
        return ", ".join(said)


class Reading:
    """The clauses of a draft, read by one partner, with that partner's own answers."""

    def __init__(self, agreement, partner, rows):
        self.agreement = agreement
        self.partner = partner
        for clause in rows:
            clause.reader = partner
        self.clauses = _under_headings([row for row in rows if row.removed_on is None])
        self.taken_out = [row for row in rows if row.removed_on is not None]
        self.open_version = self.in_force = None
        self.asks_for_review = False

    def beside(self, versions, *, now):
        """Read the draft beside the version that is put forward and the one in force; one query."""
        standing = versions.model.Status
        for version in versions.beside_draft(self.partner, now):
            if version.standing(now) == standing.PROPOSED:
                self.open_version = version
            elif version.standing(now) == standing.IN_FORCE:
                self._beside_what_holds(version, now)
        return self

    def _beside_what_holds(self, version, now):
        self.in_force, self.asks_for_review = version, version.asks
        self._held = {one.id: one.text for one in version.document.clauses}
        if not self.is_in_force:  # something may have been withdrawn, or have ended: one more query
            self._held = {one.id: one.text for one in version.clauses_that_hold(utc_day(now))}
        for clause in self.clauses:
            clause.is_amended = self._held.get(str(clause.pk), clause.text) != clause.text

    @property
    def unsettled_by_heading(self):
        """The clauses that are not agreed, as pairs of a heading and what stands under it."""
        return _by_heading([clause for clause in self.clauses if not clause.is_agreed])

    @property
    def agreed_by_heading(self):
        """The agreed clauses, as pairs of a heading and what stands under it."""
        return _by_heading(self.agreed)

    @property
    def alone(self):
        """Whether the reader is the only one here so far."""
        return len(self.agreement.names) < 2

    @property
    def asked(self):
        """The clauses of the round that has not opened, in the order in which they are asked."""
        return [clause for clause in self.clauses if not clause.is_open]

    @property
    def pressed(self):
        """Whether the reader pressed Open for the round that has not opened."""
        return any(clause.pressed for clause in self.asked)

    @property
    def opened(self):
        """The clauses that both answered and opened."""
        return [clause for clause in self.clauses if clause.is_open]

    @property
    def unanswered(self):
        """The clauses of the round that the reader has not answered in their present words."""
        return [clause for clause in self.asked if not clause.my_answer]

    @property
    def agreed(self):
        """The opened clauses that both agree to."""
        return [clause for clause in self.opened if clause.is_agreed]

    @property
    def to_talk(self):
        """The opened clauses that the two still have to talk about."""
        return [clause for clause in self.opened if clause.is_talk]

    @property
    def aside(self):
        """The opened clauses that are not for one of the two."""
        return [clause for clause in self.opened if clause.is_aside]

    @property
    def waiting(self):
        """The clauses that wait for the reader: to be answered, or to be read in new words."""
        return [clause for clause in self.clauses if clause.waits_for_reader]

    @property
    def agreed_with_gaps(self):
        """The agreed clauses with a blank that nobody filled in yet: they stop a proposal."""
        return [clause for clause in self.agreed if clause.unfilled]

    @property
    def standing(self):
        """Where the two stand, in numbers."""
        agreed, waiting, aside = len(self.agreed), len(self.waiting), len(self.aside)
        waiting_aside = sum(clause.waits_for_reader and clause.is_aside for clause in self.opened)
        waiting -= waiting_aside
        return Standing(
            agreed=agreed,
            waiting=waiting,
            open=len(self.clauses) - agreed - waiting - aside,
            aside=aside,
        )

    @property
    def is_in_force(self):
        """Whether the version in force says just what both agree to now."""
        if self.in_force is None:
            return False
        return self._held == {str(clause.pk): clause.text for clause in self.agreed}

    @property
    def next_step(self):
        """
        The one thing to do next.

        begin, answer, invite, open, read (new words), version, fill (blanks), talk, propose, rest.
        """
        steps = {
            "begin": not self.clauses,
            "answer": self.unanswered,
            "invite": self.alone,
            "open": self.asked and not self.pressed,
            "read": self.waiting,
            "version": self.open_version,
            "fill": self.agreed_with_gaps,
            "talk": self.to_talk,
            "propose": self.agreed and not self.is_in_force,
        }
        return next((step for step, is_due in steps.items() if is_due), "rest")


def _by_heading(clauses):
    return [(name, list(group)) for name, group in groupby(clauses, key=_heading)]


def _heading(clause):
    return clause.heading or clause.category_name or ""


def _under_headings(clauses):
    """Order clauses by category, own headings last, each in the order of the draft."""
    own = list(dict.fromkeys(clause.heading for clause in clauses if clause.heading))

    def place(clause):
        if clause.heading:
            return 1, own.index(clause.heading)
        return 0, clause.category_place or 0

    return sorted(clauses, key=place)


@dataclass(frozen=True)
class Waiting:
    """What of the draft waits for one partner, as Today shows it."""

    unanswered: int  # clauses of the round that they have not answered
    reworded: int  # opened clauses whose words changed since they answered
    to_open: bool  # a round stands that they have not pressed Open for
    pressed: bool  # they pressed Open, and it has not opened
    to_talk: int  # opened clauses that the two still have to talk about

    @classmethod
    def of(cls, reading):
        """Count what waits for the reader of a draft."""
        return cls(
            unanswered=len(reading.unanswered),
            reworded=sum(clause.is_open for clause in reading.waiting),
            to_open=bool(reading.asked) and not reading.pressed,
            pressed=reading.pressed,
            to_talk=len(reading.to_talk),
        )
