from django.apps import AppConfig


class CouplesConfig(AppConfig):
    name = "trustpact.couples"

    def ready(self):
        from trustpact.couples import privacy  # noqa: F401, PLC0415
