"""
Rituals to schedules, and a schedule that is due to its occurrence and its reminder.

The sweep of `notices` calls `plan_many`. It takes no lock: a person who saves answers holds the
couple's row, and a sweep must not wait for people.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import takewhile

from django.db.models import Exists, OuterRef
from django.urls import reverse

from checkins import recurrence
from checkins.models import CheckIn, Occurrence, OpenedAnswer, Ritual, RitualWish, Snooze
from checkins.models.ritual import KIND
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, cancel_for

LONGEST_WINDOW = timedelta(days=4)


def plan_many(schedules, now):
    """
    Write the occurrence and the reminder of each due schedule; return their next moments.

    What was missed while nothing ran is passed over: only the latest slot is told of, and only
    until the next one comes or its window ends.
    """
    rituals, partners = _rituals_of(schedules)
    kept = defaultdict(list)
    for ritual in rituals.values():
        kept[ritual.couple_id].append(ritual)
    due, ahead = [], []
    for schedule in schedules:
        ritual = rituals.get(schedule.subject)
        partner = ritual and partners.get((ritual.couple_id, schedule.person_id))
        if not partner:
            ahead.append(None)
            continue
        beside = kept[ritual.couple_id]
        following = ritual.next_slot(partner, now, beside)
        ahead.append(following and following.moment)
        since = max(schedule.next_at, now - LONGEST_WINDOW) - timedelta(microseconds=1)
        if slots := ritual.slots(partner, since, now, beside):
            due.append((ritual, partner, slots[-1], following))
    _tell(due, now)
    return ahead


def _rituals_of(schedules):
    """Return the rituals of all couples in question, and their partners by couple and person."""
    couples = Ritual.objects.filter(pk__in={schedule.subject for schedule in schedules})
    couples = couples.values("couple")
    rituals = Ritual.objects.kept().with_plan().filter(couple__in=couples)
    partners = Partner.objects.current().filter(couple__in=couples).select_related("person")
    return (
        {ritual.pk: ritual for ritual in rituals},
        {(partner.couple_id, partner.person_id): partner for partner in partners},
    )


def _tell(due, now):
    occurrences = [Occurrence.on(ritual, slot.date) for ritual, _, slot, _ in due]
    Occurrence.objects.bulk_create(occurrences, ignore_conflicts=True)
    settled = _settled(occurrences)
    notices = []
    for occurrence, (ritual, partner, slot, following) in zip(occurrences, due, strict=True):
        until = occurrence.window_ends(partner)
        until = min(until, following.moment) if following else until
        wanted = ritual.time_of(partner).mail and partner.pk not in settled[occurrence.pk]
        if wanted and until > now:
            notices.append(
                Notice.objects.about_to_tell(
                    person=partner.person,
                    kind=KIND,
                    subject=occurrence.pk,
                    series=ritual.pk,
                    due_at=slot.moment,
                    until=until,
                )
            )
    Notice.objects.tell_many(notices)


def _settled(occurrences):
    """Return the partners who are done with, or left out, each occurrence."""
    over = CheckIn.objects.filter(occurrence__in=occurrences).exclude(state=CheckIn.State.OPEN)
    settled = defaultdict(set)
    for occurrence, partner in over.values_list("occurrence", "partner"):
        settled[occurrence].add(partner)
    return settled


def link(notice):
    """Return where a reminder leads: the form of its occurrence."""
    return reverse("checkins:occurrence", args=[notice.subject])


def link_again(notice):
    """Return where a reminder that was put off leads."""
    return reverse("checkins:occurrence", args=[notice.words["occurrence"]])


# --- When people's circumstances change.


def replan_couple(couple, now):
    """Plan all rituals of a couple anew: a partner joined, or the couple lives by another clock."""
    rituals = list(couple.rituals.kept().with_plan())
    partners = list(couple.partners_now().select_related("person"))
    for ritual in rituals:
        ritual.plan_for(partners, rituals, now=now)


def replan_person(*, person, now):
    """Plan a person's rituals anew: they live by another clock now."""
    partner = Partner.objects.of(person)
    if partner is None:
        return
    rituals = list(partner.couple.rituals.kept().with_plan())
    for ritual in rituals:
        ritual.plan_for([partner], rituals, now=now)


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
    return ritual.settled_on is not None and ritual.settled_on >= date


def earlier(partner, occurrence, now):
    """Return the occurrence before this one if this partner can still answer it in its window."""
    cadence = occurrence.ritual.cadence
    since = occurrence.date - LONGEST_WINDOW
    before = list(takewhile(lambda day: day < occurrence.date, recurrence.dates(cadence, since)))
    if not before:
        return None
    found = Occurrence.on(occurrence.ritual, before[-1])
    if not found.is_in_window(partner, now):
        return None
    return None if partner.pk in _settled([found])[found.pk] else found


def checkin_of(partner, occurrence_id, now, *, hold=False):
    """
    Return this partner's check-in of an occurrence of their couple, saved or new; None for no date.

    With `hold`, in the transaction of the verb that follows, the couple is locked first, and what
    both have kept is read in the same query: the verb reads nothing anew.
    """
    if hold:
        partner.couple.lock()
    rows = CheckIn.objects.filter(occurrence=occurrence_id)
    rows = rows.filter(occurrence__ritual__couple=partner.couple_id)
    rows = rows if hold else rows.filter(partner=partner)
    rows = rows.select_related("partner", "occurrence__ritual__template")
    kept = {row.partner_id: row for row in rows}
    mine = kept.get(partner.pk)
    occurrence = mine.occurrence if mine else find(partner, occurrence_id, now)
    if occurrence is None:
        return None
    occurrence.ritual.couple = partner.couple
    mine = mine or CheckIn(occurrence=occurrence, partner=partner)
    mine.occurrence, mine.partner = occurrence, partner
    if hold:
        mine.hold(kept)
    return mine


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
    shown = OpenedAnswer.objects.filter(occurrence=OuterRef("pk"), opens_at__lte=now)
    told = Notice.objects.filter(person=partner.person_id, kind=KIND, subject=OuterRef("pk"))
    kept = Occurrence.objects.filter(Exists(mine) | Exists(shown) | Exists(told))
    kept = kept.filter(ritual__couple=partner.couple_id, pk=occurrence_id)
    return kept.select_related("ritual__template", "ritual__couple").first()


def _among_dates(partner, occurrence_id, now):
    """Look among the dates by today: first the latest, which are nearly always meant."""
    today = partner.person.local(now).date()
    rituals = list(partner.couple.rituals.select_related("template", "couple"))
    for since in (today - LONGEST_WINDOW, date.min):
        for ritual in rituals:
            for day in takewhile(lambda day: day <= today, ritual.all_dates(since)):
                occurrence = Occurrence.on(ritual, day)
                if occurrence.pk == occurrence_id:
                    return occurrence
    return None
