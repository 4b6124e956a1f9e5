"""The first wall: every page asks for a signed-in person unless its view says that it does not."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignedInMiddleware(LoginRequiredMiddleware):
    """Django's own wall, under the house's name so that one place can explain it."""
