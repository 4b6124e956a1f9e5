"""The pages of a repair."""

import json

import pytest
import time_machine
from django.urls import reverse

from agreements.models import Agreement, Stance
from checkins.mending import HURT_TOO, YES
from checkins.models import Repair, RepairMessage, UnsentWords
from tests.agreements.signing import in_force
from tests.cast import NOON, make_couple, make_person
from tests.checkins.repairs import DUE, TOMORROW, acknowledged, opened, sent, with_an_action
from tests.worlds.harness import without_tokens
from trustpact.privacy.export import export_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(starters):
    with time_machine.travel(NOON, tick=False):
        yield


def page(client, name, repair=None, **query):
    args = [repair.pk] if repair else []
    return client.get(reverse(f"checkins:{name}", args=args), query)


def post(client, name, repair=None, **data):
    args = [repair.pk] if repair else []
    return client.post(reverse(f"checkins:{name}", args=args), data)


def text(response):
    return response.content.decode()


def test_each_is_asked_alone_before_anything_is_opened(client, cast):
    client.force_login(cast.ana)

    shown = text(page(client, "repairs"))

    assert "Was this about fear, force, or a no that was not respected?" in shown
    assert f'href="{reverse("people:safety")}"' in shown
    assert f'href="{reverse("checkins:new_repair")}?side=other"' in shown


def test_opening_says_who_can_keep_it_while_one_types(client, cast):
    client.force_login(cast.ana)

    shown = text(page(client, "new_repair", side="own"))

    assert '<bdi dir="auto">Ben</bdi> can keep this.' in shown
    assert "without guessing why" in shown


@pytest.mark.parametrize(("side", "hurt"), [("own", "ana"), ("other", "ben")])
def test_opening_sends(client, cast, side, hurt):
    client.force_login(cast.ana)

    response = post(client, "new_repair", side=side, step="opening", words="What was said.")

    repair = Repair.objects.get()
    assert response.url == reverse("checkins:repair_words", args=[repair.pk])
    assert repair.hurt == getattr(cast, f"{hurt}_partner")


def test_an_empty_or_endless_opening_comes_back_with_what_was_typed(client, cast):
    client.force_login(cast.ana)

    empty = post(client, "new_repair", side="own", step="opening", words="")
    endless = post(client, "new_repair", side="own", step="opening", words="x" * 1_000_000)

    assert (empty.status_code, endless.status_code) == (400, 400)
    assert "xxxx" in text(endless)
    assert "characters too long" in text(endless)
    assert not Repair.objects.exists()


def test_a_side_that_there_is_not_is_not_found(client, cast):
    client.force_login(cast.ana)
    assert page(client, "new_repair", side="both").status_code == 404


def test_a_second_open_one_is_too_often(client, cast):
    opened(cast)
    client.force_login(cast.ana)

    response = post(
        client,
        "new_repair",
        side="own",
        step="opening",
        words="You did it again, at your mother's.",
    )

    assert response.status_code == 429
    assert "You did it again" in text(response)  # what was typed is not lost


def test_the_other_is_asked_alone_before_a_word_is_read(client, cast):
    repair = opened(cast)
    client.force_login(cast.ben)

    shown = text(page(client, "repair", repair))

    assert "Was this about fear" in shown
    assert "You laughed" not in shown


def test_a_yes_stops_it_and_leads_to_help(client, cast):
    repair = opened(cast)
    client.force_login(cast.ben)

    response = post(client, "repair_end", repair, help="1")

    assert response.url == reverse("people:safety")
    repair.refresh_from_db()
    assert repair.status == Repair.Status.STOPPED


def test_the_answer_of_the_other_is_one_step(client, cast):
    repair = opened(cast)
    client.force_login(cast.ben)

    shown = text(page(client, "repair_words", repair))
    response = post(client, "repair_words", repair, step="answer", choice=YES, words="")

    assert all(one in shown for one in ("You laughed", "I see it differently", "I was hurt too"))
    assert response.status_code == 302
    assert "What I recognise as mine" in text(page(client, "repair_words", repair))


def test_hurt_too_asks_for_what_happened(client, cast):
    repair = opened(cast)
    client.force_login(cast.ben)

    response = post(client, "repair_words", repair, step="answer", choice=HURT_TOO, words="")
    assert response.status_code == 400
    post(client, "repair_words", repair, step="answer", choice=HURT_TOO, words="You left.")

    client.force_login(cast.ana)
    shown = text(page(client, "repair_words", repair))
    assert "Beside this, what hurt" in shown
    assert text(page(client, "repair", repair.second)).count("You left.") == 0  # asked alone first
    assert "You left." in text(page(client, "repair_words", repair.second))


def test_not_yet_keeps_what_was_typed_for_its_author(client, cast):
    repair = opened(cast)
    client.force_login(cast.ben)

    response = post(client, "repair_note", repair, step="answer", choice="1", words="Half a")

    assert response.url == reverse("today:today")
    assert "Half a" in text(page(client, "repair_words", repair))
    assert len(sent(repair)) == 1
    client.force_login(cast.ana)
    assert "Half a" not in text(page(client, "repair_words", repair))


def test_an_opening_can_wait_unsent(client, cast):
    client.force_login(cast.ana)

    post(client, "new_repair_note", side="own", step="opening", words="Not today")

    assert "Not today" in text(page(client, "new_repair", side="own"))
    assert not Repair.objects.exists()
    post(client, "new_repair", side="own", step="opening", words="Now.")
    assert not UnsentWords.objects.exists()


@pytest.mark.parametrize("step", ["answer", "impact", "understood", "rest", "follow-through"])
def test_a_step_out_of_turn_is_a_sentence(client, cast, step):
    repair = acknowledged(cast)
    client.force_login(cast.ben)
    before = sent(repair)

    response = post(
        client, "repair_words", repair, step=step, words="So.", choice="0", about=repair.pk
    )

    assert response.status_code in (400, 409)
    assert sent(repair) == before


@pytest.mark.parametrize("step", ["", "nothing", "x" * 500])
def test_a_step_that_there_is_not_changes_nothing(client, cast, step):
    repair = acknowledged(cast)
    client.force_login(cast.ben)

    assert post(client, "repair_words", repair, step=step).status_code == 400
    assert post(client, "repair_note", repair, step=step).status_code == 400


def test_resting_anothers_hurt_is_refused(client, cast):
    repair = opened(cast)
    client.force_login(cast.ben)

    assert post(client, "repair_rest", repair).status_code == 409
    repair.refresh_from_db()
    assert repair.status == Repair.Status.OPEN


def test_an_action_without_a_day_or_beyond_the_limits_comes_back(client, cast):
    repair = acknowledged(cast)
    repair.say(cast.ben_partner, "apologise", words="I am sorry.", now=NOON)
    client.force_login(cast.ben)

    without = post(client, "repair_words", repair, step="action", words="I ask first.")
    beyond = post(
        client,
        "repair_words",
        repair,
        step="action",
        words="Ben gives Ana the password of his phone.",
        due_on=DUE.isoformat(),
    )

    assert (without.status_code, beyond.status_code) == (400, 400)
    assert "Choose a day for it." in text(without)
    assert "Kinder words" in text(beyond)


def test_how_it_went_names_the_action(client, cast):
    repair = with_an_action(cast)
    [action] = repair.standing_actions
    client.force_login(cast.ana)

    shown = text(page(client, "repair_words", repair, step="follow-through"))
    response = post(
        client, "repair_words", repair, step="follow-through", choice="0", about=action.pk
    )

    assert "How did it go?" in shown
    assert "I ask before I joke." in shown
    assert "Not yet" not in shown.partition("<fieldset")[2].partition("</fieldset")[0]
    assert response.status_code == 302
    assert RepairMessage.objects.get(step="follow-through").about == action


def test_the_hurt_alone_is_shown_how_to_rest(client, cast):
    repair = acknowledged(cast)
    for person, times in ((cast.ana, 1), (cast.ben, 0)):
        client.force_login(person)
        shown = text(page(client, "repair_words", repair))
        assert shown.count("I am at rest with this, for now") == times
        assert "Stop here" in shown


def test_at_rest_it_stands_in_no_list_and_offers_an_amendment(client, cast):
    repair = acknowledged(cast)
    client.force_login(cast.ana)
    assert str(repair.pk) in text(page(client, "repairs"))

    response = post(client, "repair_rest", repair)

    assert response.url == reverse("checkins:repair", args=[repair.pk])
    shown = text(client.get(response.url))
    assert "At rest" in shown
    assert "I laughed, and I saw your face." in shown
    assert reverse("agreements:agreement") in shown
    for person in (cast.ana, cast.ben):
        client.force_login(person)
        for name in ("checkins:repairs", "today:today", "checkins:rituals"):
            assert str(repair.pk) not in text(client.get(reverse(name)))
    assert not Agreement.of(cast.couple).clauses.exists()


@pytest.mark.parametrize("opener", ["ana", "ben"])
def test_stopped_reads_the_same_whoever_stopped_it(client, cast, opener):
    pages = []
    for stopper in (cast.ana_partner, cast.ben_partner):
        repair = opened(cast, by=opener)
        repair.stop(stopper, now=NOON)
        client.force_login(cast.ana)
        shown = without_tokens(page(client, "repair", repair))
        pages.append(shown.replace(str(repair.pk), "it"))
        repair.delete()

    assert pages[0] == pages[1]
    assert "Stopped here" in pages[0]
    assert "Would another word" not in pages[0]


def test_today_says_that_something_was_written_until_one_says_not_yet(client, cast):
    repair = opened(cast)
    address = reverse("checkins:repair", args=[repair.pk])
    client.force_login(cast.ana)
    assert address not in text(client.get(reverse("today:today")))
    client.force_login(cast.ben)
    assert address in text(client.get(reverse("today:today")))

    post(client, "repair_note", repair, step="answer", words="")

    assert address not in text(client.get(reverse("today:today")))


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(client, cast, count, django_assert_max_num_queries):
    repair = opened(cast)
    if count == 3:
        repair.say(cast.ben_partner, "answer", choice=YES, now=NOON)
        repair.say(cast.ana_partner, "impact", words="It hurt.", now=NOON)
    client.force_login(cast.ben)
    page(client, "repair_words", repair)
    with django_assert_max_num_queries(12):
        page(client, "repair_words", repair)


def test_another_couples_repair_is_not_there(client, cast):
    max_, kim = make_person("Max"), make_person("Kim")
    other = make_couple(max_, kim)
    theirs = Repair.open(other, other.partners_now()[0], hurt=True, words="Theirs.", now=NOON)
    client.force_login(cast.ana)

    for name in ("repair", "repair_words"):
        assert page(client, name, theirs).status_code == 404
    for name in ("repair_words", "repair_note", "repair_end", "repair_rest"):
        assert post(client, name, theirs).status_code == 404


def test_each_keeps_what_was_sent_to_them_after_the_end(cast):
    repair = acknowledged(cast)
    UnsentWords.keep(cast.ana_partner, repair, "impact", {"words": "Unsent."}, today=NOON.date())
    cast.ana_partner.leave(now=TOMORROW)

    ana = json.loads(export_of(cast.ana, now=TOMORROW))
    ben = json.loads(export_of(cast.ben, now=TOMORROW))

    def words(part):
        return [row["content"]["words"] for row in part.get("checkins.repairmessage", [])]

    assert words(ana["received"]) == words(ben["own"])
    assert sorted(words(ben["received"])) == ["You laughed when I told you."]
    assert "Unsent." in json.dumps(ana["own"])
    assert "Unsent." not in json.dumps(ben)


def test_the_amendment_that_is_offered_agrees_to_nothing(client, cast):
    version = in_force(cast)
    before = Stance.objects.count()
    repair = opened(cast)
    repair.rest(cast.ana_partner, now=NOON)
    client.force_login(cast.ben)
    address = reverse("agreements:amendment", args=[version.pk])
    assert f'action="{address}"' in text(page(client, "repair", repair))

    assert client.post(address).status_code == 302
    assert Stance.objects.count() == before
    version.refresh_from_db()
    assert version.status == version.Status.IN_FORCE
