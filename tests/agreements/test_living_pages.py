"""The pages of living with a version: its clauses' states, renewing, amending."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from agreements.models import Agreement, Renewal, ReviewDelay, Term
from tests.agreements.signing import (
    OPEN,
    in_force,
    intrusive,
    proposal,
    with_a_term,
)
from tests.cast import make_couple

RENEWABLE = datetime(2026, 4, 20, 12, tzinfo=UTC)
REVIEW = datetime(2026, 6, 2, 12, tzinfo=UTC)
ENDED = datetime(2026, 5, 3, 12, tzinfo=UTC)


def path(name, version, *more):
    return reverse(f"agreements:{name}", args=[version.pk, *more])


def body(response):
    return re.sub(
        r'csrf[^"]*": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", text(response)
    )


def text(response):
    return response.content.decode()


# --- How each clause stands


def test_every_clause_shows_how_it_stands_and_the_way_out(at, cast):
    version = with_a_term(cast)
    page = text(at(cast.ana, OPEN).get(path("version", version)))
    assert "Ends on 3 May 2026" in page
    assert page.count("/removal/") == 3  # each clause, and all of it
    assert path("clause_removal", version, intrusive(version)) in page
    assert "renewal" not in page


def test_a_clause_that_ended_says_so_although_nobody_wrote_it_down(at, cast):
    version = with_a_term(cast)
    page = text(at(cast.ben, ENDED).get(path("version", version)))
    assert page.count("badge--ended") == 1
    assert path("clause_removal", version, intrusive(version)) not in page


@pytest.mark.parametrize("who", ["ana_partner", "ben_partner"])
def test_stopped_and_run_out_look_the_same(at, cast, who):
    version = with_a_term(cast)
    client = at(cast.ana, ENDED)
    run_out = body(client.get(path("version", version)))
    version.withdraw(partner=getattr(cast, who), now=OPEN, clause=intrusive(version))
    assert body(client.get(path("version", version))) == run_out


def test_stopping_asks_once_and_needs_no_fresh_sign_in(client, cast):
    version = with_a_term(cast)
    with time_machine.travel(OPEN):
        client.force_login(cast.ben)
        address = path("clause_removal", version, intrusive(version))
        question = text(client.get(address))
        assert "Stop this clause?" in question
        assert "required" not in question
        assert client.post(address).url == path("version", version)
        assert "It has ended already." in text(client.get(address))
        assert client.post(address).status_code == 302
        history = text(client.get(reverse("agreements:history")))
    assert history.count("A clause of version 1 ended.") == 1


def test_withdrawing_what_was_withdrawn_says_so(at, cast):
    version = in_force(cast)
    address = path("clause_removal", version, version.document.clauses[0].id)
    client = at(cast.ana, OPEN)
    client.post(address)
    assert "It was withdrawn already." in text(client.get(address))


# --- Renewing


def renewal(version):
    return path("renewal", version, intrusive(version))


def test_renewing_takes_as_many_presses_as_stopping(at, cast):
    """Open "Renew", press "Renew it"; the way out is a link and a press, without a fresh sign-in."""
    version = with_a_term(cast)
    client = at(cast.ana, RENEWABLE)
    page = text(client.get(path("version", version)))
    assert renewal(version) in page
    assert client.post(renewal(version)).url.startswith(path("version", version))
    assert "You said: renew" in text(client.get(path("version", version)))
    assert Renewal.objects.get().auth == "password"


def test_renewing_asks_for_recent_authentication(client, cast):
    version = with_a_term(cast)
    with time_machine.travel(RENEWABLE):
        client.force_login(cast.ana)
        assert client.post(renewal(version)).url.startswith("/account/")
    assert not Renewal.objects.exists()


@pytest.mark.parametrize("name", ["version", "versions", "history", "agreement", "today"])
def test_renewing_alone_changes_nothing_that_the_other_sees(at, cast, name):
    version = with_a_term(cast)
    client = at(cast.ben, RENEWABLE)
    addresses = {
        "version": path("version", version),
        "today": reverse("today:today"),
    }
    address = addresses.get(name) or reverse(f"agreements:{name}")
    before = body(client.get(address))
    Term.renew(version, intrusive(version), partner=cast.ana_partner, auth="totp", now=RENEWABLE)
    assert body(client.get(address)) == before


def test_taking_it_back(at, cast):
    version = with_a_term(cast)
    client = at(cast.ana, RENEWABLE)
    client.post(renewal(version))
    client.post(path("renewal_removal", version, intrusive(version)))
    assert not Renewal.objects.exists()


def test_the_history_names_both_who_renewed(at, cast):
    version = with_a_term(cast)
    client = at(cast.ana, RENEWABLE)
    client.post(renewal(version))
    Term.renew(version, intrusive(version), partner=cast.ben_partner, auth="totp", now=RENEWABLE)
    page = text(client.get(reverse("agreements:history")))
    assert page.count("renewed a clause of version 1") == 2
    assert "Ends on 19 June 2026" in text(client.get(path("version", version)))


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [(OPEN + timedelta(days=1), "You can renew it from 19 April 2026"), (ENDED, "has ended")],
)
def test_renewing_out_of_its_time_is_409_with_a_sentence(at, cast, moment, sentence):
    version = with_a_term(cast)
    response = at(cast.ana, moment).post(renewal(version))
    assert response.status_code == 409
    assert sentence in text(response)


def test_renewing_what_has_no_end_is_409(at, cast):
    version = in_force(cast)
    address = path("renewal", version, version.document.clauses[0].id)
    response = at(cast.ana, RENEWABLE).post(address)
    assert response.status_code == 409
    assert "has no end" in text(response)


@pytest.mark.parametrize("name", ["renewal", "renewal_removal"])
def test_a_clause_that_never_was_is_404(at, cast, name):
    version = with_a_term(cast)
    assert at(cast.ana, RENEWABLE).post(path(name, version, uuid4())).status_code == 404


def test_today_asks_until_one_has_said_it(at, cast):
    version = with_a_term(cast)
    client = at(cast.ana, RENEWABLE)
    assert "A clause ends soon" in text(client.get(reverse("today:today")))
    client.post(renewal(version))
    assert "A clause ends soon" not in text(client.get(reverse("today:today")))


@pytest.mark.parametrize("moment", [RENEWABLE - timedelta(days=2), ENDED])
def test_today_is_quiet_before_and_after(at, cast, moment):
    with_a_term(cast)
    assert "A clause ends soon" not in text(at(cast.ana, moment).get(reverse("today:today")))


# --- Amending, and looking again


def test_amending_leads_to_the_draft(at, cast):
    version = in_force(cast, "We talk on Sundays.")
    version.agreement.clauses.get().remove(now=OPEN)
    client = at(cast.ana, OPEN)
    assert path("amendment", version) in text(client.get(path("version", version)))
    assert client.post(path("amendment", version)).url == reverse("agreements:agreement")
    assert "The draft holds what is in force." in text(client.get(reverse("agreements:agreement")))
    assert Agreement.of(cast.couple).clauses.kept().count() == 1


def test_the_draft_names_clauses_with_other_words_than_in_force(at, cast):
    version = in_force(cast, "We talk on Sundays.", "We plan on Mondays.")
    version.agreement.clauses.first().take_words("We talk on Fridays.")
    client = at(cast.ana, OPEN)
    client.post(path("amendment", version))
    page = text(client.get(reverse("agreements:agreement")))
    assert "1 clause has other words there than in force." in page
    assert page.count("Other words than in force") == 1


def test_amending_what_is_not_in_force_is_409(at, cast):
    version = proposal(cast)
    assert at(cast.ana, OPEN).post(path("amendment", version)).status_code == 409


@pytest.mark.parametrize("name", ["version", "agreement", "today"])
def test_the_day_to_look_again_prompts_and_can_be_put_off(at, cast, name):
    version = in_force(cast)
    address = {
        "version": path("version", version),
        "agreement": reverse("agreements:agreement"),
        "today": reverse("today:today"),
    }[name]
    client = at(cast.ana, REVIEW)
    assert "2 June 2026" in text(client.get(address)).replace("\n", " ")
    assert client.post(path("review", version), {"days": "14"}).status_code == 302
    client.get(reverse("agreements:versions"))  # the message was read there
    assert "look at it again from" not in text(client.get(address))
    assert "You wanted to look at" not in text(client.get(address))


@pytest.mark.parametrize("days", ["", "13", "x", "99999999999999999999"])
def test_for_how_long_is_one_of_two(at, cast, days):
    version = in_force(cast)
    response = at(cast.ana, REVIEW).post(path("review", version), {"days": days})
    assert response.status_code == 400
    assert "Choose when you want to be asked again." in text(response)
    assert not ReviewDelay.objects.exists()


@pytest.mark.parametrize("name", ["renewal", "renewal_removal", "amendment", "review"])
def test_another_couples_version_is_404(at, cast, name):
    version = with_a_term(cast)
    make_couple(cast.dan)
    client = at(cast.dan, REVIEW)
    more = [intrusive(version)] if name.startswith("renewal") else []
    assert client.post(path(name, version, *more), {"days": "14"}).status_code == 404
