"""Looking back: what changed between two versions, and what was in force on a day."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Version
from tests.agreements.drafting import agree, own
from tests.agreements.signing import OPEN, agree_anew, in_force, proposal, sign, with_a_term

ENDED = datetime(2026, 5, 3, 12, tzinfo=UTC)


def text(response):
    return response.content.decode()


def second_version(cast, first, *, now):
    """Bring a later version into force, with what stands in the draft agreed anew."""
    agree_anew(cast)
    version = Version.propose(first.agreement, partner=cast.ben_partner, now=now)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(version, partner, now=version.signing_opens_at)
    return version


# --- Comparing


def changes(client, **query):
    return client.get(reverse("agreements:changes"), query)


def test_the_last_two_versions_are_compared_unless_others_are_asked_for(at, cast):
    first = in_force(cast, "We tell within two days.", "We plan on Mondays.")
    first.agreement.clauses.first().take_words("We tell within one day.")
    second = second_version(cast, first, now=OPEN)
    client = at(cast.ana, second.signing_opens_at)
    page = text(changes(client))
    assert "From version 1 to version 2" in text(changes(client, old=2, new=1))
    assert re.search(r"<del><span class=\"unseen\">removed: </span>two days</del>", page)
    assert re.search(r"<ins><span class=\"unseen\">added: </span>one day</ins>", page)
    assert "1 clause is the same" in page
    assert f"{reverse('agreements:changes')}?old=1&amp;new=2" in text(
        client.get(reverse("agreements:version", args=[second.pk]))
    )


def test_new_clauses_and_those_that_went_stand_under_their_own_headings(at, cast):
    first = in_force(cast, "We talk on Sundays.", "We plan on Mondays.")
    first.agreement.clauses.first().remove(now=OPEN)
    agree(cast, own(cast, "We <b>rest</b>."))
    second = second_version(cast, first, now=OPEN)
    page = text(changes(at(cast.ana, second.signing_opens_at)))
    added, removed = page.index('<h2 id="added">'), page.index('<h2 id="removed">')
    assert added < page.index("We &lt;b&gt;rest&lt;/b&gt;.") < removed
    assert removed < page.index("We talk on Sundays.") < page.index("1 clause is the same")


def test_whom_a_clause_concerns_and_how_long_it_holds_are_told(at, cast):
    first = with_a_term(cast)
    clause = first.agreement.clauses.get(term_days=60)
    clause.name_concerned("1", term_days=90)
    second = second_version(cast, first, now=OPEN)
    page = text(changes(at(cast.ana, second.signing_opens_at)))
    assert '<bdi dir="auto">Ana</bdi> now.' in page
    assert '<bdi dir="auto">both of us</bdi>.' in page
    assert "It ends after 90 days now." in page
    assert "Before it was 60 days." in page


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
