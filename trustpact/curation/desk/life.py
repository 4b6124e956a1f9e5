"""What a text's page tells beside its form: its life so far, what it changes, other languages, use."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from trustpact.curation.desk.forms import LABELS, as_read
from trustpact.web.difference import difference

FEWEST_COUPLES = 20  # a smaller count could be about somebody
COUNTED_FOR = 40 * 24 * 60 * 60  # seconds; longer than any month


@dataclass(frozen=True)
class Line:
    """One field of a text: its name, how it became what it is, and what other languages say."""

    label: str
    pieces: list
    others: list
    changed: bool


def of(request, own, row):
    """Return what the page of a text tells; `own` are the pages of its kind."""
    read = row.read_now
    faults = row.faults() if row.is_open else []
    author = row.written_by_id == request.user.pk
    in_review = row.status == row.Status.IN_REVIEW
    retired = row.status == row.Status.RETIRED
    others = _other_languages(row)
    lines = _lines(row, read or row, others)
    return {
        "title": _("Library"),
        "row": row,
        "named": own.named(row),
        "faults": faults,
        "compared": read is not None and read.pk != row.pk,
        "changed": [line for line in lines if line.changed],
        "same": [line for line in lines if not line.changed],
        "can_submit": row.status == row.Status.DRAFT and not faults,
        "can_publish": in_review and not author and not faults,
        "waits_for_colleague": in_review and author,
        "can_bring_back": retired and not author,
        "own_words": retired and author,
        "can_retire": row.status == row.Status.PUBLISHED and not row.kept_by(),
        "revisions": [
            (one, own.page("change", one.pk)) for one in type(row).objects.revisions_of(row)
        ],
        "others": [(one, own.page("change", one.pk)) for one in others],
        "missing": _missing_languages(row),
        "used_by": used_by(own, row),
    }


def used_by(own, row, now=None):
    """
    Return in words how many couples use a text: rounded down to tens, and none below twenty.

    It is counted once a month and then stands, so that two looks before and after somebody took a
    text differ by nothing, and two months apart by all who came and went meanwhile.
    """
    if not own.counts_couples:
        return ""
    now = now or timezone.now()
    place = f"used-{row._meta.label_lower}-{row.slug}-{now:%Y-%m}"
    count = cache.get_or_set(place, lambda: _rounded(own.couples_using(row)), COUNTED_FOR)
    if count == 0:
        return _("Used by fewer than %(count)d couples.") % {"count": FEWEST_COUPLES}
    return _("Used by %(count)d couples or more.") % {"count": count}


def _rounded(count):
    """Return a count as it may be told and kept: in tens, 0 for few."""
    return count - count % 10 if count >= FEWEST_COUPLES else 0


def _lines(row, read, others):
    return [
        Line(
            LABELS.get(name, name),
            difference(as_read(getattr(read, name)), as_read(getattr(row, name))),
            [(one.language, as_read(getattr(one, name))) for one in others],
            getattr(read, name) != getattr(row, name),
        )
        for name in row.TEXT
    ]


def _other_languages(row):
    rows = type(row).objects.filter(slug=row.slug).exclude(language=row.language).newest()
    return list(rows.order_by("language"))


def _missing_languages(row):
    known = set(type(row).objects.filter(slug=row.slug).values_list("language", flat=True))
    return [(code, name) for code, name in settings.LANGUAGES if code not in known]
