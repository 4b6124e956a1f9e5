"""What Ana does alone about news that cannot wait, and about the dates of her tests."""

from datetime import timedelta

from django.urls import reverse

from checkins.models import Disclosure, HealthTest
from checkins.models.disclosure import Kind
from tests.cast import NOON
from tests.worlds.acts import _signed_in
from tests.worlds.stories import keeping_rituals

# --- Stories


def where_ben_told():
    """Ben has told Ana something of his body, and something that he kept back."""
    cast = keeping_rituals()
    for kind in (Kind.INFECTION, Kind.SLIP):
        Disclosure.tell(cast.ben_partner, kind, words="Only you should know.", now=NOON)
    return cast


# --- Acts


def read_and_put_away(cast):
    """Read it, from the list and from the mail, and put it away."""
    client = _signed_in(cast)
    assert client.get(reverse("checkins:disclosures")).status_code == 200
    for told in Disclosure.objects.all():
        assert client.get(reverse("checkins:disclosure", args=[told.pk])).status_code == 200
        assert client.post(reverse("checkins:disclosure_done", args=[told.pk])).status_code == 302


def type_news_without_telling(cast):
    """Look at the page, type, be refused, and go."""
    client, address = _signed_in(cast), reverse("checkins:disclosures")
    client.get(address)
    for typed in ({"words": "Half a thought."}, {"kind": "infection", "words": "x" * 1001}):
        assert client.post(address, typed).status_code == 400


def keep_dates(cast):
    """Keep two, be refused a third, remove one."""
    client, address = _signed_in(cast), reverse("checkins:health_tests")
    for day in ("2026-02-20", "2025-12-11", "some day"):
        client.post(address, {"day": day})
    first, _second = HealthTest.of(cast.ana)
    client.post(reverse("checkins:health_test_removal", args=[first.pk]))


def share_dates_and_take_them_back(cast):
    """Share two; take the one back alone, and then all there is."""
    client = _signed_in(cast)
    for days in (9, 90):
        kept = HealthTest.keep(cast.ana, NOON.date() - timedelta(days=days), now=NOON)
        client.post(reverse("checkins:health_test_opening", args=[kept.pk]))
    client.post(reverse("checkins:health_test_revocation", args=[kept.pk]))
    client.post(reverse("checkins:health_tests_revocation"))


def do_all_of_it_alone(cast):
    """One after the other, so that one look tells of all."""
    for act in (
        read_and_put_away,
        type_news_without_telling,
        keep_dates,
        share_dates_and_take_them_back,
    ):
        act(cast)


# --- What is no secret


def tell_and_share(cast):
    Disclosure.tell(cast.ana_partner, Kind.PREGNANCY, now=NOON)
    HealthTest.keep(cast.ana, NOON.date(), now=NOON).share(cast.ana_partner)
