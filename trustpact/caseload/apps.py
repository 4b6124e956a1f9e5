from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "trustpact.caseload"

    def ready(self):
        """Classify the fields."""
        from trustpact.caseload import privacy  # noqa: F401, PLC0415
