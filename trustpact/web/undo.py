"""What just happened, with the way back beside it: where undoing leaves nothing behind."""

from django.contrib import messages


def tell_with_undo(request, said, address, /):
    """Tell what happened; posting to `address`, a path of ours that needs no fields, takes it back."""
    messages.info(request, said, extra_tags=address)
