"""Looking back: what changed between two versions, and what was in force on a day."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.comparison import compare
from agreements.forms.versions import DayForm, PairForm
from agreements.models import Agreement
from agreements.models.sheet import Sheet
from agreements.terms import utc_day
from trustpact.access.guards import partner_page


@require_safe
@partner_page
def changes(request):
    """What changed between two versions: those asked for, or the last two."""
    versions = Agreement.of(request.couple).versions.select_related("agreement__couple")
    numbers = list(versions.values_list("number", flat=True))
    if len(numbers) < 2:
        return render(request, "agreements/changes.html", {"form": None})
    last_two = {"old": numbers[1], "new": numbers[0]}
    form = PairForm(request.GET or last_two, numbers=numbers)
    context = {"form": form}
    if form.is_valid():
        old, new = (versions.get(number=number) for number in form.pair)
        context |= _compared(old, new)
    return render(
        request, "agreements/changes.html", context, status=200 if form.is_valid() else 400
    )


@require_safe
@partner_page
def day(request):
    """What was in force on a day, and how its clauses stood then."""
    signed = Agreement.of(request.couple).versions.signed()
    form = day_form(request, signed, timezone.now(), request.GET or None)
    if form is None or not form.is_valid():
        status = 400 if form and form.is_bound else 200
        return render(request, "agreements/day.html", {"form": form}, status=status)
    day = form.cleaned_data["day"]
    versions = signed.select_related("agreement__couple").filter(in_force_since__lte=day)
    version = versions.first()
    context = {
        "form": form,
        "day": day,
        "version": version,
        "sheet": Sheet(version, on=day),
    }
    return render(request, "agreements/day.html", context)


def day_form(request, signed, now, data=None):
    """Return the form that asks for a day to look back to; None while nothing was ever in force."""
    first = signed.values_list("in_force_since", flat=True).last()
    if first is None:
        return None
    last = max(utc_day(now), request.user.local(now).date())
    return DayForm(data, first=first, last=last)


def _compared(old, new):
    comparison = compare(old.document, new.document)
    names = dict(settings.LANGUAGES)
    locales = comparison.locales and [names.get(locale, locale) for locale in comparison.locales]
    sheet = Sheet(new, on=new.proposed_on)
    changed = [
        (pair, sheet.concerned(pair.old.concerns), sheet.concerned(pair.new.concerns))
        for pair in comparison.changed
    ]
    return {
        "old": old,
        "new": new,
        "comparison": comparison,
        "changed": changed,
        "locales": locales,
    }
