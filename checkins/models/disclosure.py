"""News that cannot wait, told by one partner about themselves, and delivered at once."""

import uuid
from datetime import UTC, timedelta
from enum import StrEnum

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkins import practices
from checkins.models.topic import Topic
from checkins.models.two import other_of
from trustpact.couples.models import Couple, Partner
from trustpact.notices.models import Notice, Reminders
from trustpact.people.consents import Purpose
from trustpact.people.models import Consent
from trustpact.privacy.fields import SealedJSON
from trustpact.privacy.retention import NEWS
from trustpact.rules import TooOften

DISCLOSURE = "checkins.disclosure"  # the kind of notice
ONE_IN = timedelta(days=7)  # of each kind
LISTED_FOR = NEWS.kept_for
WINDOW = timedelta(days=7)  # a mail that did not get through by then is no news
BEHIND_ALL_CLOCKS = timedelta(hours=12)  # by then a date has begun everywhere


class Kind(StrEnum):
    """What it is about; sealed with the words, so that no column says it."""

    INFECTION = "infection"
    PREGNANCY = "pregnancy"
    SLIP = "slip"


class DisclosureQuerySet(models.QuerySet):
    """Disclosures, in the words of those who read them."""

    def told_to(self, partner, today):
        """What the other told this partner, and has not gone by this day of the couple."""
        there = Q(gone_on__isnull=True) | Q(gone_on__gt=today)
        theirs = self.filter(there, couple=partner.couple_id).exclude(author=partner)
        return theirs.select_related("couple", "author__person").order_by("sent_on", "pk")

    def listed_for(self, partner, today):
        """What of it stands in lists: for thirty days, whatever it is about."""
        return self.told_to(partner, today).filter(sent_on__gt=today - LISTED_FOR)

    def fresh_for(self, partner, today):
        """What of it stands on the reader's Today."""
        return self.listed_for(partner, today).filter(is_put_away=False)

    def forget(self, now):
        """Delete, with every word of it, what went by now; returns how many."""
        begun_everywhere = (now.astimezone(UTC) - BEHIND_ALL_CLOCKS).date()
        return self.filter(gone_on__lte=begun_everywhere).delete()[0]


class Disclosure(models.Model):
    """
    Something that one partner told the other about themselves. It cannot be taken back: whether it
    could be would tell whether it was read.

    An infection or a pregnancy is gone for both on `gone_on`; something kept back becomes a topic
    and stays with its reader. `is_put_away` is the reader's alone: no page, mail or copy of the
    author's knows it. No therapist sees it unless its author said so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="disclosures")
    author = models.ForeignKey(Partner, models.PROTECT, related_name="disclosures")
    content = SealedJSON(owner="couple")  # the kind, what the library says of it, own words
    sent_on = models.DateField()
    gone_on = models.DateField(null=True, blank=True)
    topic = models.OneToOneField(
        Topic, models.PROTECT, null=True, blank=True, related_name="disclosure"
    )
    therapist_may_see = models.BooleanField(default=False)
    is_put_away = models.BooleanField(default=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_on__isnull=False, gone_on__gt=F("sent_on"), topic__isnull=True)
                | Q(gone_on__isnull=True, topic__isnull=False),
                name="disclosure_goes_or_becomes_a_topic",
            ),
        ]

    def __str__(self):
        return f"disclosure {self.pk}"

    # --- Reading.

    @property
    def kind(self):
        """What it is about."""
        return Kind(self.content["kind"])

    @property
    def said(self):
        """The sentence of the library, as it was when it was sent."""
        return self.content["said"]

    @property
    def words(self):
        """What its author wrote beside it, or ""."""
        return self.content["words"]

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def tell(cls, partner, kind, *, words="", therapist_may_see=False, now):
        """
        Tell the other at once; the same once more on the same day tells nothing more.

        RuleBroken where nobody is there to read it, TooOften for a second of a kind in a week.
        """
        couple = partner.couple
        couple.lock()
        reader, today = other_of(couple, partner), couple.local(now).date()
        if last := cls._last(partner, kind, today):
            if (last.sent_on, last.words) == (today, words):
                return last
            raise TooOften(_told_already(last.sent_on + ONE_IN))
        said = practices.words_of("disclosure", couple.language)["kinds"][kind]
        is_slip = kind == Kind.SLIP
        if not is_slip:
            Consent.objects.give(partner.person, Purpose.HEALTH, now=now)
        told = cls.objects.create(
            couple=couple,
            author=partner,
            content={"kind": kind, "said": said, "words": words},
            sent_on=today,
            gone_on=None if is_slip else today + LISTED_FOR,
            topic=Topic.from_slip(partner, said, now=now) if is_slip else None,
            therapist_may_see=therapist_may_see,
        )
        told._send_word(reader.person, now)
        return told

    @transaction.atomic
    def put_away(self):
        """Take it off the reader's Today, and send no more word of it; twice changes nothing."""
        self.couple.lock()
        Disclosure.objects.filter(pk=self.pk).update(is_put_away=True)
        Notice.objects.filter(kind=DISCLOSURE, subject=self.pk).open().cancel()

    # --- Below the verbs.

    @classmethod
    def _last(cls, partner, kind, today):
        recent = cls.objects.filter(author=partner, sent_on__gt=today - ONE_IN)
        recent = recent.select_related("couple")
        return next((one for one in recent if one.kind == kind), None)

    def _send_word(self, person, now):
        channels = [Notice.Channel.MAIL]  # whatever was switched off: this must be told
        if Reminders.objects.book(persons=[person.pk]).of(person.pk).push:
            channels.append(Notice.Channel.PUSH)
        for channel in channels:
            Notice.objects.tell(
                person=person,
                kind=DISCLOSURE,
                subject=self.pk,
                channel=channel,
                due_at=now,
                until=now + WINDOW,
            )


def end_disclosures(couple, now):
    """Send no more word of anything that was told, where a couple ends; the couple is locked."""
    told = couple.disclosures.values("pk")
    Notice.objects.filter(kind=DISCLOSURE, subject__in=told).open().cancel()


def _told_already(day):
    return _(
        "You told this within the last seven days. From %(day)s on you can tell it again. "
        "Nothing was sent, and what you typed is still here."
    ) % {"day": date_format(day, _("l, j F"))}
