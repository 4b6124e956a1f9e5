"""Rituals as they are looked for; what a ritual is stands in `ritual`."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from trustpact.notices.models import Reminders


class RitualQuerySet(models.QuerySet):
    """Rituals, in the words of those who keep them."""

    def kept(self):
        """Rituals that have not ended."""
        return self.filter(ended_on__isnull=True)

    def with_plan(self):
        """Rituals with what is needed to tell when they come round, in two queries."""
        return self.select_related("template", "couple").prefetch_related("times")

    def seen_by(self, partner):
        """
        Rituals as one partner keeps them: own time, dates they wrote and settled; one query.

        What is asked of nearly every day, and is nearly never there, each of them says beforehand:
        topics, follow-ups, repairs that go on, and own wishes of how to be reminded.
        """
        times = _of("RitualTime").filter(ritual=OuterRef("pk"), partner=partner)
        wrote = _of("CheckIn").filter(partner=partner)
        wrote = wrote.filter(occurrence__ritual=OuterRef("pk"))
        wrote = wrote.order_by("-occurrence__date").values("occurrence__date")
        settled = wrote.exclude(state="open")
        snoozes = _of("Snooze").filter(partner=partner)
        snoozes = snoozes.filter(ritual=OuterRef("pk"))
        over = self.model.objects.filter(
            pk=OuterRef("pk"), occurrences__session__status__in=("held", "stopped")
        )
        noted = _of("FollowUp").filter(status="open")
        given = _of("Appreciation").filter(couple=OuterRef("couple")).exclude(author=partner)
        given = given.order_by("-given_on").values("given_on")
        asked = _of("Topic").known_to(partner).filter(couple=OuterRef("couple"))
        told = _of("Disclosure").filter(couple=OuterRef("couple"), is_put_away=False)
        told = told.exclude(author=partner)
        wishes = Reminders.objects.filter(person__partnerships=partner)
        repairs = _of("Repair").filter(status="open", couple=OuterRef("couple"))
        return self.select_related("template", "couple").annotate(
            has_topics=Exists(asked),
            thanked_on=Subquery(given[:1]),
            has_news=Exists(told),
            has_wishes=Exists(wishes),
            has_repairs=Exists(repairs),
            own_at=Subquery(times.values("at")[:1]),
            settled_on=Subquery(settled[:1]),
            wrote_on=Subquery(wrote[:1]),
            has_follow_ups=Exists(noted.filter(couple=OuterRef("couple"))),
            snoozed_on=Subquery(snoozes.values("date")[:1]),
            snoozed_until=Subquery(snoozes.values("until")[:1]),
            over_on=Subquery(over.order_by("-occurrences__date").values("occurrences__date")[:1]),
        )


def _of(name):
    """Return the rows of a model that itself knows rituals."""
    return apps.get_model("checkins", name).objects
