from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "trustpact.privacy"

    def ready(self):
        from trustpact.privacy import checks, classification  # noqa: F401, PLC0415
