from django.apps import AppConfig


class CouplesConfig(AppConfig):
    name = "trustpact.couples"

    def ready(self):
        """Classify the fields; say what the mail of an invitation says, and how newcomers join."""
        from trustpact.couples import familiar, privacy  # noqa: F401, PLC0415
        from trustpact.couples.models.invitation import KIND, link  # noqa: PLC0415
        from trustpact.couples.newcomers import join_as_pressed  # noqa: PLC0415
        from trustpact.notices import kinds  # noqa: PLC0415
        from trustpact.people.newcomers import on_sign_up  # noqa: PLC0415

        kinds.register(KIND, wording="invitation", link=link, sure=True)
        on_sign_up(join_as_pressed)
