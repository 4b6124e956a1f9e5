"""
Rituals to schedules, and a schedule that is due to its occurrence and its reminder.

The sweep of `notices` calls `plan_many`. It takes no lock: a person who saves answers holds the
couple's row, and a sweep must not wait for people.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.urls import reverse

from checkins import recurrence, reminding
from checkins.models import (
    CheckIn,
    FollowUp,
    Occurrence,
    OpenedAnswer,
    Repair,
    Ritual,
    RitualTime,
    RitualWish,
    Session,
    Snooze,
)
from checkins.models.ritual import KIND
from checkins.recurrence import Slot
from trustpact.couples.models import Partner
from trustpact.notices import many
from trustpact.notices.models import Notice, Reminders, cancel_for
from trustpact.prepared import prepared

QUIET_AFTER = timedelta(days=20)  # reminders that end by themselves last longer than that
LONGEST_WINDOW = timedelta(days=4)
AGAIN = timedelta(minutes=1)  # while a request holds the couple


def plan_many(schedules, now):
    """
    Write the occurrence and the reminders of each due schedule; return their next moments.

    What was missed while nothing ran is passed over: only the latest slot is told of, and only
    until the next one comes or its window ends.
    """
    plans = _Plans(schedules)
    due, ahead = [], []
    for schedule in schedules:
        kept = plans.of(schedule)
        one, next_at = _come_round(schedule, *kept, now) if kept else (None, None)
        ahead.append(next_at)
        if one:
            due.append(one)
    _tell(due, plans.book, now)
    return ahead


@dataclass(frozen=True)
class Due:
    """A slot of a ritual of which a partner is to be reminded now, and the slot after it."""

    ritual: Ritual
    partner: Partner
    slot: Slot
    moment: datetime  # of the reminder
    following: Slot | None


class _Plans:
    """What a batch of schedules is about, read in five queries: of each its ritual, partner, wish."""

    def __init__(self, schedules):
        persons = {schedule.person_id for schedule in schedules}
        couples = Ritual.objects.filter(pk__among={schedule.subject for schedule in schedules})
        rituals = Ritual.objects.kept().select_related("couple")
        rituals = rituals.filter(couple__in=couples.values("couple"))
        self._rituals = {ritual.pk: ritual for ritual in rituals}
        self._beside = defaultdict(list)
        for ritual in self._rituals.values():
            self._beside[ritual.couple_id].append(ritual)
        partners = Partner.objects.current().filter(person__among=persons).select_related("person")
        self._partners = {(one.couple_id, one.person_id): one for one in partners}
        own = RitualTime.objects.filter(partner__among=[one.pk for one in self._partners.values()])
        self._own_times = {
            (one, by): at for one, by, at in own.values_list("ritual", "partner", "at")
        }
        self.book = Reminders.objects.book(persons=persons, subjects=list(self._rituals))

    def of(self, schedule):
        """Return the ritual, as its partner keeps it, that partner, their wish, and all beside it."""
        ritual = self._rituals.get(schedule.subject)
        partner = ritual and self._partners.get((ritual.couple_id, schedule.person_id))
        if not partner:
            return None
        ritual.own_at = self._own_times.get((ritual.pk, partner.pk))
        wish = self.book.of(schedule.person_id, ritual.pk)
        return ritual, partner, wish, self._beside[ritual.couple_id]


def _come_round(schedule, ritual, partner, wish, beside, now):
    """
    Return the latest slot whose reminder came since the schedule's moment, or None, and when the
    next reminder comes, or None.

    Reminders come in the order of their slots, so that one walk finds both.
    """
    since = max(schedule.next_at, now - LONGEST_WINDOW) - timedelta(microseconds=1)
    zone, come = ZoneInfo(partner.person.zone), None
    for slot in ritual.slots_after(partner, since, beside):
        moment = wish.reminded_at(slot.moment, zone)
        if moment > now:
            return come and Due(ritual, partner, *come, slot), moment
        if moment > since:
            come = slot, moment
    return come and Due(ritual, partner, *come, None), None


def _tell(due, book, now):
    occurrences = [Occurrence.on(one.ritual, one.slot.date) for one in due]
    many.insert_missing(Occurrence, occurrences)
    settled = _settled(occurrences)
    wrote = reminding.took_part_on({one.ritual.pk for one in due}) if due else {}
    notices = []
    for occurrence, one in zip(occurrences, due, strict=True):
        until = occurrence.window_ends(one.partner)
        until = min(until, one.following.moment) if one.following else until
        if until <= now or one.partner.pk in settled[occurrence.pk]:
            continue
        own = wrote.get((one.ritual.pk, one.partner.pk))
        if reminding.is_reminded(one.ritual, one.partner, book, own, one.slot.date):
            notices += _reminders(occurrence, one, book, until)
    Notice.objects.tell_many(notices)


def _reminders(occurrence, one, book, until):
    """Return one reminder a channel; the key is the same whatever the lead, so none comes twice."""
    return [
        Notice.objects.about_to_tell(
            person_id=one.partner.person_id,
            kind=KIND,
            subject=occurrence.pk,
            series=one.ritual.pk,
            channel=channel,
            due_at=one.moment,
            until=until,
        )
        for channel in book.of(one.partner.person_id, one.ritual.pk).channels
    ]


def _settled(occurrences):
    """Return the partners who are done with, or left out, each occurrence; both, once it is over."""
    ids = [occurrence.pk for occurrence in occurrences]
    over = CheckIn.objects.filter(occurrence__among=ids).exclude(state=CheckIn.State.OPEN)
    settled = defaultdict(set)
    for occurrence, partner in over.values_list("occurrence", "partner"):
        settled[occurrence].add(partner)
    ended = Session.objects.over().filter(occurrence__among=ids)
    both = ended.values_list("occurrence", "occurrence__ritual__couple__partners")
    for occurrence, partner in both:
        settled[occurrence].add(partner)
    return settled


def link(notice):
    """Return where a reminder leads: the form of its occurrence."""
    return reverse("checkins:occurrence", args=[notice.subject])


def link_again(notice):
    """Return where a reminder that was put off leads."""
    return reverse("checkins:occurrence", args=[notice.words["occurrence"]])


def link_to_follow_ups(notice):
    """Return where a word about a follow-up leads: all that stand open."""
    return reverse("checkins:followups")


def link_to_repairs(notice):
    """Return where word of a repair leads: to its own page, or to all that go on."""
    if notice.series is None:
        return reverse("checkins:repairs")
    return reverse("checkins:repair", args=[notice.series])


def link_to_disclosure(notice):
    """Return where word of something that was told leads: to its own page."""
    return reverse("checkins:disclosure", args=[notice.subject])


def let_repair_rest(schedule, now):
    """Let a repair come to rest after its quiet days; something said meanwhile moved that day."""
    repair = Repair.objects.select_related("couple").filter(pk=schedule.subject).first()
    if repair is None:
        return None
    if not repair.rest_if_quiet(now=now):
        return max(repair.rests_at, now + AGAIN)
    return None


# --- When people's circumstances change.


def replan_couple(couple, now):
    """Plan all rituals of a couple anew: a partner joined, or the couple lives by another clock."""
    rituals = list(couple.rituals.kept().with_plan())
    partners = list(couple.partners_now().select_related("person"))
    for ritual in rituals:
        ritual.plan_for(partners, rituals, now=now)


def replan_person(*, person, now):
    """Plan a person's rituals and follow-ups anew: they live by another clock now."""
    partner = Partner.objects.of(person)
    if partner is None:
        return
    rituals = list(partner.couple.rituals.kept().with_plan())
    for ritual in rituals:
        ritual.plan_for([partner], rituals, now=now)
    for follow_up in FollowUp.objects.told_to(partner):
        follow_up.move_for(partner, now=now)


def end_couple(couple, now):
    """
    End what is due from a couple's rituals, in the transaction in which the couple ends.

    What was to open later opens no more: nothing is shared after the end. Wishes that were never
    met, and what was put off, are gone.
    """
    ahead = OpenedAnswer.objects.filter(occurrence__ritual__couple=couple, opens_at__gt=now)
    ahead.delete()
    RitualWish.objects.filter(partner__couple=couple).delete()
    Snooze.objects.filter(partner__couple=couple).delete()
    rituals = list(couple.rituals.kept())
    for partner in couple.partners_now():
        for ritual in rituals:
            cancel_for(partner.person_id, ritual.pk)


def due_for(partner, rituals, now):
    """
    Return the occurrences that this partner can answer now, the latest of each ritual.

    `rituals` are all that the couple keeps, `seen_by` the partner. Counted from the partner's own
    slots alone, so that the list is right whatever the queue does and says nothing of the other;
    what is done, left out or put off is not in it.
    """
    due = []
    for ritual in rituals:
        past = ritual.slots(partner, now - LONGEST_WINDOW, now, rituals)
        if past and not _is_settled(ritual, past[-1].date, now):
            due.append((past[-1].moment, Occurrence.on(ritual, past[-1].date)))
    due.sort(key=lambda slot: slot[0])
    return [occurrence for _, occurrence in due if occurrence.is_in_window(partner, now)]


def _is_settled(ritual, date, now):
    """Say whether a partner is done with a date of a ritual (`seen_by` them), or put it off."""
    if ritual.snoozed_on == date and ritual.snoozed_until > now:
        return True
    settled = [day for day in (ritual.settled_on, ritual.over_on) if day]
    return any(day >= date for day in settled)


def grown_quiet(partner, rituals, book, now):
    """
    Return the rituals of which reminders to this partner ended by themselves; no query.

    `rituals` are all that the couple keeps, `seen_by` the partner; `book` their settings.
    """
    today = partner.person.local(now).date()
    took_part = {one: reminding.latest(one.wrote_on, one.over_on) for one in rituals}
    return [
        ritual
        for ritual, day in took_part.items()
        if (day or partner.joined_on) < today - QUIET_AFTER
        and reminding.has_grown_quiet(ritual, partner, book, day, today)
    ]


def earlier(partner, occurrence, now):
    """Return the occurrence before this one if this partner can still answer it in its window."""
    cadence = occurrence.ritual.cadence
    since = occurrence.date - LONGEST_WINDOW
    before = list(takewhile(lambda day: day < occurrence.date, recurrence.dates(cadence, since)))
    if not before:
        return None
    found = Occurrence.on(occurrence.ritual, before[-1])
    if not found.is_in_window(partner, now) or _done_with(partner.pk, found.pk):
        return None
    return found


@prepared
def _done_with(partner, occurrence):
    """This partner, if they are done with an occurrence or left it out, or if it is over."""
    mine = CheckIn.objects.filter(partner=partner, occurrence=occurrence)
    over = Session.objects.over().filter(
        occurrence=occurrence, occurrence__ritual__couple=OuterRef("couple")
    )
    settled = Exists(mine.exclude(state=CheckIn.State.OPEN)) | Exists(over)
    return Partner.objects.filter(settled, pk=partner)


def checkin_of(partner, occurrence_id, now, *, hold=False):
    """
    Return this partner's check-in of an occurrence of their couple, saved or new; None for no date.

    With `hold`, in the transaction of the verb that follows, the couple is locked first, and what
    both have kept is read in the same query: the verb reads nothing anew.
    """
    if hold:
        partner.couple.lock()
        rows = _kept_by_both(partner.couple_id, occurrence_id)
    else:
        rows = _kept_by(partner.pk, partner.couple_id, occurrence_id)
    kept = {row.partner_id: row for row in rows}
    mine = kept.get(partner.pk)
    occurrence = mine.occurrence if mine else find(partner, occurrence_id, now)
    if occurrence is None:
        return None
    occurrence.ritual.couple = partner.couple
    Ritual.know_templates([occurrence.ritual])
    mine = mine or CheckIn(occurrence=occurrence, partner=partner)
    mine.occurrence, mine.partner = occurrence, partner
    if hold:
        mine.hold(kept)
    return mine


@prepared
def _kept_by_both(couple, occurrence):
    """What the two of a couple have kept of an occurrence of theirs."""
    rows = CheckIn.objects.filter(occurrence=occurrence, occurrence__ritual__couple=couple)
    return rows.select_related("partner", "occurrence__ritual")


@prepared
def _kept_by(partner, couple, occurrence):
    """What one partner has kept of it, and nothing of the other."""
    return _kept_by_both.queryset(couple, occurrence).filter(partner=partner)


def find(partner, occurrence_id, now):
    """
    Return the couple's occurrence with this id, or None.

    A partner finds the dates that came round by today, and those that they answered, were reminded
    of, or on which something opened. Whether its row is there makes no difference: the row may be
    there because the other wrote something, and a GET writes none.
    """
    return _among_dates(partner, occurrence_id, now) or _among_rows(partner, occurrence_id, now)


def _among_rows(partner, occurrence_id, now):
    mine = CheckIn.objects.filter(occurrence=OuterRef("pk"), partner=partner)
    over = Session.objects.over().filter(occurrence=OuterRef("pk"))
    shown = OpenedAnswer.objects.filter(occurrence=OuterRef("pk"), opens_at__lte=now)
    told = Notice.objects.filter(person=partner.person_id, kind=KIND, subject=OuterRef("pk"))
    kept = Occurrence.objects.filter(Exists(mine) | Exists(shown) | Exists(told) | Exists(over))
    kept = kept.filter(ritual__couple=partner.couple_id, pk=occurrence_id)
    return kept.select_related("ritual__template", "ritual__couple").first()


def _among_dates(partner, occurrence_id, now):
    """Look among the dates by today: first the latest, which are nearly always meant."""
    today = partner.person.local(now).date()
    rituals = Ritual.ever_of(partner.couple)
    for since in (today - LONGEST_WINDOW, date.min):
        for ritual in rituals:
            for day in takewhile(lambda day: day <= today, ritual.all_dates(since)):
                occurrence = Occurrence.on(ritual, day)
                if occurrence.pk == occurrence_id:
                    return occurrence
    return None
