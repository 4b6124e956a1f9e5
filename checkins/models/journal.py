"""A person's own journal, and the sentences to begin with that curators write."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from checkins.models.second_look import second_looks
from trustpact.curation.models import Curated
from trustpact.privacy.fields import SealedText


class JournalPrompt(Curated):
    """One revision of a sentence that somebody can begin with."""

    TEXT = ("text",)

    READ = ("text",)

    text = models.CharField(max_length=200)

    def readings(self):
        """Return whether it reads like what no agreement may ask; that alone keeps none back."""
        found = second_looks(self.text, self.language)
        return [("text", found)] if found else []

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("journal prompt"), _("journal prompts")


class JournalEntryQuerySet(models.QuerySet):
    """Entries, asked for in the words of reading."""

    def of_month(self, month: date):
        """The entries of the month that this day lies in, the newest first."""
        days = {"written_on__year": month.year, "written_on__month": month.month}
        return self.filter(**days).order_by("-written_on", "-number")

    def months(self):
        """The first days of the months in which something was written, the newest first."""
        return self.dates("written_on", "month", order="DESC")


class JournalEntry(models.Model):
    """
    What somebody wrote for themselves alone, sealed under their own key.

    It belongs to the person and to no couple: it stays theirs when they leave one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="journal_entries"
    )
    written_on = models.DateField()
    number = models.PositiveIntegerField()  # the order of writing; nothing shows it
    prompt = SealedText(owner="person")
    words = SealedText(owner="person")

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="journalentry_one_a_number"),
        ]

    def __str__(self):
        return f"entry {self.pk}"

    @classmethod
    @transaction.atomic
    def write(cls, person, *, words, prompt="", now):
        """Keep an entry of today, by the person's own clock."""
        get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
        last = cls.objects.filter(person=person).aggregate(Max("number"))["number__max"] or 0
        return cls.objects.create(
            person=person,
            written_on=person.local(now).date(),
            number=last + 1,
            prompt=prompt,
            words=words,
        )

    def change(self, *, words):
        """Say it in other words; what stood there before is gone."""
        self.words = words
        self.save(update_fields=["words"])
