"""What stands on the paper of an own copy: the rows of the export, in plain words."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.db.models import BooleanField, DateField, DateTimeField
from django.utils import formats, translation
from django.utils.translation import gettext as _

from trustpact.people.copy.labels import FIELDS, MODELS
from trustpact.privacy.export import sections_of
from trustpact.privacy.fields import SealedField

ROWS_A_PART = 1000  # of one PDF: setting takes memory with every row
# Letters beyond Latin ones, and words that no line can break.
NOT_PLAIN = re.compile(r"[^\s\u0021-\u024f\u2010-\u2027\u20ac]|[^\s-]{30,}")


def parts_of(person, *, now) -> Iterator[dict]:
    """
    Yield what `copy.typ` prints, part by part, in the person's language.

    Every field of the export stands in it; what is empty is left out. Raises VaultError when
    something does not open.
    """
    number, kept, room = 1, [], ROWS_A_PART
    with translation.override(person.language):
        for heading, row in _rows(person):
            if not room:
                yield _part(kept, number, now)
                number, kept, room = number + 1, [], ROWS_A_PART
            if not kept or kept[-1]["heading"] != heading:
                kept.append({"heading": heading, "rows": []})
            kept[-1]["rows"].append(row)
            room -= 1
        yield _part(kept, number, now)


def _part(sections, number, now) -> dict:
    made = _("Made on %(day)s.") % {"day": _day(now.date())}
    return {
        "language": translation.get_language(),
        "title": f"{_('Your copy')} {number}",  # it stands in tabs: neutral
        "heading": _("A copy of everything that is yours"),
        "about": [
            f"{made} " + _("Part %(number)s.") % {"number": number},
            _("What is empty is left out. The file for machines holds the same, in its own form."),
        ],
        "sections": sections,
        "warning": "",
        "incomplete": _(
            "Some signs could not be drawn here and stand as empty boxes. The file for machines "
            "holds all of them."
        ),
    }


def _rows(person):
    for own in (True, False):
        for section in sections_of(person, own=own):
            heading = str(MODELS.get(section.label, section.model._meta.verbose_name_plural))
            if not own:
                heading = _("Opened or sent to you: %(what)s") % {"what": heading}
            for row in section.rows:
                yield heading, _row(section.fields, row)


def _row(fields, row) -> dict:
    """Tell what people wrote and rated apart from the facts beside it."""
    told = {True: [], False: []}
    for field in fields:
        if said := _said(field, row[field.name]):
            told[isinstance(field, SealedField)].append([str(_label(field.name)), said])
    return {"words": told[True], "facts": told[False], "plain": _is_plain(told)}


def _is_plain(told) -> bool:
    """Whether a row needs none of the rules for other scripts, pictures and endless words."""
    words = " ".join(said for pairs in told.values() for _label, said in pairs)
    return not NOT_PLAIN.search(words)


def _label(name):
    return FIELDS.get(name) or name.replace("_", " ")


def _said(field, value) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, DateTimeField) and "T" in value:
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return f"{_day(moment.date())}, {moment:%H:%M} UTC"
    if isinstance(field, DateField):
        return _day(date.fromisoformat(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _flat(_parsed(value))


def _parsed(value):
    """Return what a text in JSON says (a version's), and any other value as it is."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _flat(value) -> str:
    """Return lists and objects as words to read: one line each for what stands at the top."""
    if isinstance(value, dict):
        return "\n".join(
            f"{_label(name)}: {_inline(one)}" for name, one in value.items() if one != ""
        )
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return "\n".join(map(_inline, value))
    return _inline(value)


def _inline(value) -> str:
    if isinstance(value, dict):
        return "; ".join(
            f"{_label(name)}: {_inline(one)}" for name, one in value.items() if one != ""
        )
    if isinstance(value, list):
        return ", ".join(map(_inline, value))
    return str(value)


def _day(day: date) -> str:
    return formats.date_format(day, _("j F Y"))
