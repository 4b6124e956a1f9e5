"""The floor page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from bench.floor.models import Line


@login_required
def lines(request):
    """Ten rows, for whoever is signed in."""
    return render(request, "lines.html", {"lines": Line.objects.order_by("pk")[:10]})
