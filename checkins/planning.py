"""
Rituals to schedules, and a schedule that is due to its occurrence and its reminder.

The sweep of `notices` calls `plan_many`. It takes no lock: a person who saves answers holds the
couple's row, and a sweep must not wait for people.
"""

from collections import defaultdict
from datetime import timedelta

from django.urls import reverse

from checkins.models import CheckIn, Occurrence, Ritual
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
    due, ahead = [], []
    for schedule in schedules:
        ritual = rituals.get(schedule.subject)
        partner = ritual and partners.get((ritual.couple_id, schedule.person_id))
        if not partner:
            ahead.append(None)
            continue
        beside = [one for one in rituals.values() if one.couple_id == ritual.couple_id]
        following = ritual.next_slot(partner, now, beside)
        ahead.append(following and following.moment)
        since = max(schedule.next_at, now - LONGEST_WINDOW) - timedelta(microseconds=1)
        if slots := ritual.slots(partner, since, now, beside):
            due.append((ritual, partner, slots[-1], following))
    _tell(due, now)
    return ahead


def _rituals_of(schedules):
    """Return all rituals of the couples in question by id, and their partners by couple and person."""
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
    """End what is due from a couple's rituals, in the transaction in which the couple ends."""
    rituals = list(couple.rituals.kept())
    for partner in couple.partners_now():
        for ritual in rituals:
            cancel_for(partner.person_id, ritual.pk)


def due_for(partner, now):
    """
    Return the occurrences that this partner can answer now, the latest of each ritual.

    Counted from the partner's own slots alone, so that the list is right whatever the queue does
    and says nothing of the other; what is done or left out is not in it.
    """
    slots = []
    rituals = list(partner.couple.rituals.kept().with_plan())
    for ritual in rituals:
        past = ritual.slots(partner, now - LONGEST_WINDOW, now, rituals)
        if past:
            slots.append((past[-1].moment, Occurrence.on(ritual, past[-1].date)))
    settled = _settled([occurrence for _, occurrence in slots])
    return [
        occurrence
        for _, occurrence in sorted(slots, key=lambda slot: slot[0])
        if partner.pk not in settled[occurrence.pk] and occurrence.is_in_window(partner, now)
    ]


def find(partner, occurrence_id, now):
    """
    Return the couple's occurrence with this id, or None.

    Found among the dates that come round, too, before anybody wrote its row: a GET writes nothing.
    """
    kept = Occurrence.objects.filter(ritual__couple=partner.couple_id, pk=occurrence_id)
    if row := kept.select_related("ritual__template", "ritual__couple").first():
        return row
    rituals = list(partner.couple.rituals.kept().with_plan())
    for ritual in rituals:
        today = partner.person.local(now).date()
        for slot in ritual.slots(partner, now - LONGEST_WINDOW, now + timedelta(days=2), rituals):
            occurrence = Occurrence.on(ritual, slot.date)
            if occurrence.pk == occurrence_id and slot.date <= today:
                return occurrence
    return None
