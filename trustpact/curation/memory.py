"""
The library in the memory of each process: nearly every page reads some of it, and it seldom changes.

What is published is read anew after a minute, and at once in the process that published it. A
revision that was published never changes, so it is kept. What is written down, such as a new
version of an agreement, is never taken from here.
"""

import time

from django.db import transaction

SECONDS = 60

_published: dict[tuple, tuple[list, float]] = {}
_revisions: dict[tuple, object] = {}


def published(model, language) -> list:
    """Return what is published of a curated model, each text once, in this language or English."""
    rows, until = _published.get((model, language), ([], 0.0))
    if time.monotonic() >= until:
        rows = list(model.published.read_in(language))
        _published[model, language] = rows, time.monotonic() + SECONDS
    return rows


def revisions(model, ids) -> dict:
    """Return revisions that were published once by their ids; one query for those not known yet."""
    missing = {pk for pk in ids if (model, pk) not in _revisions}
    if missing:
        rows = model.objects.filter(pk__in=missing, published_on__isnull=False)
        _revisions.update(((model, row.pk), row) for row in rows)
    return {pk: _revisions[model, pk] for pk in ids}


def forget_published():
    """Read what is published anew, now and once this transaction has ended well."""
    _published.clear()
    transaction.on_commit(_published.clear)


def forget_all():
    """Forget everything: the next reader asks the database, as in a process that just started."""
    _published.clear()
    _revisions.clear()
