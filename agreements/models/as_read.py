"""A clause as one partner reads it, on one day: what of it is theirs, and what waits for them."""

from datetime import timedelta

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements.models.stance import Choice
from agreements.models.worked_out import WorkedOut

BACK_FOR = timedelta(days=7)  # how long Today says that a parked clause is back


class AsRead(WorkedOut):
    """The part of a clause that depends on who reads it; `read_by` says who, and when."""

    reader = today = None
    proposed_to_reader = False
    is_amended = False  # whether it reads otherwise than what is in force

    class Meta:
        abstract = True

    def read_by(self, partner, *, today):
        """Read it as this partner, on this day of the couple's clock; return it."""
        if self.reader is not None:
            self.work_out_anew()
        self.reader, self.today = partner, today
        return self

    @property
    def is_parked(self):
        """Whether it rests today."""
        return self.is_parked_on(self.today)

    @property
    def is_at_rest(self):
        """Whether nothing is to be settled of it: it is agreed, set aside, or parked."""
        return self.is_open and (self.is_parked or self.is_agreed or self.is_aside)

    @property
    def is_back(self):
        """Whether it was parked, and its day came within the last days."""
        return (
            self.parked_until is not None
            and self.parked_until <= self.today < self.parked_until + BACK_FOR
        )

    @property
    def has_returned(self):
        """Whether it was parked, and its day has come."""
        return self.parked_until is not None and self.parked_until <= self.today

    @cached_property
    def mine(self):
        """The reader's own stance, or None."""
        return next((one for one in self._stances if one.partner_id == self.reader.pk), None)

    @cached_property
    def theirs(self):
        """The other's stance, once it has opened; None before, and while there is none."""
        if not self.is_open:
            return None
        others = (one for one in self._stances if one.partner_id != self.reader.pk)
        return next(others, None)

    @cached_property
    def my_answer(self):
        """What the reader says of the present words, "" where nothing or of other words."""
        return self.mine.answer_for(self.digest) if self.mine else ""

    @property
    def my_choice_label(self):
        """What the reader says, in words."""
        return _label(self.my_answer)

    @property
    def their_choice_label(self):
        """What the other says, in words, once it has opened; "" before."""
        return _label(self.theirs.answer_for(self.digest)) if self.theirs else ""

    @cached_property
    def was_reworded(self):
        """Whether the reader answered to words that have changed since."""
        return self.mine is not None and self.mine.is_about_other_words(self.digest)

    @cached_property
    def waits_for_reader(self):
        """Whether the reader has still to answer it, or to read new or proposed words."""
        if not self.is_open:
            return not self.my_answer
        return not self.is_parked and (self.was_reworded or self.proposed_to_reader)


def _label(choice):
    return Choice(choice).label if choice else _("Nothing yet of these words")
