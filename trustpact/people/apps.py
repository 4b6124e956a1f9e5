from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "trustpact.people"

    def ready(self):
        from trustpact.curation import starter  # noqa: PLC0415
        from trustpact.people import admin, checks, privacy  # noqa: F401, PLC0415
        from trustpact.people.library import load_helplines  # noqa: PLC0415

        starter.register(load_helplines)
