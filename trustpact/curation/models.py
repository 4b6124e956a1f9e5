"""
What curators write: each row is one revision of one text, and a published one never changes.

A thing is known by its slug and language. Its revisions are numbered; at most one is published.
Who builds on `Curated` adds the fields of the text and names them in `TEXT`, says in `SHAPES` what
its JSON fields hold (`shapes.py`), and in `faults` what else keeps a text from being published.
"""

import uuid

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.curation import memory, sentences, shapes, starter
from trustpact.curation.starter import FALLBACK_LANGUAGE
from trustpact.rules import RuleBroken


class Status(models.TextChoices):
    """Where a revision stands in its life."""

    DRAFT = "draft", gettext_lazy("Draft")
    IN_REVIEW = "in_review", gettext_lazy("In review")
    PUBLISHED = "published", gettext_lazy("Published")
    RETIRED = "retired", gettext_lazy("Retired")


class CuratedQuerySet(models.QuerySet):
    """Revisions, asked for in the words of curating."""

    def revisions_of(self, row):
        """All revisions of the text that `row` is one of, the newest first."""
        return self.filter(slug=row.slug, language=row.language).order_by("-number")

    def newest(self):
        """The newest revision of each text in each language."""
        later = self.model.objects.filter(
            slug=OuterRef("slug"), language=OuterRef("language"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def once(self):
        """Each text once: in English, or in what there is of it."""
        english = self.model.objects.filter(slug=OuterRef("slug"), language=FALLBACK_LANGUAGE)
        return self.filter(Q(language=FALLBACK_LANGUAGE) | ~Exists(english))

    def read_in(self, language):
        """Each text once: in this language, or in English where it does not exist in it yet."""
        translated = self.filter(slug=OuterRef("slug"), language=language)
        fallback = Q(language=FALLBACK_LANGUAGE) & ~Exists(translated)
        return self.filter(Q(language=language) | fallback)


class PublishedManager(models.Manager.from_queryset(CuratedQuerySet)):
    """Only what is published, in the order that curators gave it."""

    def get_queryset(self):
        return super().get_queryset().filter(status=Status.PUBLISHED).order_by("position", "slug")


class Curated(models.Model):
    """One revision of a curated text."""

    Status = Status
    TEXT: tuple[str, ...] = ()  # the fields that make up the text, in the order of reading
    SHAPES: dict = {}  # what the JSON fields among them hold
    READ: tuple[str, ...] = ()  # the fields that the limits read (`readings`)
    ALONE = ""  # the one slug of a kind of which there is one text alone

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60)
    language = models.CharField(max_length=8, default=FALLBACK_LANGUAGE)
    number = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    position = models.PositiveIntegerField(default=0)
    # The digest of the starter text that this revision came with; "" for a curator's own.
    starter_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(CuratedQuerySet)()
    published = PublishedManager()

    class Meta:
        abstract = True
        default_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language", "number"], name="%(class)s_one_row_a_revision"
            ),
            models.UniqueConstraint(
                fields=["slug", "language"],
                condition=Q(status="published"),
                name="%(class)s_one_published",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review"], published_on__isnull=True)
                | Q(status__in=["published", "retired"], published_on__isnull=False),
                name="%(class)s_published_has_a_date",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="%(class)s_number_from_one"),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True)
                | Q(published_by__isnull=True)
                | ~Q(published_by=F("written_by")),
                name="%(class)s_author_is_not_publisher",
            ),
        ]

    def __str__(self):
        return f"{self.slug} ({self.language}, {self.number})"

    @property
    def text_fields(self):
        """The fields of the text with their values, as `revise` and `write` take them."""
        return {name: getattr(self, name) for name in self.TEXT}

    def translated(self, language):
        """Return what is published of this text in a language, or this row where nothing is."""
        if self.language == language:
            return self
        published = type(self).published.filter(slug=self.slug, language=language)
        return published.first() or self

    @classmethod
    def known_as(cls):
        """The field by whose words somebody knows a text."""
        return next((name for name in ("name", "title", "text") if name in cls.TEXT), "slug")

    @property
    def is_open(self):
        """Whether this revision can still be written in."""
        return self.status in (Status.DRAFT, Status.IN_REVIEW)

    @property
    def has_its_form(self):
        """Whether pages can show it: each JSON field has the shape that they read."""
        return not any(shapes.fault(getattr(self, name), shape) for name, shape in self.shaped())

    @property
    def read_now(self):
        """The revision of this text that couples read, or None."""
        return type(self).published.filter(slug=self.slug, language=self.language).first()

    @property
    def as_compared(self):
        """The digest of what somebody sees who holds this text beside the one that is read now."""
        read = self.read_now
        return starter.digest([self.text_fields, str(read.pk) if read else ""])

    def faults(self):
        """Return the sentences that say what keeps this text from being published."""
        found = {name: shapes.fault(getattr(self, name), shape) for name, shape in self.shaped()}
        said = [
            _("“%(field)s” does not have the form it needs: %(fault)s")
            % {"field": name, "fault": sentences.fault_of_shape(fault)}
            for name, fault in found.items()
            if fault
        ]
        if self.ALONE and self.slug != self.ALONE:
            said.append(_("There is one of these: write a new revision of “%s”.") % self.ALONE)
        return said

    def readings(self):
        """Return what the limits say of the words: pairs of a field and its sentences."""
        return []

    def kept_by(self):
        """Return the sentence that says why this text cannot be taken out of the library, or ""."""
        if self.ALONE and self.language == FALLBACK_LANGUAGE:
            return _("Pages of couples need this text. Write a new revision of it instead.")
        return ""

    def shaped(self):
        """Return the JSON fields of the text with their shapes; an empty optional one has none."""
        return [
            (name, shape)
            for name, shape in self.SHAPES.items()
            if getattr(self, name) or not self._meta.get_field(name).blank
        ]

    @classmethod
    @transaction.atomic
    def begin(cls, *, slug, language, fields, by):
        """Return the first draft of a new text, or of a text in a new language."""
        row = cls(slug=slug, language=language, written_by=by)
        row._set(fields)
        known = cls.objects.filter(slug=slug)
        places = known.values_list("position", flat=True)
        row.position = places.first() if places else cls.objects.count()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # the database knows best, also of what began at the same instant
            raise RuleBroken(_("This text is there already. Write a new revision of it.")) from None
        return row

    @transaction.atomic
    def write(self, *, fields, by):
        """Change the text of a draft. What was published once never changes: revise it."""
        if not self._locked().is_open:
            raise RuleBroken(_("This text was published and stays as it is. Write a new revision."))
        self._set(fields)
        self.status, self.written_by = Status.DRAFT, by
        self.save(update_fields=[*fields, "status", "written_by"])

    @transaction.atomic
    def revise(self, *, fields, by):
        """
        Return a new draft of this text with `fields` changed; this row stays as it is.

        With nothing changed, an old revision becomes the newest draft.
        """
        self._locked()
        newest = type(self).objects.revisions_of(self).aggregate(Max("number"))["number__max"]
        draft = type(self)(
            slug=self.slug,
            language=self.language,
            number=newest + 1,
            position=self.position,
            written_by=by,
            **self.text_fields,
        )
        draft._set(fields)
        draft.save(force_insert=True)
        return draft

    @transaction.atomic
    def submit(self):
        """Hand a draft over for review, and return it; RuleBroken while it has faults."""
        row = self._locked()
        if row.status != Status.DRAFT:
            raise RuleBroken(_("Only a draft can be handed over for review."))
        row._refuse_faults()
        self.status = Status.IN_REVIEW
        self.save(update_fields=["status"])
        return self

    @transaction.atomic
    def publish(self, *, by, now, seen=""):
        """
        Make this revision the one that couples read; the one before it is retired.

        `seen` is `as_compared` of what its publisher looked at: a text that changed since, or that
        would replace another one by now, is refused.
        """
        row = self._locked()
        if row.status == Status.PUBLISHED:
            raise RuleBroken(_("This revision is published already."))
        if row.status != Status.IN_REVIEW:
            raise RuleBroken(_("Only a text in review can be published. Look at it again."))
        if by.pk == row.written_by_id:
            raise RuleBroken(_("Someone other than its author publishes a text. Ask a colleague."))
        row._refuse_what_changed(seen)
        row._refuse_faults()
        self._be_read(by, now)

    @transaction.atomic
    def bring_back(self, *, by, now, seen=""):
        """
        Publish the words of an earlier revision again, as a new one, and return it.

        Two people stood behind these words once: their author, whom the new row names, and whoever
        published them. So nobody brings back alone what they wrote themselves.
        """
        row = self._locked()
        if row.status != Status.RETIRED:
            raise RuleBroken(_("Only what was published before can be brought back."))
        if by.pk == row.written_by_id:
            raise RuleBroken(_("You wrote these words, so a colleague brings them back."))
        row._refuse_what_changed(seen)
        row._refuse_faults()
        again = row.revise(fields={}, by=row.written_by)
        again._be_read(by, now)
        return again

    @transaction.atomic
    def retire(self):
        """Take the published revision out of the library; agreements that hold it keep it."""
        if self._locked().status != Status.PUBLISHED:
            raise RuleBroken(_("Only a published text can be retired."))
        if kept := self.kept_by():
            raise RuleBroken(kept)
        self.status = Status.RETIRED
        self.save(update_fields=["status"])
        memory.forget_published()

    @transaction.atomic
    def place(self, position):
        """Put this text at a place in its order, in every language."""
        type(self).objects.filter(slug=self.slug).update(position=position)
        memory.forget_published()

    @classmethod
    @transaction.atomic
    def load_starters(cls, texts, *, language=FALLBACK_LANGUAGE, now, first=0):
        """
        Bring the texts that come with the product into the library: one query when all are there.

        `texts` are pairs of slug and fields, in order. A changed text becomes a new published
        revision where the published one came with the product; where a curator wrote or retired
        it, the new text waits as a draft. Raises ValueError for a field that is not of the text.
        """
        known = starter.states(cls, language)
        fresh = []
        for position, (slug, fields) in enumerate(texts, start=first):
            state = known.get(slug, starter.UNKNOWN)
            row = cls(slug=slug, language=language, starter_digest=starter.digest(fields))
            row._set(fields)
            if row.starter_digest != state.digest:
                row._follow(state, position=position, now=now)
                fresh.append(row)
        if fresh:
            published = [row.slug for row in fresh if row.status == Status.PUBLISHED]
            before = cls.published.filter(language=language, slug__in=published)
            before.update(status=Status.RETIRED)
            cls.objects.bulk_create(fresh)
            memory.forget_published()

    def _follow(self, state, *, position, now):
        """Number this revision of the starter library; published where no curator wrote before."""
        self.number = state.number + 1
        self.position = position if state.position is None else state.position
        if state.untouched:
            self.status, self.published_on = Status.PUBLISHED, now.date()

    def _locked(self):
        """The row as it stands now, locked; the revisions of a text change one at a time."""
        rows = list(type(self).objects.select_for_update().revisions_of(self))
        return next((row for row in rows if row.pk == self.pk), self)

    def _be_read(self, by, now):
        """Be the revision that couples read from now on; the one before is retired."""
        revisions = type(self).objects.revisions_of(self)
        revisions.filter(status=Status.PUBLISHED).update(status=Status.RETIRED)
        self.status, self.published_by, self.published_on = Status.PUBLISHED, by, now.date()
        self.save(update_fields=["status", "published_by", "published_on"])
        memory.forget_published()

    def _refuse_what_changed(self, seen):
        if seen and seen != self.as_compared:
            raise RuleBroken(_("What you compared has changed since. Look at it again."))

    def _refuse_faults(self):
        if found := self.faults():
            raise RuleBroken(" ".join(found))

    def _set(self, fields):
        if unknown := fields.keys() - set(self.TEXT):
            raise ValueError(f"{type(self).__name__} has no {sorted(unknown)}.")
        for name, value in fields.items():
            setattr(self, name, value)
