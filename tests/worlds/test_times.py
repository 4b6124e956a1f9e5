"""No time of day of anything that somebody did is on any page (promises.md, Safe-4)."""

import json
import re
from datetime import UTC, datetime

import pytest
import time_machine

from agreements.models import Version
from checkins.models import Ritual, RitualTime
from tests.stories import everything
from tests.worlds.observer import Observer
from trustpact.notices.models import Notice
from trustpact.privacy.export import export_of

pytestmark = pytest.mark.django_db

AT_WORK = datetime(2026, 3, 10, 13, 37, 41, tzinfo=UTC)  # when everything of the story is done
LOOKED_AT = datetime(2026, 3, 11, 9, 12, 5, tzinfo=UTC)
TIME_OF_DAY = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?(?!\d)")
OPENING_HOURS = {"07:00", "22:00"}


def planned(person) -> set[str]:
    """Return the times that may show: opening hours, rituals', one's own clock, and signing's."""
    times = {f"{person.local(LOOKED_AT):%H:%M}"}
    times |= {f"{at:%H:%M}" for at in Ritual.objects.values_list("at", flat=True)}
    own = RitualTime.objects.filter(partner__person=person, at__isnull=False)
    times |= {f"{at:%H:%M}" for at in own.values_list("at", flat=True)}
    signing = Version.objects.filter(status=Version.Status.PROPOSED)
    opens = signing.values_list("signing_opens_at", flat=True)
    sent = Notice.objects.filter(person=person).values_list("due_at", flat=True)  # as mail is dated
    times |= {f"{moment:%H:%M}" for moment in sent}
    return OPENING_HOURS | times | {f"{person.local(moment):%H:%M}" for moment in opens}


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_no_page_and_no_mail_tells_a_time_of_day(who):
    with time_machine.travel(AT_WORK, tick=False):
        person = getattr(everything().cast, who)
    with time_machine.travel(LOOKED_AT, tick=False):
        seen = Observer(person).look_around(press=False)
        allowed = planned(person)
    pages = {place: text for place, text in seen.items() if place.startswith(("/", "mail"))}
    assert len(pages) > 20
    assert {
        place: told
        for place, text in pages.items()
        if (
            told := {f"{hour:0>2}:{minute}" for hour, minute in TIME_OF_DAY.findall(text)} - allowed
        )
    } == {}


def test_no_export_tells_a_time_of_day_of_the_other():
    with time_machine.travel(AT_WORK, tick=False):
        cast = everything().cast
    whole = json.loads(export_of(cast.ben, now=LOOKED_AT))
    assert whole["received"]
    joint = {label: rows for label, rows in whole["own"].items() if label.startswith("agreements.")}
    joint.pop("agreements.signature")  # the moment of one's own
    assert joint
    assert not TIME_OF_DAY.search(json.dumps([whole["received"], joint]))
