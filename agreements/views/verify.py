"""Where anyone checks the file of a history in their own browser, without sending it."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.models.history import key_validity, public_keys
from trustpact.access.guards import open_to_all


@require_safe
@open_to_all
def verify(request):
    """Give the page its script and this installation's public keys; nothing is looked up."""
    keys = {name: public.hex() for name, public in public_keys().items()}
    validity = {name: [one.since, one.until] for name, one in key_validity().items()}
    shown = [
        (name, public, _day(validity, name, 0), _day(validity, name, 1))
        for name, public in keys.items()
    ]
    context = {"keys": keys, "validity": validity, "shown": shown}
    return render(request, "agreements/verify.html", context)


def _day(validity, name, end):
    """Return the first (0) or last (1) day on which a key may seal, or None where it is open."""
    text = validity.get(name, ["", ""])[end]
    return date.fromisoformat(text) if text else None
