"""One moment of a ritual, for one date, and what of it opened between the two."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction

from checkins import answers
from checkins.models.ritual import Ritual

LOOK_BACK = timedelta(days=4)  # no window is open for longer


class Occurrence(models.Model):
    """
    A date of a ritual. Its id follows from the two, so that it can be linked to and shown
    before its row is there, and nobody can tell from the row who came first.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    ritual = models.ForeignKey(Ritual, models.CASCADE, related_name="occurrences")
    date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ritual", "date"], name="occurrence_one_a_date")
        ]

    def __str__(self):
        return f"{self.ritual_id} on {self.date}"

    @classmethod
    def on(cls, ritual, date):
        """Return the occurrence of a ritual on a date, saved or not; no query."""
        return cls(pk=cls.id_on(ritual.pk, date), ritual=ritual, date=date)

    @staticmethod
    def id_on(ritual_id, date) -> uuid.UUID:
        """Return the id that the occurrence of a ritual has on a date."""
        return uuid.uuid5(ritual_id, date.isoformat())

    # --- Whose, and when.

    @property
    def couple(self):
        """The couple that it belongs to."""
        return self.ritual.couple

    @property
    def yesterday(self):
        """The occurrence of the day before; it may be none of the ritual's dates."""
        return Occurrence.on(self.ritual, self.date - timedelta(days=1))

    def window_ends(self, partner) -> datetime:
        """Return when this partner's window closes: 03:00 after the next day, own time."""
        return answers.window_ends(self.date, ZoneInfo(partner.person.zone))

    def is_in_window(self, partner, now) -> bool:
        """Say whether what this partner answers now can still open by itself."""
        return now <= self.window_ends(partner)

    def may_have_opened(self, now) -> bool:
        """Say whether the first opening hour of this date is past; the same for both."""
        return now >= answers.first_opening(self.date, self.couple.opening_hour, self._zone)

    def opens_at(self, now, *, at_once=False) -> datetime:
        """
        Return when something opens that may open from now on.

        Only a Done opens `at_once` where both asked for that: it is what they were told it
        reveals. Whatever opens by another act waits for the morning, and tells a date alone.
        """
        hour = self.couple.opening_hour
        if hour == answers.BOTH_DONE and not at_once:
            hour = answers.MORNING
        return answers.opens_at(self.date, hour, self._zone, now)

    @property
    def _zone(self):
        return ZoneInfo(self.couple.zone)

    # --- What a partner sees.

    def checkin_of(self, partner):
        """Return this partner's own check-in, saved or new; no row is written."""
        kept = self.checkins.filter(partner=partner).first()
        checkin = kept or self.checkins.model(occurrence=self, partner=partner)
        checkin.occurrence, checkin.partner = self, partner
        return checkin

    # --- What opens. Called by the verbs of a check-in, inside their transaction.

    def keep_row(self):
        """Write its row, once."""
        Occurrence.objects.bulk_create([self], ignore_conflicts=True)
        self._state.adding = False

    def kept(self):
        """Return the check-ins of the two by partner's id, as they are kept by now; one query."""
        rows = self.checkins.select_related("partner")
        return {row.partner_id: row for row in rows}

    @transaction.atomic(savepoint=False)
    def settle(self, *, now, first=False, both=None):
        """
        Bring what opens in line with both check-ins: open what has a counterpart, at its hour,
        and take back what has none any more, unless its author opened it alone.

        `first`: one of them was done this very moment, so nothing of theirs stands there yet.
        `both`: the check-ins of the two by partner's id, where they are read already.
        """
        checkins = self._of_both(self.kept() if both is None else both)
        there = {} if first else {(row.partner_id, row.question): row for row in self._rows()}
        wanted = {}
        for checkin, values in self._counterparts(checkins):
            for slug, value in values.items():
                wanted[checkin.partner_id, slug] = (checkin, value)
        for checkin in checkins:
            for slug, value in checkin.opened_alone(there).items():
                wanted.setdefault((checkin.partner_id, slug), (checkin, value))
        gone = [row.pk for key, row in there.items() if key not in wanted]
        if gone:
            self.opened_answers.filter(pk__in=gone).delete()
        opens_at = self.opens_at(now, at_once=first)
        rows = [
            checkin.as_opened(slug, value, opens_at)
            for (partner, slug), (checkin, value) in wanted.items()
            if not _stands(there.get((partner, slug)), value, now)
        ]
        self._open(rows, there)

    def _rows(self):
        return self.opened_answers.select_related("partner")

    def _open(self, rows, there):
        """Write what opens anew, and what changed before it showed."""
        new = []
        for row in rows:
            before = there.get((row.partner_id, row.question))
            if before is None:
                new.append(row)
            else:
                before.content = row.content
                before.save(update_fields=["content"])
        if new:  # where one opened theirs alone before the other was done, it stands already
            type(new[0]).objects.bulk_create(new, ignore_conflicts=True)

    def _of_both(self, found):
        kept = [one for one in found.values() if one.partner.left_on is None]
        for checkin in kept:
            checkin.occurrence = self
        return kept

    def _counterparts(self, checkins):
        if len(checkins) != 2:
            return []
        first, second = checkins
        shared = {
            question["slug"]
            for question in [*first.questions, *second.questions]
            if question.get("only_shared")
        }
        pairs = answers.counterparts(first.side, second.side, shared)
        return [
            (first, {slug: values[0] for slug, values in pairs.items()}),
            (second, {slug: values[1] for slug, values in pairs.items()}),
        ]


def _stands(row, value, now):
    """Say whether this row needs no change: it shows already, or will show this very value."""
    return row is not None and (row.is_open(now) or row.value == value)
