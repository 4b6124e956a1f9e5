"""How it goes: levels over time, as charts, as a table and as a file; what was kept; patterns."""

import csv

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from checkins import clauses_over_time, course
from checkins import together as patterns
from checkins.course import LONG, SHORT, Course
from checkins.models import CheckIn
from checkins.progress import BY_MONTH, BY_WEEK
from trustpact.access.guards import partner_page


@require_safe
@partner_page
def weeks(request):
    """Levels over weeks or months, and what was kept of late."""
    found = _course(request)
    shown = [(chart, course.drawn(found, chart)) for chart in found.charts if chart.has_any]
    page = {"course": found, "shown": shown, "choices": _choices(found), "query": _query(found)}
    page["here"] = reverse("checkins:weeks")  # below it stand tables and files, many on this page
    return render(request, "checkins/weeks.html", page)


@require_safe
@partner_page
def level(request, slug):
    """One level as a table, with everything that its chart shows."""
    found, chart = _one(request, slug)
    page = {"course": found, "chart": chart, "picture": course.drawn(found, chart)}
    page |= {"rows": course.table(chart), "query": _query(found)}
    return render(request, "checkins/level.html", page)


@require_safe
@partner_page
def level_file(request, slug):
    """The table of one level as CSV: dates and numbers."""
    found, chart = _one(request, slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="weeks.csv"'
    writer = csv.writer(response)
    writer.writerow(map(_cell, _head(found)))
    for row in course.table(chart):
        both = [row.own] + ([row.other] if found.other else [])
        told = [(f"{one[1]:.2f}", one[0], one[2]) if one else ("", "", "") for one in both]
        writer.writerow([row.day.isoformat(), *(_cell(cell) for one in told for cell in one)])
    return response


@require_safe
@partner_page
def clauses(request):
    """How the clauses in force have felt: to the reader, and what opened."""
    felt = clauses_over_time.felt(request.partner, timezone.now())
    page = {"felt": felt, "other": request.couple.beside(request.partner)}
    return render(request, "checkins/clauses.html", page)


@require_safe
@partner_page
def together(request):
    """What goes together in the reader's own answers."""
    found = patterns.patterns_of(request.partner, timezone.now())
    return render(request, "checkins/together.html", {"found": found})


@require_http_methods(["GET", "POST"])
@partner_page
def unshared(request):
    """Take everything back that stands open of the past, or all of one level; say first what it does."""
    found = patterns.levels_of(request.partner)
    if request.method == "GET":
        return render(request, "checkins/unshared.html", {"levels": found})
    chosen = request.POST.get("level", "")
    if chosen and chosen not in found:
        page = {"levels": found, "wrong": _("Choose one of these.")}
        return render(request, "checkins/unshared.html", page, status=400)
    count = CheckIn.take_all_back(request.partner, chosen, now=timezone.now())
    messages.info(request, _taken_back(count))
    return redirect("checkins:weeks")


def _taken_back(count):
    if not count:
        return _("Nothing of it was meant for both of you. It is for you alone.")
    words = ngettext(
        "Taken back on %(count)d date. It is for you alone now.",
        "Taken back on %(count)d dates. It is for you alone now.",
        count,
    )
    return words % {"count": count}


def _course(request):
    by = BY_MONTH if request.GET.get("by") == BY_MONTH else BY_WEEK
    span = LONG if request.GET.get("span") == LONG else SHORT
    return Course.of(request.partner, timezone.now(), by=by, span=span)


def _one(request, slug):
    found = _course(request)
    for chart in found.charts:
        if chart.slug == slug:
            return found, chart
    raise Http404


def _query(found):
    return f"?by={found.by}&span={found.span}"


def _choices(found):
    """Return (words, query, is it this one) for each way to look at it."""
    ways = (
        (BY_WEEK, SHORT, _("Half a year by week")),
        (BY_MONTH, SHORT, _("A year by month")),
        (BY_WEEK, LONG, _("Everything by week")),
        (BY_MONTH, LONG, _("Everything by month")),
    )
    return [
        (words, f"?by={by}&span={span}", (by, span) == (found.by, found.span))
        for by, span, words in ways
    ]


def _head(found):
    names = [found.partner.name] + ([found.other.name] if found.other else [])
    parts = (_("level"), _("word"), _("answers"))
    return [_("from"), *(f"{name}: {part}" for name in names for part in parts)]


def _cell(value):
    """Return what a table program takes for text: a name like "=1+1" must not be a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝")) else text
