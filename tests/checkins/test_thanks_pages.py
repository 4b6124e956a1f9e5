"""Thank you on pages: two taps from each, what is refused, and what is the receiver's alone."""

from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkins.models import Appreciation, AppreciationOwn
from tests.cast import NOON, make_couple

pytestmark = pytest.mark.django_db
THANKS, MONTHS, REST = "/talks/thanks/", "/talks/months/", "/talks/thanks/rest/"
READY = "Thank you for listening."


@pytest.fixture
def ana(cast):
    with time_machine.travel(NOON, tick=False):
        client = Client()
        client.force_login(cast.ana)
        yield client


@pytest.fixture
def ben(cast, ana):
    client = Client()
    client.force_login(cast.ben)
    return client


@pytest.fixture
def given(cast, ana):
    return Appreciation.give(cast.ana_partner, "For the tea.", now=NOON)


def read(client, path=MONTHS):
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/today/", "/pages/", "/talks/", "/us/", "/more/", "/notes/new/"])
def test_every_page_of_a_partner_leads_there_after_the_way_out(ana, path):
    page = read(ana, path)
    if page:
        assert page.index('action="/exit/"') < page.index(f'href="{THANKS}"')


def test_the_frame_asks_the_database_for_nothing_more(cast, ana):
    make_couple(cast.dan)
    dan, counts = Client(), []
    dan.force_login(cast.dan)
    for client in (ana, dan, ana, dan):
        with CaptureQueriesContext(connection) as queries:
            assert (THANKS in read(client, "/more/")) == (client is ana)
        counts.append(len(queries))
    assert counts[2] == counts[3]


def test_one_who_is_alone_is_not_led_there(cast):
    make_couple(cast.dan)
    client = Client()
    client.force_login(cast.dan)
    assert THANKS not in read(client, "/today/")
    assert "This is for two" in read(client, THANKS)
    assert client.post(THANKS, {"words": READY}).status_code == 409


def test_a_ready_line_is_sent_by_its_tap(ana, ben):
    assert f'name="words" value="{READY}"' in read(ana, THANKS)
    assert ana.post(THANKS, {"words": READY}).url == MONTHS
    assert READY in read(ben)
    assert READY in read(ben, "/today/")


def test_ready_lines_are_in_the_couples_language(cast, ana):
    cast.couple.language = "de"
    cast.couple.save()
    assert "Danke fürs Zuhören." in read(ana, THANKS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "This is still empty."),
        ("x" * 201, "too long"),
        ("x" * 1_000_000, "too long"),
        ("two\nlines", "Write this on one line."),
        ("turned \u202e round", "turns the reading direction"),
        ("nul \0 inside", "control character"),
        ("...", "Write at least one letter."),
    ],
    ids=["empty", "long", "1 MB", "lines", "bidi", "NUL", "nothing"],
)
def test_what_cannot_be_sent_is_said_and_kept(ana, words, sentence):
    response = ana.post(THANKS, {"words": words})
    page = response.content.decode()
    assert (response.status_code, sentence in page) == (400, True)
    assert not Appreciation.objects.exists()
    if "x" in words:
        assert words in page


def test_words_missing_or_doubled_are_no_error(ana):
    assert ana.post(THANKS).status_code == 400
    assert ana.post(THANKS, {"words": ["One.", "Two."], "author": "ben"}).status_code == 302
    assert Appreciation.objects.get().words == "Two."


def test_a_tag_is_shown_as_it_was_written(ana, ben):
    ana.post(THANKS, {"words": "<script>alert(1)</script> {{7*7}} שלום 👨‍👩‍👧"})
    for path in (MONTHS, "/today/"):
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} שלום 👨‍👩‍👧" in read(ben, path)


def test_the_eleventh_is_too_often_and_what_was_typed_is_kept(cast, ana):
    for number in range(10):
        Appreciation.give(cast.ana_partner, f"For this, {number}.", now=NOON)
    response = ana.post(THANKS, {"words": "For the eleventh."})
    page = response.content.decode()
    assert response.status_code == 429
    assert "You said thank you ten times today." in page
    assert "For the eleventh." in page


def test_receiver_puts_one_away_and_takes_it_out(ana, ben, given):
    page = f"{THANKS}{given.pk}/"
    assert "Put it away" in read(ben, page)
    assert ben.post(f"{page}removal/").url == page
    assert "For the tea." not in read(ben) + read(ben, "/today/")
    assert "For the tea." in read(ana)
    assert f'href="{page}"' in read(ben, THANKS)
    assert ben.post(f"{page}return/").url == page
    assert "For the tea." in read(ben)


def test_author_reads_that_it_stays_and_is_refused(ana, given):
    page = f"{THANKS}{given.pk}/"
    assert "What you sent stays with whom you sent it to." in read(ana, page)
    assert "Put it away" not in read(ana, page)
    assert ana.post(f"{page}removal/").status_code == 409


def test_mute_is_two_taps_and_back(cast, ben, given):
    ben.post(REST, {"muted": "1"})
    assert "For the tea." not in read(ben) + read(ben, "/today/")
    assert "Show it to me again" in read(ben, THANKS)
    ben.post(REST)
    assert "For the tea." in read(ben)
    assert AppreciationOwn.objects.filter(muted=True).count() == 0


@pytest.mark.parametrize("act", ["", "removal/", "return/"])
def test_anothers_id_and_one_that_never_was_are_no_page(cast, given, act):
    make_couple(cast.dan, cast.chen)
    client = Client()
    client.force_login(cast.dan)
    for one in (given.pk, uuid4()):
        ask = client.post if act else client.get
        assert ask(f"{THANKS}{one}/{act}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_queries_for_one_as_for_three(
    cast, ben, starters, django_assert_num_queries, count
):
    for number in range(count):
        Appreciation.give(cast.ana_partner, f"For this, {'abc'[number]}.", now=NOON)
    read(ben)
    with django_assert_num_queries(8):  # 3 of the frame, 5 of the month
        read(ben)
    with django_assert_num_queries(5):
        read(ben, THANKS)
