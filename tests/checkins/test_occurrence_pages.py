"""The page of one occurrence: the form, what opened, what is taken back."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from checkins.models import CheckIn, Occurrence, OpenedAnswer
from tests.cast import make_couple, make_person
from tests.checkins.conftest import answered, berlin, me, us

EVENING, MORNING = berlin(2, 20), berlin(3, 7)
TOKEN = re.compile(rb"\b\w{64}\b")
GIVEN = {"trust": "4", "trust-for": "us", "need": "Some rest", "need-for": "me"}


def url(occurrence, name="occurrence"):
    return reverse(f"checkins:{name}", args=[occurrence.pk])


def seen(client, person, path, at):
    """Return the bytes of a page as a person sees it at a moment, without its CSRF tokens."""
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        response = client.get(path)
    assert response.status_code == 200
    return TOKEN.sub(b"", response.content)


def posted(client, person, path, data, at=EVENING):
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        return client.post(path, data)


def test_page_asks_before_any_row_is_there(client, cast, today):
    page = seen(client, cast.ana, url(today), EVENING).decode()
    assert "How steady does trust feel today?" in page
    assert (page.count("Only me"), page.count("Both of us")) == (7, 6)
    assert not Occurrence.objects.exists()


def test_answers_are_kept_for_later(client, cast, today):
    response = posted(client, cast.ana, url(today, "answers"), GIVEN)
    assert response.status_code == 302
    checkin = CheckIn.objects.get(partner=cast.ana_partner)
    assert checkin.answers == {"trust": us(4), "need": me("Some rest")}
    assert checkin.state == CheckIn.State.OPEN


def test_kept_answers_stand_in_the_form(client, cast, today):
    posted(client, cast.ana, url(today, "answers"), GIVEN)
    page = seen(client, cast.ana, url(today), EVENING).decode()
    assert "Some rest" in page
    assert re.search(r'name="trust" value="4"[^>]*checked', page)


def test_after_done_nothing_is_kept_by_itself(client, cast, today):
    posted(client, cast.ana, url(today, "done"), GIVEN)
    page = seen(client, cast.ana, url(today), EVENING).decode()
    assert "data-keeps" not in page
    assert "You are done." in page


def test_done_in_one_tap_without_an_answer(client, cast, today):
    assert posted(client, cast.ana, url(today, "done"), {}).status_code == 302
    assert CheckIn.objects.get().state == CheckIn.State.DONE


def test_both_see_what_both_gave(client, cast, today):
    posted(client, cast.ana, url(today, "done"), {"noticed": "Your tea", "noticed-for": "us"})
    posted(client, cast.ben, url(today, "done"), {"noticed": "Our walk", "noticed-for": "us"})
    assert b"Our walk" not in seen(client, cast.ana, url(today), EVENING)
    for person in (cast.ana, cast.ben):
        page = seen(client, person, url(today), MORNING)
        assert b"Your tea" in page
        assert b"Our walk" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"trust": "9"},
        {"trust-for": "everyone"},
        {"feelings": ["calm", "tired", "hopeful", "anxious"]},
        {"feelings": ["none of these"]},
        {"need": "x" * 2001},
        {"need": "a\u202eb"},
        {"need": "nul\x00"},
        {"need": "x" * 1_000_000},
        {"trust": ["4", "9"]},
        {"trust": "\x00"},
        {"turn": "3", "comfort": "rather"},
        {"feelings": ["calm", "ruhig"]},
    ],
    ids=lambda wrong: str(wrong)[:24],
)
def test_wrong_input_is_400_and_keeps_what_was_typed(client, cast, today, wrong):
    sent = {"noticed": "Typed before", "noticed-for": "us"} | wrong
    response = posted(client, cast.ana, url(today, "done"), sent)
    assert response.status_code == 400
    assert "Typed before" in response.content.decode()
    assert not CheckIn.objects.exists()


def test_a_wrong_input_is_explained(client, cast, today):
    response = posted(
        client, cast.ana, url(today, "done"), {"feelings": ["calm", "tired", "hopeful", "anxious"]}
    )
    assert "Choose up to 3 words." in response.content.decode()


def test_of_a_field_sent_twice_the_last_counts(client, cast, today):
    data = {"trust": ["1", "4"], "trust-for": ["us", "me"]}
    assert posted(client, cast.ana, url(today, "answers"), data).status_code == 302
    assert CheckIn.objects.get().answers == {"trust": me(4)}


def test_a_question_that_is_not_asked_on_this_date_is_not_answered(client, cast, today):
    asked = {one["slug"] for one in today.checkin_of(cast.ana_partner).asked()}
    [other, *_more] = {"connection", "energy", "desire"} - asked
    data = {other: "3", other + "-for": "us", "seen": f"{other}:none"}
    assert posted(client, cast.ana, url(today, "done"), data).status_code == 302
    assert CheckIn.objects.get().answers == {}


def test_fields_nobody_asked_for_change_nothing(client, cast, today):
    data = GIVEN | {"state": "done", "partner": str(cast.ben_partner.pk), "opens_at": "2020-01-01"}
    posted(client, cast.ana, url(today, "answers"), data)
    assert CheckIn.objects.get().partner == cast.ana_partner
    assert CheckIn.objects.get().state == CheckIn.State.OPEN


def test_skip_leaves_it_out(client, cast, today):
    assert posted(client, cast.ana, url(today, "skip"), {}).status_code == 302
    assert CheckIn.objects.get().state == CheckIn.State.SKIPPED


def test_skip_after_done_is_refused_with_a_sentence(client, cast, today):
    posted(client, cast.ana, url(today, "done"), {})
    response = posted(client, cast.ana, url(today, "skip"), {})
    assert response.status_code == 409
    assert "You are done with this one" in response.content.decode()


def test_take_back_hides_it_from_the_other(client, cast, daily, today):
    answered(daily, cast.ana_partner, {"noticed": us("Your tea")}, at=EVENING)
    answered(daily, cast.ben_partner, {"noticed": us("Our walk")}, at=EVENING)
    posted(client, cast.ana, url(today, "revocation"), {"question": "noticed"}, at=MORNING)
    page = seen(client, cast.ben, url(today), MORNING)
    assert b"Your tea" not in page
    assert b"Nothing opened here." in page


def test_open_alone_shows_next_morning(client, cast, daily, today):
    answered(daily, cast.ana_partner, {"noticed": me("Your tea")}, at=EVENING)
    posted(client, cast.ana, url(today, "opening"), {"question": "noticed"}, at=berlin(3, 9))
    assert b"Your tea" not in seen(client, cast.ben, url(today), berlin(4, 6))
    assert b"Your tea" in seen(client, cast.ben, url(today), berlin(4, 7))


def test_opening_nothing_is_refused(client, cast, today):
    response = posted(client, cast.ana, url(today, "opening"), {"question": "made-up"}, at=MORNING)
    assert response.status_code == 409


def test_after_the_window_an_answer_is_for_its_author(client, cast, today):
    page = seen(client, cast.ana, url(today), berlin(6, 12)).decode()
    assert "for you alone" in page
    assert "Both of us" not in page


def test_an_open_answer_is_no_field_any_more(client, cast, daily, today):
    answered(daily, cast.ana_partner, {"noticed": us("Your tea")}, at=EVENING)
    answered(daily, cast.ben_partner, {"noticed": us("Our walk")}, at=EVENING)
    page = seen(client, cast.ana, url(today), MORNING).decode()
    assert 'name="noticed"' not in page
    assert "Take it back" in page


def test_yesterday_can_still_be_answered(client, cast, daily, today):
    tomorrow = Occurrence.on(daily, berlin(3, 12).date())
    page = seen(client, cast.ana, url(tomorrow), berlin(3, 20)).decode()
    assert "Monday is still open" in page
    assert "page--questions" in page
    answered(daily, cast.ana_partner, {}, at=EVENING)
    assert "still open" not in seen(client, cast.ana, url(tomorrow), berlin(3, 20)).decode()


def test_a_date_that_is_done_is_a_page_to_read_and_leads_to_the_one_still_open(
    client, cast, daily, today
):
    tomorrow = Occurrence.on(daily, berlin(3, 12).date())
    answered(daily, cast.ana_partner, {"trust": us(4)}, date=tomorrow.date, at=berlin(3, 20))
    page = seen(client, cast.ana, url(tomorrow), berlin(3, 21)).decode()
    assert "page--questions" not in page  # its name and day stand in full, not beside the exit
    assert f'class="button button--primary" href="{url(today)}">Monday is still open' in page
    assert "Skip this one" not in page


def test_earlier_dates_stand_by_month(client, cast, daily):
    for day in (2, 3):
        answered(daily, cast.ana_partner, {}, date=berlin(day, 12).date(), at=berlin(day, 20))
    page = seen(client, cast.ana, reverse("checkins:past"), berlin(4, 8)).decode()
    assert page.count("<h2>March 2026</h2>") == 1
    assert page.index("Tuesday, 3") < page.index("Monday, 2")


@pytest.mark.parametrize("name", ["answers", "done", "skip", "revocation", "opening"])
def test_verbs_are_posts(client, cast, today, name):
    client.force_login(cast.ana)
    assert client.get(url(today, name)).status_code == 405


@pytest.mark.parametrize("name", ["occurrence", "answers", "done", "skip", "revocation", "opening"])
def test_what_is_not_yours_is_like_what_never_was(client, cast, daily, today, name):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    make_couple(cast.dan, make_person("Eve"))
    client.force_login(cast.dan)
    method = client.get if name == "occurrence" else client.post
    theirs = method(url(today, name))
    never = method(reverse(f"checkins:{name}", args=[uuid4()]))
    assert theirs.status_code == never.status_code == 404
    assert TOKEN.sub(b"", theirs.content) == TOKEN.sub(b"", never.content)


def test_a_date_that_never_comes_round_is_404(client, cast, daily):
    far = Occurrence.on(daily, berlin(20, 12).date())
    with time_machine.travel(EVENING, tick=False):
        client.force_login(cast.ana)
        assert client.get(url(far)).status_code == 404


def test_words_are_escaped_and_stand_apart(client, cast, daily, today):
    answered(daily, cast.ana_partner, {"noticed": us("<script>x</script>{{7*7}}")}, at=EVENING)
    answered(daily, cast.ben_partner, {"noticed": us("שלום")}, at=EVENING)
    page = seen(client, cast.ben, url(today), MORNING).decode()
    assert "<script>x" not in page
    assert "{{7*7}}" in page
    assert 'dir="auto">שלום' in page


# --- What A keeps back leaves no trace for B.

PRIVATE_ACTS = {
    "nothing": lambda checkin: None,
    "kept for later": lambda checkin: checkin.save_answers(
        {"trust": us(4), "noticed": us("Your tea")}, now=EVENING
    ),
    "done": lambda checkin: checkin.keep({"trust": us(4)}, done=True, now=EVENING),
    "done, all to myself": lambda checkin: checkin.keep({"trust": me(4)}, done=True, now=EVENING),
    "rather not say": lambda checkin: checkin.keep(
        {"trust": us("rather-not-say")}, done=True, now=EVENING
    ),
    "left out": lambda checkin: checkin.skip(now=EVENING),
}


@pytest.mark.parametrize("act", PRIVATE_ACTS.values(), ids=PRIVATE_ACTS)
@pytest.mark.parametrize("ben_answers", [None, {}, {"comfort": us(3)}], ids=str)
@pytest.mark.parametrize("page", ["occurrence", "rituals", "past", "today"])
def test_a_private_act_changes_no_byte_of_the_other_page(
    client, cast, daily, today, act, ben_answers, page
):
    if ben_answers is not None:
        answered(daily, cast.ben_partner, ben_answers, at=EVENING)
    pages = {
        "occurrence": url(today),
        "rituals": reverse("checkins:rituals"),
        "past": reverse("checkins:past"),
        "today": reverse("today:today"),
    }
    moments = (berlin(2, 20, 5), berlin(3, 7), berlin(3, 9), berlin(5, 12))
    without = [seen(client, cast.ben, pages[page], at) for at in moments]
    act(today.checkin_of(cast.ana_partner))
    assert [seen(client, cast.ben, pages[page], at) for at in moments] == without


def test_no_byte_tells_that_a_counterpart_waits(client, cast, daily, today):
    answered(daily, cast.ben_partner, {"trust": us(2)}, at=EVENING)
    without = seen(client, cast.ben, url(today), berlin(3, 6, 59))
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    assert OpenedAnswer.objects.count() == 2
    assert seen(client, cast.ben, url(today), berlin(3, 6, 59)) == without


@pytest.mark.parametrize("count", [1, 3])
def test_past_query_count(client, cast, daily, django_assert_num_queries, count):
    for day in range(2, 2 + count):
        at = berlin(day, 20)
        answered(daily, cast.ana_partner, {"trust": us(4)}, at=at, date=at.date())
    client.force_login(cast.ana)
    with django_assert_num_queries(5):
        page = client.get(reverse("checkins:past")).content.decode()
    assert page.count("list__item") == count


@pytest.mark.parametrize("count", [1, 3])
def test_occurrence_query_count(client, cast, daily, today, django_assert_max_num_queries, count):
    answers = dict(list({"trust": us(4), "comfort": us(3), "noticed": us("Tea")}.items())[:count])
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, answers, at=EVENING)
    seen(client, cast.ana, url(today), MORNING)
    with django_assert_max_num_queries(14), time_machine.travel(MORNING, tick=False):
        client.get(url(today))
