from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self):
        from agreements import admin, checks, planning, privacy  # noqa: F401, PLC0415
        from agreements.library import load_clauses  # noqa: PLC0415
        from trustpact.curation import starter  # noqa: PLC0415

        starter.register(load_clauses)
        planning.register()
