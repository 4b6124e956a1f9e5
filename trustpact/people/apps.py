from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "trustpact.people"

    def ready(self):
        from trustpact.people import privacy  # noqa: F401, PLC0415
