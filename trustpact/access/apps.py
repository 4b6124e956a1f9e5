from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "trustpact.access"

    def ready(self):
        from trustpact.access import checks  # noqa: F401, PLC0415
