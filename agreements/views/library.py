"""The library: packs, search, and taking clauses from it."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.forms.draft import SearchForm
from agreements.models import Agreement, Clause, ClauseTemplate, Pack
from trustpact.access.guards import partner_page, person_page


@require_safe
@person_page
def library(request):
    """The packs; or the clauses in which the words looked for stand."""
    form = SearchForm(request.GET)
    status = 200 if form.is_valid() else 400
    looked_for = form.cleaned_data.get("q", "") if status == 200 else ""
    templates = list(ClauseTemplate.published.read_in(_language(request)))
    held = _held(request)
    page = {
        "form": form,
        "looked_for": looked_for,
        "packs": _packs(request, templates, held),
        "found": _found(request, looked_for),
        "held": held,
    }
    return render(request, "agreements/library.html", page, status=status)


@require_safe
@person_page
def pack(request, pack_id):
    """One pack, to be read before anything is taken from it."""
    shown = get_object_or_404(Pack.published, pk=pack_id)
    clauses = list(ClauseTemplate.published.of_pack(shown))
    held = _held(request)
    page = {
        "pack": shown,
        "clauses": clauses,
        "held": held,
        "missing": sum(not one.floor and one.slug not in held for one in clauses),
    }
    return render(request, "agreements/pack.html", page)


@require_POST
@partner_page
def pack_taken(request, pack_id):
    """Put a whole pack into the draft, but what is there already."""
    pack = get_object_or_404(Pack.published, pk=pack_id)
    added = Agreement.of(request.couple).add_pack(pack, partner=request.partner)
    said = ngettext(
        "%(count)d clause is in the draft now.",
        "%(count)d clauses are in the draft now.",
        len(added),
    )
    messages.info(request, said % {"count": len(added)})
    return redirect("agreements:agreement")


@require_POST
@partner_page
def clause_taken(request, template_id):
    """Put one clause of the library into the draft, and go on reading its pack."""
    template = get_object_or_404(ClauseTemplate.published, pk=template_id)
    Agreement.of(request.couple).add(template, partner=request.partner)
    messages.info(request, _("It is in the draft now."))
    pack = Pack.published.read_in(_language(request)).filter(slug=template.pack).first()
    if pack is None:
        return redirect("agreements:library")
    return redirect(reverse("agreements:pack", args=[pack.pk]) + f"#{template.slug}")


def _language(request):
    return request.couple.language if request.couple else request.LANGUAGE_CODE


def _held(request):
    """The slugs of the library's clauses that stand in the reader's draft."""
    if request.couple is None:
        return set()
    kept = Clause.objects.of_couple(request.couple).kept().filter(template__isnull=False)
    return set(kept.values_list("template__slug", flat=True))


def _packs(request, templates, held):
    """Each pack, with how many clauses it brings and how many of them the draft holds."""
    packs = list(Pack.published.read_in(_language(request)))
    for pack in packs:
        own = [template for template in templates if template.pack == pack.slug]
        pack.size = len(own)
        pack.held = sum(template.slug in held for template in own)
    return packs


def _found(request, looked_for):
    if not looked_for:
        return []
    in_words = Q(text__icontains=looked_for) | Q(ask__icontains=looked_for)
    return ClauseTemplate.published.read_in(_language(request)).filter(in_words)
