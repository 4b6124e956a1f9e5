"""One partner's day, gathered from the rooms below. Nothing in it knows what the other kept back."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Clause, Term
from agreements.models.version import Version
from agreements.terms import RENEWABLE_FOR, utc_day
from checkins import moments, planning, reading
from checkins.models import (
    Appreciation,
    Disclosure,
    FollowUp,
    Occurrence,
    OpenedAnswer,
    Pause,
    Repair,
    RepairMessage,
    Ritual,
    Topic,
    UnsentWords,
)
from trustpact.couples.models import Grant
from trustpact.notices.models import Book, Reminders
from trustpact.prepared import prepared
from trustpact.today import steps


@dataclass(frozen=True)
class Day:
    """What Today shows. `step` is the one next thing: news that cannot wait, or when nothing is due."""

    due: list
    keeps_rituals: bool
    thanks: list  # what the other thanked for since yesterday
    quiet: list  # rituals of which reminders grew quiet: one is asked how it goes on
    mailbox_is_dead: bool
    opened: list
    step: steps.Step | None
    waiting: list
    follow_ups: list

    @classmethod
    def of(cls, partner, now):
        """
        Gather the day of a partner; five queries, one more while a version can be signed, and one
        for each that is there: a topic, a repair, something decided, a wish about reminders, thanks
        since yesterday, something that was told and not put away.
        """
        rituals = Ritual.kept_by(partner)
        due = moments.not_resting(partner, reading.due_cards(partner, rituals, now), now)
        found = [step for step in _steps(partner, rituals, now) if step]
        found = [*_topics(partner, rituals, now), *found]
        step = _news(partner, rituals, now) or (found[0] if found and not due else None)
        waiting = [one for one in found if one.waits and one is not step]
        book = _book(partner, rituals)
        today = partner.person.local(now).date()
        return cls(
            due=due,
            keeps_rituals=bool(rituals),
            thanks=_thanks(partner, rituals, now),
            quiet=planning.grown_quiet(partner, rituals, book, now),
            mailbox_is_dead=book.of(partner.person_id).mailbox_is_dead,
            opened=opened_since_yesterday(partner, now),
            step=step,
            waiting=waiting,
            follow_ups=_follow_ups(partner, rituals, today),
        )


def _thanks(partner, rituals, now):
    """
    Return what the other thanked for since yesterday; nobody is reached by it while on a pause.

    It goes by the calendar and not by being read; the month keeps it.
    """
    since = partner.couple.local(now).date() - timedelta(days=1)
    none_since = rituals and (rituals[0].thanked_on is None or rituals[0].thanked_on < since)
    if none_since or Pause.running(partner, now):
        return []
    return Appreciation.received_since(partner, since, now)


def _book(partner, rituals):
    """Return how a partner wants to be reminded; no query where the rituals say there is no wish."""
    if rituals and not rituals[0].has_wishes:
        return Book(())
    return Reminders.objects.book(persons=[partner.person_id])


def _follow_ups(partner, rituals, today):
    """Return what was decided and waits for a partner; no query where the rituals say there is none."""
    if rituals and not rituals[0].has_follow_ups:
        return []
    return list(FollowUp.objects.for_today(partner, today))


def opened_since_yesterday(partner, now):
    """Return the occurrences of which something of the other's opened since yesterday began."""
    yesterday = partner.person.local(now).date() - timedelta(days=1)
    since = datetime.combine(yesterday, time(0), partner.person.local(now).tzinfo)
    other = partner.couple.beside(partner)
    opened = list(_opened_of(other.pk, since, now)) if other else []
    Ritual.know_templates([occurrence.ritual for occurrence in opened])
    return opened


@prepared
def _opened_of(partner, since, now):
    """Occurrences of which something of this partner's opened between two moments."""
    answers = OpenedAnswer.objects.filter(
        occurrence=OuterRef("pk"), partner=partner, opens_at__range=(since, now)
    )
    return Occurrence.objects.filter(Exists(answers)).select_related("ritual").order_by("date")


def _steps(partner, rituals, now):
    """Yield what could be done next, the most urgent first."""
    draft = Clause.objects.draft_of(partner, now=now)
    today = utc_day(now)
    versions = _versions(draft.agreement.pk, partner.pk, today, today + RENEWABLE_FOR)
    draft.knowing(versions, now=now)
    open_version, in_force = draft.open_version, draft.in_force
    if open_version and open_version.can_be_signed(now) and not open_version.signed_by(partner):
        yield steps.sign(open_version.pk)
    if in_force and in_force.asks_to_renew:
        yield steps.renew(in_force.pk)
    if draft.asks_for_review:
        yield steps.look_again(in_force.pk, in_force.review_on)
    if partner.has_therapist and (ending := _to_renew(partner, now)):
        yield steps.open_again(ending)
    if not rituals or rituals[0].has_repairs:
        for repair in _written_to(partner.couple_id, partner.pk, partner.couple.local(now).date()):
            yield steps.read_what_was_written(repair.pk)
    if not draft.clauses and not in_force:
        yield steps.begin()
    yield from steps.of_draft(draft)
    if not in_force and draft.alone:
        yield steps.invite()
    if not rituals:
        yield steps.keep_a_ritual()
    if not (open_version or in_force):
        yield steps.settle(draft)


@prepared
def _versions(agreement, partner, after, until):
    """The current versions, without their texts, and whether they ask this partner to renew."""
    asking = Term.objects.ending(after, until).not_renewed_by(partner)
    asking = asking.filter(version=OuterRef("pk"))
    versions = Version.objects.current().filter(agreement=agreement).defer("text", "salt")
    return versions.annotate(asks_to_renew=Exists(asking))


@prepared
def _written_to(couple, partner, today):
    """Repairs in which the other wrote last, unless this partner said "not yet" to themselves."""
    last = RepairMessage.objects.filter(repair=OuterRef("pk")).order_by("-number")
    unsent = UnsentWords.objects.filter(
        repair=OuterRef("pk"), partner=partner, put_off_until__gt=today
    )
    going_on = Repair.objects.open_on(today).filter(couple=couple)
    going_on = going_on.annotate(last=Subquery(last.values("author")[:1]))
    return going_on.exclude(last=partner).exclude(Exists(unsent)).order_by("opened_on", "pk")


def _news(partner, rituals, now):
    """Return the way to what the other told this partner at once; no switch keeps it from Today."""
    if rituals and not rituals[0].has_news:
        return None
    today = partner.couple.local(now).date()
    told = list(Disclosure.objects.fresh_for(partner, today).values_list("pk", flat=True))
    if not told:
        return None
    one = reverse("checkins:disclosure", args=told) if len(told) == 1 else ""
    return steps.Step(
        title=_("Something was told to you"),
        text=_("Read it in a moment that is yours. You owe no answer today."),
        action=_("Read it"),
        url=one or reverse("checkins:disclosures"),
    )


def _topics(partner, rituals, now):
    """Yield what both are ready to talk about, and what the other asks; nothing where it is muted."""
    if rituals and not rituals[0].has_topics:
        return
    waiting = [topic for topic in Topic.open_for(partner, now) if not topic.is_quiet]
    if any(topic.is_ready for topic in waiting):
        yield steps.Step(
            title=_("You are both ready to talk about something"),
            text=_("It waits for the moment that suits you."),
            action=_("Look at it"),
            url=reverse("checkins:asking"),
            waits=True,
        )
    other = partner.couple.beside(partner)
    if other and any(one.author_id == other.pk and not one.is_answered for one in waiting):
        yield steps.Step(
            title=_("%(name)s would like to talk about something") % {"name": other.name},
            text=_("“Not yet” is an answer, too, and stays with you."),
            action=_("Look at it"),
            url=reverse("checkins:asking"),
            waits=True,
        )


def _to_renew(partner, now):
    """The first of a partner's own grants that lapses soon; asked only where a therapist is there."""
    return Grant.objects.to_renew(partner, partner.couple.local(now).date()).first()
