"""
A file comes in, or goes out. What comes in is first read without changing anything, and everything
it would change and every fault is listed by its row; then it comes in whole, or not at all.
"""

import csv
import hashlib
import json
import secrets
from io import StringIO
from operator import itemgetter

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.formats.base_formats import CSV, JSON

from trustpact.curation.desk.rows import rows_of
from trustpact.rules import RuleBroken
from trustpact.web.text import plain_input

FORMATS = {"csv": CSV, "json": JSON}
MOST_ROWS = 5000
MOST_BYTES = 4 * 1024 * 1024
KEPT_SECONDS = 30 * 60  # for which a file that was read waits to be taken in


class FileForm(forms.Form):
    """Which kind of text a file holds, and the file."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"))
    file = forms.FileField(label=gettext_lazy("The file, CSV or JSON"))

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(name, capfirst(model._meta.verbose_name_plural)) for name, model in kinds.items()]
        self.fields["kind"].choices = names

    def clean_file(self):
        """Return the words of the file with its format; ValidationError where it cannot be read."""
        file = self.cleaned_data["file"]
        suffix = file.name.rpartition(".")[2].lower()
        if suffix not in FORMATS:
            raise ValidationError(_("Choose a file whose name ends in .csv or .json."))
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large. Send it in parts."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(
                _("This file is not in UTF-8. Save it so and send it again.")
            ) from None
        if not plain_input(text):
            raise ValidationError(_("There is a hidden control character in this file."))
        _dataset(suffix, text)
        return {"format": suffix, "text": text}


def take_in(request, desk):
    """Read a file and list what it would do; with the token of that, take it in."""
    if request.method == "POST" and "token" in request.POST:
        return _taken_in(request, desk)
    form = FileForm(request.POST or None, request.FILES or None, kinds=desk.kinds)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "admin/import.html", {"form": form}, status=status)
    file = form.cleaned_data["file"] | {"kind": form.cleaned_data["kind"]}
    return _read(request, desk, file)


def give_out(request, desk):
    """Give the newest revision of every text of a kind as a file."""
    model = desk.kinds.get(request.GET.get("kind", ""))
    format_ = FORMATS.get(request.GET.get("format", ""))
    if model is None or format_ is None:
        raise Http404
    rows = rows_of(model, is_table=format_ is CSV)
    dataset = rows.export(model.objects.newest().order_by("position", "slug", "language"))
    made = format_()
    response = HttpResponse(
        made.export_data(dataset), content_type=f"{made.get_content_type()}; charset=utf-8"
    )
    name = f"{model._meta.model_name}.{made.get_extension()}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read(request, desk, file):
    result = _run(desk, file, dry_run=True, by=request.user)
    faults = _faults(result)
    page = _page(desk, file, result, faults)
    if not faults and page["changed"]:
        page["token"] = secrets.token_urlsafe(16)
        cache.set(_place(request, page["token"]), file, KEPT_SECONDS)
    return render(request, "admin/import.html", page, status=400 if faults else 200)


def _taken_in(request, desk):
    file = cache.get(_place(request, request.POST["token"]))
    if file is None:
        raise RuleBroken(_("This file was taken in already, or waited too long. Send it again."))
    result = _run(desk, file, dry_run=False, by=request.user)
    if faults := _faults(result):
        page = _page(desk, file, result, faults)
        return render(request, "admin/import.html", page, status=409)
    cache.delete(_place(request, request.POST["token"]))
    return redirect(desk.of(desk.kinds[file["kind"]]).page("changelist"))


def _run(desk, file, *, dry_run, by):
    rows = rows_of(desk.kinds[file["kind"]], is_table=file["format"] == "csv")
    dataset = _dataset(file["format"], file["text"])
    return rows.import_data(dataset, dry_run=dry_run, rollback_on_validation_errors=True, by=by)


def _place(request, token):
    return f"import-{request.user.pk}-{hashlib.sha256(token.encode()).hexdigest()}"


def _dataset(format_, text):
    """Return the rows of a file; ValidationError where it is no table."""
    if format_ == "csv":
        _refuse_wide_rows(text)
    else:
        _refuse_other_json(text)
    try:
        dataset = FORMATS[format_]().create_dataset(text)
    except Exception as error:
        raise ValidationError(_("This file cannot be read as a table.")) from error
    if not dataset.headers or "slug" not in dataset.headers:
        raise ValidationError(_("This file has no column “slug”, so its rows name no text."))
    if len(dataset) > MOST_ROWS:
        raise ValidationError(
            _("These are more than %(count)d rows. Send them in parts."),
            params={"count": MOST_ROWS},
        )
    return dataset


def _refuse_wide_rows(text):
    try:
        rows = list(csv.reader(StringIO(text, newline="")))
    except csv.Error as error:
        raise ValidationError(_("This file cannot be read as a table.")) from error
    wide = [str(number) for number, row in enumerate(rows[1:], 1) if len(row) > len(rows[0])]
    if wide:
        raise ValidationError(
            _("These rows have more cells than there are columns: %(rows)s."),
            params={"rows": ", ".join(wide[:20])},
        )


def _refuse_other_json(text):
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This file cannot be read as a table.")) from error
    if not (isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)):
        raise ValidationError(_("A JSON file holds a list of entries."))
    if any(row.keys() != rows[0].keys() for row in rows):
        raise ValidationError(_("The entries of this file have different names."))


def _faults(result):
    """Return each fault as (row, field or "", sentence)."""
    found = [(0, "", str(error.error)) for error in result.base_errors]
    found += [(row.number, "", str(one.error)) for row in result.error_rows for one in row.errors]
    for row in result.invalid_rows:
        for name, sentences in row.error_dict.items():
            field = "" if name == "__all__" else name
            found += [(row.number, field, sentence) for sentence in sentences]
    return sorted(found, key=itemgetter(0))  # of one row in the order in which they were found


def _page(desk, file, result, faults):
    form = FileForm(kinds=desk.kinds, initial={"kind": file["kind"]})
    return {"form": form, "faults": faults, **_counted(result)}


def _counted(result):
    numbered = list(enumerate(result.rows, 1))
    changed = [(number, row) for number, row in numbered if row.is_new() or row.is_update()]
    return {"changed": changed, "same": sum(row.is_skip() for row in result.rows), "read": True}
