"""
What a couple's plan makes of a moment: what is due for a partner, where a reminder leads, and what
is planned anew when people's circumstances change.
"""

from datetime import date, timedelta
from itertools import takewhile

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
    RitualWish,
    Session,
    Snooze,
)
from checkins.models.ritual import KIND
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, cancel_for
from trustpact.prepared import prepared

QUIET_AFTER = timedelta(days=20)  # reminders that end by themselves last longer than that
LONGEST_WINDOW = timedelta(days=4)
AGAIN = timedelta(minutes=1)  # while a request holds the couple


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
    found = []
    for ritual in rituals:
        last = reminding.latest(ritual.wrote_on, ritual.over_on)
        if (last or partner.joined_on) >= today - QUIET_AFTER:
            continue
        wish = book.of(partner.person_id, ritual.pk)
        asked_on = book.asked_on(partner.person_id, ritual.pk)
        since = reminding.silent_since(partner.joined_on, asked_on, last)
        if reminding.has_grown_quiet(ritual.cadence, wish, since, today):
            found.append(ritual)
    return found


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
