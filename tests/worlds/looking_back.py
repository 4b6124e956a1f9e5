"""What Ana does alone with the past: she looks at how it goes, and takes back what she opened."""

from django.test import Client
from django.urls import reverse

from checkins.models import CheckIn, RollUp
from tests.worlds.stories import EVENING, check_in


def answer_and_take_everything_back(cast):
    check_in(cast, cast.ana_partner, done=True)
    assert CheckIn.take_all_back(cast.ana_partner, now=EVENING) == 1


def look_at_how_it_goes(cast):
    """Read every chart, table and file of her own, and press what is not there."""
    check_in(cast, cast.ana_partner, visibility="me", done=True)
    client = Client()
    client.force_login(cast.ana)
    for name in ("weeks", "clauses", "together", "unshared"):
        assert client.get(reverse(f"checkins:{name}")).status_code == 200
    for name in ("level", "level_file"):
        client.get(reverse(f"checkins:{name}", args=["trust"]))
    client.post(reverse("checkins:unshared"), {"level": "weight"})
    RollUp.fold(cast.couple, now=EVENING)
