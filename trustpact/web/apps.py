from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "trustpact.web"

    def ready(self):
        from trustpact.web import legal  # noqa: F401, PLC0415
