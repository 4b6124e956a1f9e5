"""Where anyone checks the file of a history in their own browser, without sending it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.models.history import public_keys
from trustpact.access.guards import open_to_all


@require_safe
@open_to_all
def verify(request):
    """Give the page its script and this installation's public keys; nothing is looked up."""
    keys = {name: public.hex() for name, public in public_keys().items()}
    return render(request, "agreements/verify.html", {"keys": keys})
