"""What is due about an agreement: signing opens, a time is over, a look is due, something was sent."""

from datetime import timedelta

from django.urls import reverse

from agreements.models import Agreement, Term, Version, morning_news, news
from agreements.models.translation import say_in_language
from agreements.terms import renewable_from
from trustpact.couples import moments
from trustpact.notices import kinds

AGAIN = timedelta(minutes=1)  # while a request holds the couple


def plan_signing(schedule, now):
    """Tell one partner that signing is open; when its time is over, end the version."""
    version = _version_of(schedule)
    if version is None or version.status != Version.Status.PROPOSED:
        return None
    if now >= version.lapses_at:
        return None if version.lapse(now=now) else now + AGAIN
    news.tell_signing(version, schedule.person, now)
    return version.lapses_at


def plan_ahead(schedule, now):
    """Ask one partner about what came round; write down which clauses have ended."""
    version = _version_of(schedule)
    if version is None or version.status != Version.Status.IN_FORCE:
        return None
    asked_on = _asked_on(version, schedule.person, now)
    came_round = [
        day for day in asked_on if schedule.next_at <= news.asking_at(day, schedule.zone) <= now
    ]
    if came_round:  # one mail, however much came round meanwhile
        news.tell_ahead(version, max(came_round), schedule.person, now)
    if not Term.lapse(version, now=now):
        return now + AGAIN
    return news.next_ahead(version, schedule.zone, now)


def plan_talk(schedule, now):
    """Tell one partner that something waits which the other sent, if it still does."""
    agreement = Agreement.objects.select_related("couple").get(pk=schedule.subject)
    author = agreement.couple.partners_now().exclude(person=schedule.person_id).first()
    if author is None:
        return None
    since, person = schedule.next_at, schedule.person
    morning_news.tell(agreement, author=author, person=person, since=since, now=now)
    return morning_news.plan(agreement, author=author, now=now)


def end_with_the_couple(couple, now):
    """End what was put forward when a couple ends; what is in force stays as both have it."""
    for agreement in Agreement.objects.filter(couple=couple):
        morning_news.end(agreement)
    for version in Version.objects.current().filter(agreement__couple=couple):
        version.end_with_the_couple(now=now)


def to_agreement(_notice):
    """Return the path of the agreement's page."""
    return reverse("agreements:agreement")


def to_versions(_notice):
    """Return the path of the page to which all news of an agreement leads."""
    return reverse("agreements:versions")


def register():
    """Register the kinds of this app, and what ends with a couple."""
    kinds.register(news.SIGNING, plan=plan_signing, link=to_versions)
    kinds.register(news.AHEAD, plan=plan_ahead)  # it leads to Today, where what waits stands
    kinds.register(morning_news.TALK, plan=plan_talk, link=to_agreement)
    kinds.register(news.IN_FORCE, link=to_versions, sure=True)
    kinds.register(news.WITHDRAWN, link=to_versions, sure=True)
    moments.on_language(say_in_language)
    moments.on_end(end_with_the_couple)


def _version_of(schedule):
    versions = Version.objects.select_related("agreement__couple")
    return versions.filter(pk=schedule.subject).first()


def _asked_on(version, person, now):
    """Return the days on which this person was or is asked about what still waits for them."""
    partner = version.agreement.couple.partners.get(person=person)
    renewable = version.terms.asking(partner, now)
    days = {renewable_from(term.ends_on) for term in renewable}
    return days | ({version.review_on} if version.asks_for_review(partner, now) else set())
