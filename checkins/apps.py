from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self):
        """Classify the fields, bring the library, and say what happens when a ritual is due."""
        from checkins import admin, feed, library, planning, privacy, sweeping  # noqa: F401, PLC0415
        from checkins.models import HealthTest, Pause, Ritual, Topic, ritual  # noqa: PLC0415
        from checkins.models.disclosure import DISCLOSURE, end_disclosures  # noqa: PLC0415
        from checkins.models.followup import FOLLOW_UP, end_follow_ups  # noqa: PLC0415
        from checkins.models.repair import end_repairs  # noqa: PLC0415
        from checkins.models.repair_news import REPAIR, REPAIR_RESTS  # noqa: PLC0415
        from trustpact.couples import moments  # noqa: PLC0415
        from trustpact.curation import starter  # noqa: PLC0415
        from trustpact.notices import calendar, kinds  # noqa: PLC0415
        from trustpact.people import consents, zones  # noqa: PLC0415

        starter.register(library.load)
        kinds.register(
            planning.KIND, plan_many=sweeping.plan_many, wording="waiting", link=planning.link
        )
        kinds.register(ritual.SNOOZED, wording="waiting", link=planning.link_again)
        kinds.register(REPAIR, wording="waiting", link=planning.link_to_repairs)
        kinds.register(REPAIR_RESTS, plan=planning.let_repair_rest)
        kinds.register(DISCLOSURE, link=planning.link_to_disclosure, sure=True)
        calendar.on_entries(feed.entries)
        kinds.register(FOLLOW_UP, wording="waiting", link=planning.link_to_follow_ups)
        zones.on_zone_change(planning.replan_person)
        moments.on_join(planning.replan_couple)
        moments.on_language(Ritual.say_in_language)
        moments.on_end(planning.end_couple)
        moments.on_end(end_follow_ups)
        moments.on_end(end_repairs)
        moments.on_end(Pause.end_couple)
        moments.on_end(Topic.end_couple)
        moments.on_end(end_disclosures)
        moments.on_end(HealthTest.end_couple)
        consents.on_withdrawal(consents.Purpose.HEALTH, HealthTest.forget_all)
