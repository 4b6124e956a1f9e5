"""How a curated text is written: fields that take what its model takes, and say what is wrong."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.curation import sentences, shapes
from trustpact.web.fields import NameField, WordsField

LONGEST_LINE = 120  # characters; what may be longer is written in a box
LONGEST_JSON = 40_000
MOST = 9_999  # what a number of the library can be: minutes, days, how many words
DEEPEST = 8
LABELS = {
    "about": gettext_lazy("What it is about"),
    "answers": gettext_lazy("Answers"),
    "ask": gettext_lazy("What opens the talk about it"),
    "at": gettext_lazy("Time of day"),
    "at_first": gettext_lazy("How many words show at once"),
    "at_most": gettext_lazy("How many words can be picked"),
    "banner": gettext_lazy("Banner"),
    "blanks": gettext_lazy("Blanks"),
    "careful": gettext_lazy("Can be hard: shows the way to help"),
    "category": gettext_lazy("Category"),
    "checked_on": gettext_lazy("Called last on"),
    "clock": gettext_lazy("By whose clock"),
    "country": gettext_lazy("Country"),
    "floor": gettext_lazy("Always holds"),
    "guided": gettext_lazy("Held in guided steps"),
    "intrusive": gettext_lazy("Opens a view into what is the other’s"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "lines": gettext_lazy("Lines"),
    "minutes": gettext_lazy("Minutes"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("Note"),
    "often": gettext_lazy("How often"),
    "on": gettext_lazy("On which day"),
    "opening": gettext_lazy("How it opens"),
    "pace": gettext_lazy("Minutes of each step"),
    "pack": gettext_lazy("Pack"),
    "phone": gettext_lazy("Phone"),
    "question": gettext_lazy("Question"),
    "questions": gettext_lazy("Questions"),
    "replaces": gettext_lazy("Takes the place of"),
    "rests_by_itself_after_days": gettext_lazy("Days after which it rests by itself"),
    "roles": gettext_lazy("Roles"),
    "screen": gettext_lazy("What is asked first"),
    "slug": gettext_lazy("Short name"),
    "source": gettext_lazy("Source"),
    "steps": gettext_lazy("Steps"),
    "stop": gettext_lazy("How it is stopped"),
    "suggest": gettext_lazy("When it is offered"),
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "together": gettext_lazy("Done together"),
    "watch": gettext_lazy("What a check-in asks"),
    "words": gettext_lazy("Words"),
}


class ShapedField(WordsField):
    """A JSON field: its lines where it is a list of words or numbers, else JSON."""

    def __init__(self, *, shape, **kwargs):
        super().__init__(limit=LONGEST_JSON, rows=8, **kwargs)
        self.shape = shape
        self.in_lines = shape in ([str], [int])
        if self.in_lines:
            self.help_text = gettext_lazy("One on each line.")

    def prepare_value(self, value):
        """Return the value as it stands in the box."""
        if isinstance(value, str):
            return value
        return in_words(value)

    def to_python(self, value):
        """Return the value that the words stand for."""
        text = super().to_python(value)
        return read_json(text, self.shape) if text else None

    def clean(self, value):
        """Return the value; ValidationError where it has not the shape that its model asks for."""
        found = super().clean(value)
        if found is None:
            return {}
        if fault := shapes.fault(found, self.shape):
            raise ValidationError(
                _("Here something is not as it has to be: %(fault)s"),
                params={"fault": sentences.fault_of_shape(fault)},
            )
        return found


def in_words(value) -> str:
    """Return any value of a text as somebody reads it: a list as lines, an entry as JSON."""
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, indent=2) if value else ""
    return "" if value is None else str(value)


def as_read(value) -> str:
    """Return a value as somebody compares it: entries as numbered lines, what they say first."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return "\n".join(f"{number}. {_line(one)}" for number, one in enumerate(value, 1))
    if isinstance(value, dict):
        return "\n".join(
            f"{name}: {_line(one) if isinstance(one, dict) else one}" for name, one in value.items()
        )
    return in_words(value)


def _line(entry):
    rest = [
        f"{name}: {', '.join(map(str, one)) if isinstance(one, list) else _plain(one)}"
        for name, one in entry.items()
        if name != "text"
    ]
    return "\n   ".join(filter(None, [entry.get("text", ""), " · ".join(rest)]))


def _plain(value):
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return _("yes") if value is True else _("no") if value is False else str(value)


def read_json(text, shape):
    """Return what lines or JSON say, for a shape; ValidationError where it cannot be read."""
    if shape == [str]:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if shape == [int]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not all(line.isascii() and line.isdigit() and len(line) < 5 for line in lines):
            raise ValidationError(_("Write a whole number on each line."))
        return [int(line) for line in lines]
    if text.count("[") + text.count("{") > LONGEST_JSON // 20 or _depth(text) > DEEPEST:
        raise ValidationError(_("This is nested too deep."))
    try:
        return json.loads(text, parse_constant=_no_such_number)
    except ValueError as error:
        raise ValidationError(
            _("This cannot be read: %(error)s"), params={"error": str(error)}
        ) from None


def field_for(model, db_field, **kwargs):
    """Return the form field for a field of a curated text, or None where Django's own will do."""
    kwargs = {
        "label": LABELS.get(db_field.name, db_field.verbose_name),
        "required": not db_field.blank,
    }
    if shape := model.SHAPES.get(db_field.name):
        return ShapedField(shape=shape, **kwargs)
    if db_field.choices:
        return _closed(db_field, kwargs)
    if db_field.get_internal_type() == "CharField":
        kind = NameField if db_field.max_length <= LONGEST_LINE else WordsField
        return kind(limit=db_field.max_length, **kwargs)
    if isinstance(db_field, models.IntegerField):
        return forms.IntegerField(min_value=0, max_value=MOST, **kwargs)
    return None


def _closed(db_field, kwargs):
    """Return a list to choose from; what is none of it is told what there is."""
    none_of = sentences.none_of("%(value)s", [value for value, _name in db_field.choices])
    return db_field.formfield(error_messages={"invalid_choice": none_of}, **kwargs)


def _no_such_number(name):
    raise ValueError(name)


def _depth(text):
    deepest = depth = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest
