"""
Curated texts as rows of a file, by django-import-export: each row is read by the fields by which
a text is written at the desk, and comes in as a draft; nothing is ever published by a file.
"""

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from trustpact.curation.desk.forms import LABELS, as_read, field_for, in_words
from trustpact.curation.sentences import none_of
from trustpact.web.difference import difference

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by a spreadsheet
AS_WORDS = "'"  # in front of such a cell: it is words


def cell(value) -> str:
    """Return a value of a text as a cell of a table holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return in_words(value)


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return AS_WORDS + text if text.startswith((*FORMULA, AS_WORDS)) else text


def as_meant(text: str) -> str:
    """Return what a cell says; ValidationError where a spreadsheet would run it."""
    if text.startswith(FORMULA):
        raise ValidationError(
            _("A cell begins like a formula: “%(start)s”. Put an apostrophe before it."),
            params={"start": text[:20]},
        )
    return text.removeprefix(AS_WORDS)


class Cell(Widget):
    """One cell: harmless words in a table, the value itself in JSON."""

    def __init__(self, *, is_table):
        super().__init__()
        self.is_table = is_table

    def render(self, value, obj=None, **kwargs):
        """Return what is written into the file."""
        if self.is_table:
            return harmless(cell(value))
        return value if isinstance(value, bool | int | list | dict) else cell(value)


class TextRows(ModelResource):
    """The texts of one model as rows; made by `rows_of`."""

    is_table = True

    def before_import(self, dataset, **kwargs):
        """Read the newest revision of every text with one query."""
        rows = self._meta.model.objects.newest()
        self.known = {(row.slug, row.language): row for row in rows}
        self.met = set()

    def get_instance(self, instance_loader, row):
        """Return the newest revision of a row's text, or None."""
        return self.known.get(self.key(row))

    def key(self, row):
        """Return the slug and the language that a row names."""
        return str(row.get("slug", "")).strip(), str(row.get("language", "")).strip() or "en"

    def before_import_row(self, row, **kwargs):
        """Refuse a row that names nothing, or what another row of the file names."""
        key = self.key(row)
        if not key[0]:
            raise ValidationError(_("This row names no text: its short name is empty."))
        if key in self.met:
            raise ValidationError(_("Another row of this file names the same text."))
        self.met.add(key)

    def import_instance(self, instance, row, **kwargs):
        """Set the row's words on its text; ValidationError with each fault by its field."""
        instance.slug, instance.language = self.key(row)
        self.before = instance.text_fields if self.get_instance(None, row) else {}
        form = self.form(self._typed(instance, row))
        if not form.is_valid():
            raise ValidationError({name: errors.as_data() for name, errors in form.errors.items()})
        for name in instance.TEXT:
            setattr(instance, name, form.cleaned_data[name])

    def _typed(self, instance, row):
        """Return a row as a form would post it; a text keeps what the file has no column for."""
        typed = {"slug": instance.slug, "language": instance.language}
        for name in instance.TEXT:
            has_cell = row.get(name) is not None
            words = cell(row[name] if has_cell else getattr(instance, name))
            typed[name] = as_meant(words) if self.is_table and has_cell else words
        return typed

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Whether a row says what the newest revision says already."""
        return not import_validation_errors and instance.text_fields == self.before

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Refuse what could not be published: its form, an unknown category, the limits."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        if found := instance.faults():
            raise ValidationError(found)

    def save_instance(self, instance, is_create, row, **kwargs):
        """Keep the row as a draft of whoever brought the file."""
        self.changes = [] if is_create else self._changed(instance)
        if kwargs.get("dry_run"):
            return
        fields, by = instance.text_fields, kwargs["by"]
        if is_create:
            self._meta.model.begin(
                slug=instance.slug, language=instance.language, fields=fields, by=by
            )
        elif instance.is_open:
            instance.write(fields=fields, by=by)
        else:
            instance.revise(fields=fields, by=by)

    def after_import_row(self, row, row_result, **kwargs):
        """Say what the row changes, for the list of the dry run; what is new has nothing to compare."""
        row_result.named = " · ".join(self.key(row))
        row_result.changes = self.changes if row_result.is_update() else []
        row_result.words = "" if self.before else cell(row.get(self.known_as, ""))

    def save_m2m(self, instance, row, **kwargs):
        """There is nothing beside the row."""

    def after_import(self, dataset, result, **kwargs):
        """There is no sequence to set: ids are random."""

    def _changed(self, instance):
        return [
            (LABELS.get(name, name), difference(as_read(self.before[name]), as_read(value)))
            for name, value in instance.text_fields.items()
            if value != self.before[name]
        ]


def rows_of(model, *, is_table=True):
    """Return the rows of a curated model: `is_table` for CSV, else for JSON."""
    names = ("slug", "language", *model.TEXT)
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": names,
            "import_id_fields": ("slug",),
            "export_order": names,
            "skip_diff": True,
            "report_skipped": True,
            "use_transactions": True,
            "use_bulk": True,  # no savepoint a row: a file comes in whole or not at all
        },
    )
    widget = Cell(is_table=is_table)
    cells = {name: Field(attribute=name, column_name=name, widget=widget) for name in names}
    made = type(f"{model.__name__}Rows", (TextRows,), {"Meta": meta, **cells})()
    made.is_table = is_table
    made.form = _form_of(model)
    made.known_as = model.known_as()
    return made


def _form_of(model):
    language = django_forms.CharField(max_length=8, validators=[_is_a_language])
    fields = {"slug": model._meta.get_field("slug").formfield(), "language": language}
    for name in model.TEXT:
        db_field = model._meta.get_field(name)
        fields[name] = field_for(model, db_field) or db_field.formfield()
    return type("RowForm", (django_forms.Form,), fields)


def _is_a_language(code):
    from django.conf import settings  # noqa: PLC0415

    known = dict(settings.LANGUAGES)
    if code not in known:
        raise ValidationError(none_of(code, known))
