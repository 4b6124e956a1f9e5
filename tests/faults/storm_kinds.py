"""
The kinds of the storm, as its processes know them; and ways to break the product on purpose.

`STORM_BREAK` in the environment names one of BREAKS: then the oracle of the storm must find it out.
"""

import os
from datetime import timedelta

from django.db.models import Q

from checkins.models import CheckIn
from trustpact.notices import claim, kinds, leaving
from trustpact.notices.models import Notice, Reminders, Schedule

WINDOW = timedelta(hours=1)
REMINDER, SURE = "storm reminder", "storm sure"


def plan(schedule, now):
    """Tell of the schedule's one moment in the app and as its person wants, and sleep from then on."""
    wish = Reminders.objects.book(persons=[schedule.person_id]).of(schedule.person_id)
    for channel in (Notice.Channel.APP, *wish.channels):
        Notice.objects.tell(
            person=schedule.person,
            kind=REMINDER,
            subject=schedule.subject,
            channel=channel,
            due_at=schedule.next_at,
            until=schedule.next_at + WINDOW,
        )


def notices():
    """The notices of the storm; what couples who answer are told of tomorrow is none of them."""
    return Notice.objects.filter(kind__in=(REMINDER, SURE))


def schedules():
    """The schedules of the storm."""
    return Schedule.objects.filter(kind=REMINDER)


kinds.register(REMINDER, plan=plan)
kinds.register(SURE, wording="changed", sure=True)


def _resend_what_was_begun():
    """A claim whose worker died is sent again, as a queue with late acknowledgement would."""
    next_status = claim._next_status

    def again(notice, now, book):
        return next_status(notice._replace(begun=False), now, book)

    claim._next_status = again


def _keep_the_name():
    """A worker takes a claim in hand without renaming it or marking it begun."""

    def begin(notice_ids, *, claim, now):
        claimed = Notice.objects.filter(pk__in=notice_ids, claim=claim)
        return list(claimed.select_related("person"))

    claim.begin = begin
    leaving._may_leave = lambda written, _now: {notice.pk for notice, _message in written}


def _ask_for_no_silence():
    """What was claimed is sent, whatever was stopped since."""

    def begin(notice_ids, *, claim, now):
        to_be_had = Q(claim=claim, begun=False) | Q(status=Notice.Status.CANCELLED)
        notices = list(Notice.objects.filter(to_be_had, pk__in=notice_ids).select_related("person"))
        Notice.objects.filter(pk__in=notice_ids, claim=claim).update(begun=True)
        return notices

    claim.begin = begin
    leaving._may_leave = lambda written, _now: {notice.pk for notice, _message in written}


def _forget_what_is_in_doubt():
    """A line that broke after the mail was handed over counts as sent."""
    outcome_of = leaving._end_of

    def sure_of_it(notice, outcome):
        end = outcome_of(notice, outcome)
        return Notice.Status.CANCELLED if end == Notice.Status.UNKNOWN else end

    leaving._end_of = sure_of_it


def _lose_what_reached_no_worker():
    """A claim is the end: what was lost on its way to a worker is looked at no more."""
    due = claim._notices_to_look_at

    def only_due(now):
        found = due(now)
        still_due = Notice.objects.filter(pk__in=[one.pk for one in found], status="due")
        ids = set(still_due.values_list("pk", flat=True))
        return [one for one in found if one.pk in ids]

    claim._notices_to_look_at = only_due


def _forget_what_is_done():
    """A page says that the answers are kept and done, and they are not."""
    keep = CheckIn.keep

    def unless_done(checkin, given, *, done, **more):
        if not done:
            keep(checkin, given, done=done, **more)

    CheckIn.keep = unless_done


BREAKS = {
    "resend": _resend_what_was_begun,
    "same-name": _keep_the_name,
    "no-silence": _ask_for_no_silence,
    "no-doubt": _forget_what_is_in_doubt,
    "no-lease": _lose_what_reached_no_worker,
    "no-answer": _forget_what_is_done,
}
if os.environ.get("STORM_BREAK"):
    BREAKS[os.environ["STORM_BREAK"]]()
