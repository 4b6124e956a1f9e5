"""The pages of living with a version: its clauses' states, renewing, comparing, looking back, amending."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement, Renewal, ReviewDelay, Term, Version
from tests.agreements.signing import (
    OPEN,
    agree_anew,
    in_force,
    intrusive,
    proposal,
    sign,
    with_a_term,
)
from tests.cast import make_couple

RENEWABLE = datetime(2026, 4, 20, 12, tzinfo=UTC)
REVIEW = datetime(2026, 6, 2, 12, tzinfo=UTC)
ENDED = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def at(client, freshly_signed_in):
    """Return a client signed in as somebody at a moment, and the clock stopped there."""
    travels = []

    def signed_in(person, moment):
        travels.append(time_machine.travel(moment, tick=False))
        travels[-1].start()
        return freshly_signed_in(client, person)

    yield signed_in
    for travel in travels:
        travel.stop()


def path(name, version, *more):
    return reverse(f"agreements:{name}", args=[version.pk, *more])


def body(response):
    return re.sub(
        r'csrf[^"]*": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", text(response)
    )


def text(response):
    return response.content.decode()


def second_version(cast, first, *, now):
    """Bring a later version into force, with what stands in the draft agreed anew."""
    agree_anew(cast)
    version = Version.propose(first.agreement, partner=cast.ben_partner, now=now)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(version, partner, now=version.signing_opens_at)
    return version


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


# --- Comparing


def changes(client, **query):
    return client.get(reverse("agreements:changes"), query)


def test_the_last_two_versions_are_compared_unless_others_are_asked_for(at, cast):
    first = in_force(cast, "We tell within two days.", "We plan on Mondays.")
    first.agreement.clauses.first().reword("We tell within one day.", partner=cast.ana_partner)
    second = second_version(cast, first, now=OPEN)
    client = at(cast.ana, second.signing_opens_at)
    page = body(changes(client))
    assert page == body(changes(client, old=1, new=2))
    assert "From version 1 to version 2" in text(changes(client, old=2, new=1))
    assert re.search(r"<del><span class=\"unseen\">removed: </span>two days</del>", page)
    assert re.search(r"<ins><span class=\"unseen\">added: </span>one day</ins>", page)
    assert "1 clause is the same" in page
    assert f"{reverse('agreements:changes')}?old=1&amp;new=2" in text(
        client.get(path("version", second))
    )


def test_comparing_a_version_with_itself_says_so(at, cast):
    first = in_force(cast)
    second = second_version(cast, first, now=OPEN)
    client = at(cast.ana, second.signing_opens_at)
    assert "The two say the same." in text(changes(client, old=2, new=2))


@pytest.mark.parametrize(
    "query", [{"old": "9", "new": "1"}, {"old": "1"}, {"old": "x", "new": "-1"}, {"q": "1"}]
)
def test_versions_that_never_were_are_400_with_the_form(at, cast, query):
    second = second_version(cast, in_force(cast), now=OPEN)
    response = changes(at(cast.ana, second.signing_opens_at), **query)
    assert response.status_code == 400
    assert "Compare" in text(response)


def test_with_one_version_there_is_nothing_to_compare(at, cast):
    proposal(cast)
    assert "Nothing to compare yet" in text(changes(at(cast.ana, OPEN)))


def test_comparing_takes_the_same_queries_for_many_versions(at, cast):
    version = second_version(cast, in_force(cast), now=OPEN)
    client = at(cast.ana, OPEN)
    before = queries(client)
    for _ in range(3):
        version = second_version(cast, version, now=version.signing_opens_at)
    assert queries(client) == before


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        changes(client, old=1, new=2)
    return len(captured)


# --- As of a day


def as_of(client, day):
    return client.get(reverse("agreements:day"), {"day": day})


def test_a_day_shows_the_version_and_how_its_clauses_stood(at, cast):
    version = with_a_term(cast)
    first = next(one.id for one in version.document.clauses if not one.lapses_after_days)
    version.withdraw(partner=cast.ana_partner, now=OPEN + timedelta(days=6), clause=first)
    client = at(cast.ben, ENDED)
    before, after = text(as_of(client, "2026-03-09")), text(as_of(client, "2026-03-10"))
    assert "Version 1 was in force on that day." in before
    assert "badge--withdrawn" not in before
    assert before.count("Ends on 3 May 2026") == 1
    assert after.count("badge--withdrawn") == 1
    assert "badge--ended" in text(as_of(client, "2026-05-03"))
    assert "/removal/" not in before


def test_a_day_shows_the_version_of_its_time(at, cast):
    first = in_force(cast, "We talk on Sundays.")
    later = OPEN + timedelta(days=30)
    second = second_version(cast, first, now=later)
    client = at(cast.ana, second.signing_opens_at + timedelta(days=9))
    day = second.signing_opens_at.date()
    assert "Version 1 was in force" in text(as_of(client, day - timedelta(days=1)))
    assert "Version 2 was in force" in text(as_of(client, day))


def test_after_a_withdrawal_nothing_was_in_force(at, cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN + timedelta(days=2))
    client = at(cast.ana, OPEN + timedelta(days=9))
    assert "Version 1 was in force" in text(as_of(client, "2026-03-05"))
    assert "Version 1 had been withdrawn." in text(as_of(client, "2026-03-06"))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("0001-01-01", "Nothing was in force before 4 March 2026."),
        ("2026-03-03", "Nothing was in force before 4 March 2026."),
        ("2026-03-20", "That day is still to come."),
        ("9999-12-31", "That day is still to come."),
        ("", "Choose a day."),
        ("2026-02-30", "Write the day as"),
        ("soon", "Write the day as"),
    ],
)
def test_a_day_that_will_not_do_is_400_with_a_sentence(at, cast, day, sentence):
    in_force(cast)
    response = as_of(at(cast.ana, OPEN + timedelta(days=9)), day)
    assert response.status_code == 400
    assert sentence in text(response)
    assert f'value="{day}"' in text(response) or not day


def test_before_anything_was_in_force_there_is_no_day_to_ask_for(at, cast):
    proposal(cast)
    client = at(cast.ana, OPEN)
    assert "Nothing has been in force yet" in text(as_of(client, "2026-03-04"))
    assert reverse("agreements:day") not in text(client.get(reverse("agreements:versions")))


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
    version.agreement.clauses.first().reword("We talk on Fridays.", partner=cast.ana_partner)
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
