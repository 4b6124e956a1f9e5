from django.apps import AppConfig


class CouplesConfig(AppConfig):
    name = "trustpact.couples"

    def ready(self):
        """Classify the fields; say what the mail of an invitation says, and how newcomers join."""
        from trustpact.couples import familiar, privacy  # noqa: F401, PLC0415
        from trustpact.couples.models import invitation, therapist_invitation  # noqa: PLC0415
        from trustpact.couples.models.grant import end_grants_of  # noqa: PLC0415
        from trustpact.couples.models.therapy import (  # noqa: PLC0415
            end_of_couple,
            end_of_partner,
        )
        from trustpact.couples.moments import on_end, on_join  # noqa: PLC0415
        from trustpact.couples.newcomers import join_as_pressed  # noqa: PLC0415
        from trustpact.notices import kinds  # noqa: PLC0415
        from trustpact.people.consents import Purpose, on_withdrawal  # noqa: PLC0415
        from trustpact.people.newcomers import on_sign_up  # noqa: PLC0415

        for made, wording in ((invitation, "invitation"), (therapist_invitation, "request")):
            kinds.register(made.KIND, wording=wording, link=made.link, sure=True)
        on_join(end_of_partner)
        on_end(end_of_couple)
        on_sign_up(join_as_pressed)
        on_withdrawal(Purpose.THERAPIST, end_grants_of)
