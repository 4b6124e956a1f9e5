"""What a couple would see of a text, on a phone."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render


def preview(request, desk, kind, pk):
    """Show a revision as couples would see it; nothing on it leads anywhere."""
    model = desk.kinds.get(kind)
    if model is None:
        raise Http404
    row = get_object_or_404(model, pk=pk)
    own = desk.of(model)
    page = {"row": row, "back": own.page("change", row.pk), **own.shown(row)}
    return render(request, "admin/preview.html", page)
