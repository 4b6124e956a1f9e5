from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "trustpact.operations"

    def ready(self):
        from trustpact.operations import privacy  # noqa: F401, PLC0415 (registers)
