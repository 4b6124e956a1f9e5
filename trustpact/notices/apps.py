"""The app that tells people what is due."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Schedules, notices and silence, and the workers that send."""

    name = "trustpact.notices"
    label = "notices"

    def ready(self):
        """Classify this app's fields, and look at its keys."""
        from trustpact.notices import checks, privacy  # noqa: F401, PLC0415
