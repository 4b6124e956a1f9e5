"""One thing to tell one person once, and what became of it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from trustpact.notices import kinds, leaving_file, many
from trustpact.privacy.fields import SealedJSON, SealedText
from trustpact.privacy.retention import BODIES_OF_MAIL

KEPT_FOR = BODIES_OF_MAIL.kept_for
AGAIN_AND_AGAIN = 5  # attempts in vain, some twelve minutes: then an operator should know
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=4)


class NoticeQuerySet(models.QuerySet):
    """Notices, in the words of those who tell and those who send."""

    def tell(self, *, person, kind, subject, due_at, until, **more):
        """
        Write down, in the caller's transaction, that a person is to be told; once for its key.

        `due_at` and `until` are aware moments: it is told between the two or not at all. `more`:
        channel ("mail", "app", "push"), lead (minutes before the subject's own moment), series (the id
        of what the subject recurs from), words (small context of the wording), address (a
        mailbox other than the person's), urgency (as its kind says, unless given).
        """
        notice = self.about_to_tell(
            person_id=person.pk, kind=kind, subject=subject, due_at=due_at, until=until, **more
        )
        self.tell_many([notice])
        return self.get(**{name: getattr(notice, name) for name in Notice.KEY})

    def about_to_tell(self, *, kind, due_at, until, **more):
        """
        Return a notice for `tell_many`, not yet written; arguments as of `tell`, but `person_id`.

        Raises LookupError for a kind that nobody registered, ValueError for an empty window:
        SQLite would drop such a row without a word where it only should ignore one it has.
        """
        if until <= due_at:
            raise ValueError(f"A notice due at {due_at} cannot be told until {until}.")
        more.setdefault("urgency", kinds.get(kind).urgency)
        moments = {"due_at": due_at, "next_at": due_at, "until": until}
        return many.row(self.model, kind=kind, **moments, **more)

    def tell_many(self, notices):
        """Write many notices in one statement; one whose key is there already stays as it is."""
        many.insert_missing(self.model, list(notices))

    def open(self):
        """Notices that may still be sent."""
        return self.filter(status__in=Notice.OPEN)

    def standing(self):
        """Notices that may still be sent, and those that stand in the app."""
        shown = Q(channel=Notice.Channel.APP, status=Notice.Status.SENT)
        return self.filter(shown | Q(status__in=Notice.OPEN))

    def about(self, subject):
        """Notices about a subject or a series; all of them for None."""
        return self.filter(Q(subject=subject) | Q(series=subject)) if subject else self

    def open_for(self, person, now):
        """What stands in the app for a person now, the longest due first; not what is silenced."""
        from trustpact.notices.models.silence import Silence  # noqa: PLC0415 (they point at each other)

        silenced = models.Exists(Silence.objects.over_notice(now))
        return (
            self.filter(person=person, channel=Notice.Channel.APP)
            .standing()
            .filter(due_at__lte=now, until__gt=now)
            .exclude(silenced, urgency=Notice.Urgency.REMINDER)
            .order_by("due_at", "id")
        )

    def flagged(self):
        """Notices that an operator should know of: perhaps lost, or never sent."""
        return self.filter(status__in=Notice.FLAGGED)

    def in_vain(self):
        """Notices that were tried again and again, and may still be sent."""
        return self.filter(next_at__isnull=False, attempts__gte=AGAIN_AND_AGAIN)

    def locked(self):
        """
        Return the ids of these notices, locked until the caller's transaction ends.

        Always in the order of the ids: two that change many at once then wait for each other in
        one direction only.
        """
        return list(self.order_by("pk").select_for_update().values_list("pk", flat=True))

    @transaction.atomic(savepoint=False)
    def cancel(self):
        """
        Take back on purpose what was to be told; returns how many.

        This waits for a batch that is leaving at this instant, a second or so; see `leaving`. What a
        worker has begun is in doubt, and leaves no more: the row keeps the worker's name, by which it
        says what became of it if it lives.
        """
        from trustpact.notices import flagged  # noqa: PLC0415 (they point at each other)

        leaving_file.wait_until_free()
        locked = self.order_by("pk").select_for_update()
        rows = list(locked.values_list("pk", "kind", "channel", "begun", named=True))
        begun = [row for row in rows if row.begun]
        taken_back = Notice.objects.filter(pk__in=[row.pk for row in rows if not row.begun])
        taken_back.update(status=Notice.Status.CANCELLED, next_at=None, claim=None)
        if begun:
            in_doubt = Notice.objects.filter(pk__in=[row.pk for row in begun])
            in_doubt.update(status=Notice.Status.UNKNOWN, next_at=None, begun=False)
            flagged.say(begun, Notice.Status.UNKNOWN)
        return len(rows)

    @transaction.atomic
    def look_anew(self, now):
        """Make notices that no worker has begun due again at once: what holds for them changed."""
        due = {"status": Notice.Status.DUE, "claim": None, "next_at": now}
        unbegun = Notice.objects.filter(pk__in=self.locked(), begun=False)
        return unbegun.filter(status=Notice.Status.CLAIMED).update(**due)

    @transaction.atomic
    def move(self, *, due_at, until):
        """Tell at another moment what is still to be told and no worker has begun."""
        due = {"status": Notice.Status.DUE, "claim": None, "next_at": due_at}
        unbegun = Notice.objects.filter(pk__in=self.open().locked(), begun=False)
        return unbegun.filter(status__in=Notice.OPEN).update(due_at=due_at, until=until, **due)

    def forget(self, now):
        """Delete what was told, cancelled or lost long ago, words and all."""
        over = self.exclude(status__in=Notice.OPEN).filter(until__lte=now)
        old = over.filter(due_at__lte=now - KEPT_FOR).order_by("pk").values_list("pk", flat=True)
        forgotten, last = 0, uuid.UUID(int=0)
        while ids := list(old.filter(pk__gt=last)[:1000]):  # short, so nobody waits long
            forgotten, last = forgotten + self.filter(pk__in=ids).delete()[0], ids[-1]
        return forgotten


class Notice(models.Model):
    """
    One thing to tell one person once.

    `next_at` is when the sweep looks at the row next: while due, the next moment to send; while
    claimed, the end of the lease; null once it is over. `claim` names whoever holds the claim,
    and `begun` says that this is a worker which may be sending at this moment. What was stopped
    then is unknown, and keeps the worker's name until that says what became of it.
    """

    class Channel(models.TextChoices):
        """By which way a person is told."""

        MAIL = "mail"
        APP = "app"
        PUSH = "push"

    class Status(models.TextChoices):
        """What became of a notice."""

        DUE = "due"
        CLAIMED = "claimed"
        SENT = "sent"
        UNKNOWN = "unknown"  # sent or not, nobody can say: its worker died, or was not heard yet
        CANCELLED = "cancelled"  # on purpose: silence, a stop, leaving
        FAILED = "failed"  # refused for good, or its window ended before it could be sent

    class Urgency(models.TextChoices):
        """What happens in doubt."""

        REMINDER = "reminder"  # at most once
        SURE = "sure"  # at least once, and no silence holds it back

    OPEN = (Status.DUE, Status.CLAIMED)
    FLAGGED = (Status.UNKNOWN, Status.FAILED)
    KEY = ("person_id", "kind", "subject", "channel", "lead")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notices",
        db_index=False,  # the unique constraint begins with it
    )
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    series = models.UUIDField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    lead = models.PositiveIntegerField(default=0)  # minutes
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.REMINDER)
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    status = models.CharField(max_length=9, choices=Status, default=Status.DUE)
    next_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    begun = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    words = SealedJSON(owner="person")
    address = SealedText(owner="person")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject", "channel", "lead"], name="notice_once"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("due_at")), name="notice_has_a_window"),
            models.CheckConstraint(
                condition=Q(status__in=["due", "claimed"], next_at__isnull=False)
                | Q(status__in=["sent", "unknown", "cancelled", "failed"], next_at__isnull=True),
                name="notice_looked_at_while_open",
            ),
            models.CheckConstraint(
                condition=Q(status="claimed", claim__isnull=False)
                | Q(status="unknown", begun=False)
                | Q(~Q(status="claimed"), claim__isnull=True, begun=False),
                name="notice_claimed_by_somebody",
            ),
        ]
        indexes = [
            # Only what is open: the cost of a tick depends on what is due.
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="notice_ahead"
            ),
            # So many reminders as may be due: what must be told is found beside them at once.
            models.Index(
                fields=["next_at"],
                condition=Q(next_at__isnull=False, urgency="sure"),
                name="notice_sure_ahead",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=["unknown", "failed"]),
                name="notice_flagged",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.id}"

    @property
    def path(self):
        """The path of the page it leads to; it signs nobody in."""
        return kinds.get(self.kind).link(self)

    @property
    def mailbox(self):
        """The address it is mailed to."""
        return self.address or self.person.email

    @property
    def pause(self):
        """How long to wait after one more attempt in vain: longer each time, 4 minutes at most."""
        return min(FIRST_PAUSE * 2 ** min(self.attempts, 8), LONGEST_PAUSE)
