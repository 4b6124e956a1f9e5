"""What is for two, while one is there: it says so, and leads to the invitation."""

import pytest
from django.test import Client

from checkins.models import Topic, TopicOwn
from tests.cast import make_couple
from trustpact.couples.models import Partner

pytestmark = pytest.mark.django_db
ASKING = "/talks/asking/"
FOR_TWO = ("/talks/thanks/", "/talks/steps/", "/talks/news/", "/talks/months/")
INVITE = '<a class="button button--primary" href="/us/">Invite your partner</a>'


@pytest.fixture
def alone(cast, starters):
    make_couple(cast.dan)
    client = Client()
    client.force_login(cast.dan)
    return client


def read(client, path):
    return client.get(path).content.decode()


def test_each_page_for_two_leads_one_alone_to_the_invitation(alone):
    assert [path for path in FOR_TWO if INVITE not in read(alone, path)] == []


def test_a_subject_of_one_alone_is_kept_and_asks_nobody(cast, alone):
    page = read(alone, ASKING)
    assert ('name="keep"' in page, 'name="ask"' in page, 'href="/us/"' in page) == (
        True,
        False,
        True,
    )

    alone.post(ASKING, {"words": "Easter.", "keep": "1"})
    assert TopicOwn.of(Partner.objects.of(cast.dan)).draft == "Easter."
    assert not Topic.objects.exists()


def test_nothing_on_those_pages_invites_one_whose_partner_is_there(cast, starters):
    client = Client()
    client.force_login(cast.ana)
    pages = [read(client, path) for path in (*FOR_TWO, ASKING)]
    assert [page for page in pages if "Invite your partner" in page] == []
