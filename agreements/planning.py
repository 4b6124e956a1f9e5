"""What is due about an agreement: when signing opens, and when its time is over."""

from datetime import timedelta

from django.urls import reverse

from agreements.models import Version, news
from agreements.models.translation import say_in_language
from trustpact.couples import moments
from trustpact.notices import kinds

AGAIN = timedelta(minutes=1)  # while a request holds the couple


def plan_signing(schedule, now):
    """Tell one partner that signing is open; when its time is over, end the version."""
    version = (
        Version.objects.select_related("agreement__couple").filter(pk=schedule.subject).first()
    )
    if version is None or version.status != Version.Status.PROPOSED:
        return None
    if now >= version.lapses_at:
        return None if version.lapse(now=now) else now + AGAIN
    news.tell_signing(version, schedule.person, now)
    return version.lapses_at


def end_with_the_couple(couple, now):
    """End what was put forward when a couple ends; what is in force stays as both have it."""
    for version in Version.objects.proposed().filter(agreement__couple=couple):
        version.end_with_the_couple(now=now)


def to_versions(_notice):
    """Return the path of the page to which all news of an agreement leads."""
    return reverse("agreements:versions")


def register():
    """Register the kinds of this app, and what ends with a couple."""
    kinds.register(news.SIGNING, plan=plan_signing, link=to_versions)
    kinds.register(news.IN_FORCE, link=to_versions, sure=True)
    kinds.register(news.WITHDRAWN, link=to_versions, sure=True)
    moments.on_language(say_in_language)
    moments.on_end(end_with_the_couple)
