"""The page on which news is told, and the one on which it is read."""

import re

import pytest
import time_machine
from django.test import Client

from checkins.models import Disclosure
from checkins.models.disclosure import Kind
from tests.cast import NOON
from trustpact.couples.models import Couple

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starters")]
NEWS = "/talks/news/"
WORDS = "I learned it this morning."


@pytest.fixture
def clients(cast):
    """Ana's and Ben's browsers, at noon."""
    with time_machine.travel(NOON, tick=False):
        made = Client(), Client()
        for client, person in zip(made, (cast.ana, cast.ben), strict=True):
            client.force_login(person)
        yield made


@pytest.fixture
def ana(clients):
    return clients[0]


@pytest.fixture
def ben(clients):
    return clients[1]


def read(client, path=NEWS):
    return client.get(path).content.decode()


def tell(client, kind=Kind.INFECTION, **more):
    return client.post(NEWS, {"kind": kind, "words": WORDS} | more)


def test_page_says_first_what_a_clinic_can_do_and_before_the_press_what_will_happen(ana):
    page = read(ana)
    places = [
        page.index(words)
        for words in (
            "A clinic can tell a partner for you, without your name.",
            "What you would like to tell",
            "It cannot be taken back, and nothing tells you whether it was read.",
            '<button class="button button--primary"><span>Tell',
        )
    ]
    assert places == sorted(places)


def test_nothing_is_chosen_before(ana):
    form = re.search(r'<form class="form".*?</form>', read(ana), re.DOTALL)[0]
    assert form.count('type="radio"') == 3
    assert "checked" not in form


def test_telling_shows_to_the_reader_and_changes_no_page_of_the_authors(ana, ben):
    tell(ana, Kind.PREGNANCY)
    assert "Something was told to you" in read(ben, "/today/")
    own = Disclosure.objects.get()
    page = read(ben, f"{NEWS}{own.pk}/")
    assert "I am, or may be, pregnant." in page
    assert WORDS in page
    assert ana.get(f"{NEWS}{own.pk}/").status_code == 404
    read(ana)  # the sentence after the press
    assert str(own.pk) not in read(ana) + read(ana, "/today/") + read(ana, "/talks/")


def test_reading_keeps_it_and_putting_it_away_takes_it_off_today_alone(ana, ben):
    tell(ana)
    path = f"{NEWS}{Disclosure.objects.get().pk}/"
    read(ben, path)
    assert "Something was told to you" in read(ben, "/today/")
    assert ben.post(path + "done/").url == "/today/"
    assert "Something was told to you" not in read(ben, "/today/")
    assert WORDS in read(ben, path)
    assert path in read(ben)


def test_reader_finds_no_way_to_send_it_on_or_to_answer_that_it_was_read(ana, ben):
    tell(ana)
    page = read(ben, f"{NEWS}{Disclosure.objects.get().pk}/")
    actions = re.findall(r'<form[^>]*action="([^"]+)"', page)
    assert [one for one in actions if one.startswith(NEWS)] == [
        f"{NEWS}{Disclosure.objects.get().pk}/done/"
    ]
    assert "download" not in page


def test_nobody_can_ask_for_news_or_say_that_there_is_none(ana):
    page = read(ana)
    assert not re.search(r"nothing to tell|last told|no news|ask \w+ for", page, re.IGNORECASE)
    kinds = re.findall(r'name="kind" value="([^"]+)"', page)
    assert sorted(kinds) == sorted(Kind)


def test_a_second_of_a_kind_is_429_with_a_sentence_and_keeps_what_was_typed(ana):
    tell(ana, words="First.")
    refused = tell(ana, words="Again.", therapist_may_see="on")
    page = refused.content.decode()
    assert refused.status_code == 429
    assert "From Monday, 9 March on you can tell it again." in page
    assert "Again.</textarea>" in page
    assert page.count("checked") == 2
    assert Disclosure.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": ""},
        {"kind": "nothing"},
        {"kind": "infection\x00"},
        {"words": "a\x00b"},
        {"words": "a\u202eb"},
        {"words": "\U000e0041"},
        {"words": "x" * 1_000_000},
        {"words": "e" + "\u0301" * 10_000},
    ],
    ids=["none", "unknown", "nul-kind", "nul", "bidi", "tag", "megabyte", "marks"],
)
def test_bad_input_is_400_and_keeps_what_was_typed(ana, typed):
    refused = tell(ana, **typed)
    assert refused.status_code == 400
    assert 'role="alert"' in refused.content.decode()
    assert typed.get("words", WORDS).replace("\x00", "")[:20] in refused.content.decode()
    assert not Disclosure.objects.exists()


def test_markup_is_shown_as_it_was_typed(ana, ben):
    tell(ana, words="<script>alert(1)</script> {{ 7|add:7 }}")
    page = read(ben, f"{NEWS}{Disclosure.objects.get().pk}/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in page


def test_somebody_alone_is_told_that_it_is_for_two(client, cast):
    Couple.start(cast.dan, now=NOON)
    client.force_login(cast.dan)
    assert "This is for two" in read(client)
    assert client.post(NEWS, {"kind": "infection"}).status_code == 409
    assert not Disclosure.objects.exists()


def test_another_couples_news_is_not_there(client, cast, ana):
    tell(ana)
    Couple.start(cast.dan, now=NOON)
    client.force_login(cast.dan)
    path = f"{NEWS}{Disclosure.objects.get().pk}/"
    assert client.get(path).status_code == client.post(path + "done/").status_code == 404


def test_what_has_gone_is_404_for_its_reader(cast, ana, ben):
    tell(ana)
    path = f"{NEWS}{Disclosure.objects.get().pk}/"
    with time_machine.travel("2026-04-01T06:00Z", tick=False):
        ben.force_login(cast.ben)  # the first sign-in is over by then
        assert ben.get(path).status_code == 404
        assert path not in read(ben)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_no_more_where_more_was_told(ana, ben, count, django_assert_max_num_queries):
    for kind in list(Kind)[:count]:
        tell(ana, kind)
    read(ben)
    with django_assert_max_num_queries(8):
        assert read(ben).count('<li class="list__item">') == count
