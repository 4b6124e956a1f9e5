"""What a couple would see of a text, on a phone."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from trustpact.curation.desk import forms


def preview(request, desk, kind, pk):
    """Show a revision as couples would see it; nothing on it leads anywhere."""
    model = desk.kinds.get(kind)
    if model is None:
        raise Http404
    row = get_object_or_404(model, pk=pk)
    own = desk.of(model)
    words = [
        (forms.LABELS.get(name, name), forms.in_words(value))
        for name, value in row.text_fields.items()
    ]
    page = {
        "row": row,
        "words": words,
        "shown_by": own.preview_template,
        own.preview_as: row,
        "back": own.page("change", row.pk),
    }
    return render(request, "admin/preview.html", page)
