"""The pages of versions: reading, signing, withdrawing, ending."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import HistoryEntry, Version
from tests.agreements.drafting import add, agree
from tests.agreements.signing import OPEN, agreed, floor, in_force, proposal, sign
from tests.cast import make_couple

TOKEN = re.compile(r'csrf[^"]*": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def _clock():
    """Pages read the clock: signing has opened for what was put forward at NOON."""
    with time_machine.travel(OPEN):
        yield


@pytest.fixture
def ana(client, cast, freshly_signed_in):
    return freshly_signed_in(client, cast.ana)


def path(name, version=None, *more):
    return reverse(f"agreements:{name}", args=[version.pk, *more] if version else [])


def body(response):
    return TOKEN.sub("", response.content.decode())


# --- Reading


def test_the_page_shows_the_words_of_the_bytes(ana, cast):
    version = proposal(cast, "We talk <b>openly</b>.\nAlways.")
    page = ana.get(path("version", version)).content.decode()
    assert "We talk &lt;b&gt;openly&lt;/b&gt;.\nAlways." in page
    for line in version.document.floor.lines:
        assert line in page
    assert version.document.floor.banner in page
    assert version.digest in page


@pytest.mark.parametrize(
    "name", ["versions", "new_version", "history", "version", "end", "signature_removal"]
)
def test_every_page_carries_the_banner(ana, cast, name):
    version = proposal(cast)
    needs = version if name in {"version", "end", "signature_removal"} else None
    page = ana.get(path(name, needs)).content.decode()
    assert "Not proof of consent to any act." in page
    assert "<title>Pages</title>" in page


@pytest.mark.parametrize("name", ["version", "end", "signature_removal"])
def test_another_couples_version_is_404(client, cast, name):
    version = proposal(cast)
    make_couple(cast.dan)
    client.force_login(cast.dan)
    theirs, none = (
        client.get(path(name, version)),
        client.get(reverse(f"agreements:{name}", args=[uuid4()])),
    )
    assert theirs.status_code == none.status_code == 404
    assert body(theirs) == body(none)


def queries(client, name):
    """Return how many queries the page takes now."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path(name))
    return len(captured)


def test_lists_take_the_same_queries_for_one_and_for_many(ana, cast):
    version = in_force(cast)
    before = [queries(ana, name) for name in ("versions", "history")]
    for _ in range(3):
        after = Version.propose(version.agreement, partner=cast.ana_partner, now=OPEN)
        after.end(partner=cast.ana_partner, now=OPEN)
    assert [queries(ana, name) for name in ("versions", "history")] == before


# --- Putting forward


def test_putting_forward_shows_first_what_goes_in(ana, cast):
    agreed(cast, "We talk on Sundays.")
    page = ana.get(path("new_version")).content.decode()
    assert "We talk on Sundays." in page
    response = ana.post(path("versions"))
    version = Version.objects.get()
    assert response.url == path("version", version)


def test_an_empty_blank_is_named_before_putting_forward(ana, cast):
    floor()
    agree(cast, *add(cast, "what-how-soon-what-tone"))
    page = ana.get(path("new_version")).content.decode()
    assert "empty blank" in page
    assert "Put it forward" not in page
    assert ana.post(path("versions")).status_code == 409


def test_putting_forward_twice_is_refused_with_a_sentence(ana, cast):
    agreed(cast)
    ana.post(path("versions"))
    response = ana.post(path("versions"))
    assert response.status_code == 409
    assert "put forward already" in response.content.decode()
    assert Version.objects.count() == 1


# --- Time to think


def test_before_signing_opens_the_page_says_when(ana, cast):
    version = proposal(cast, now=OPEN)
    page = ana.get(path("version", version)).content.decode()
    assert "Signing opens on 6 March 2026, 07:00" in page
    assert "Am I free to say no?" not in page


def test_signing_too_early_is_409(ana, cast):
    version = proposal(cast, now=OPEN)
    response = ana.post(path("signature", version), {"seen": version.digest})
    assert response.status_code == 409
    assert "6 March 2026, 07:00" in response.content.decode()


def test_taking_more_time(ana, cast):
    version = proposal(cast, now=OPEN)
    assert ana.post(path("time", version), {"until": "2026-03-10"}).status_code == 302
    version.refresh_from_db()
    assert version.signing_opens_at.date().isoformat() == "2026-03-10"


@pytest.mark.parametrize("until", ["", "soon", "2026-02-30", "0000-00-00", "\u0660", "9" * 40])
def test_a_day_that_is_none_keeps_what_was_typed(ana, cast, until):
    version = proposal(cast, now=OPEN)
    response = ana.post(path("time", version), {"until": until})
    assert response.status_code == 400
    assert not until or f'value="{until}"' in response.content.decode()


@pytest.mark.parametrize("until", ["0001-01-01", "2026-03-05", "9999-12-31"])
def test_a_day_out_of_reach_is_409(ana, cast, until):
    version = proposal(cast, now=OPEN)
    assert ana.post(path("time", version), {"until": until}).status_code == 409


# --- Signing


def test_signing_takes_three_clicks(ana, cast):
    """Open the version, open "Yes, I am", press Sign: the page itself holds the last two."""
    version = proposal(cast)
    page = ana.get(path("version", version)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    response = ana.post(path("signature", version), {"seen": seen})
    assert response.url == path("version", version)
    signature = version.signatures.get()
    assert (signature.partner, signature.digest, signature.auth) == (
        cast.ana_partner,
        version.digest,
        "password",
    )


def test_the_answer_to_am_i_free_is_never_sent(ana, cast):
    """The question has no field and no address: what is opened stays in the browser."""
    page = ana.get(path("version", proposal(cast))).content.decode()
    signoff = page[page.index('id="signoff"') :]
    signoff = signoff[: signoff.index("</section>")]
    names = set(re.findall(r'<(?:input|button|select|textarea)[^>]*name="(\w+)"', signoff))
    assert names <= {"csrfmiddlewaretoken", "seen", "sign"}
    assert signoff.count("<form") == 1
    assert "Not yet" in signoff
    assert reverse("people:safety") in signoff


def test_a_stale_digest_is_409_with_the_sentence(ana, cast):
    version = proposal(cast)
    response = ana.post(path("signature", version), {"seen": "0" * 64})
    assert response.status_code == 409
    said = "The text changed after you opened it. Read it again, then sign."
    assert said in response.content.decode()
    assert not version.signatures.exists()


@pytest.mark.parametrize("posted", [{}, {"seen": ""}, {"seen": "x" * 200}])
def test_a_lost_digest_shows_the_page_again(ana, cast, posted):
    version = proposal(cast)
    response = ana.post(path("signature", version), posted)
    assert response.status_code == 400
    assert version.document.clauses[0].text in response.content.decode()
    assert not version.signatures.exists()


def test_signing_asks_for_recent_authentication(client, cast):
    version = proposal(cast)
    client.force_login(cast.ana)
    response = client.post(path("signature", version), {"seen": version.digest})
    assert response.status_code == 302
    assert response.url.startswith("/account/")
    assert not version.signatures.exists()


def test_signing_is_a_post(ana, cast):
    assert ana.get(path("signature", proposal(cast))).status_code == 405


def test_a_double_click_is_harmless(ana, cast):
    version = proposal(cast)
    for _ in range(2):
        response = ana.post(path("signature", version), {"seen": version.digest})
        assert response.status_code == 302
    assert version.signatures.count() == 1


@pytest.mark.parametrize(
    "page", ["version", "versions", "history", "end", "new_version", "signature_removal"]
)
def test_one_signature_changes_nothing_that_the_other_sees(client, cast, page):
    version = proposal(cast)
    client.force_login(cast.ben)
    address = path(page, version if page in {"version", "end", "signature_removal"} else None)
    before = client.get(address)
    sign(version, cast.ana_partner)
    after = client.get(address)
    assert body(before) == body(after)
    assert list(before.headers) == list(after.headers)


def test_both_names_and_days_show_once_in_force(client, cast):
    version = in_force(cast)
    client.force_login(cast.ben)
    page = client.get(path("version", version)).content.decode()
    assert page.count("4 March 2026") >= 3
    assert "Ana" in page
    assert "07:0" not in page


def test_two_lines_wait_for_signatures(ana, cast):
    version = proposal(cast)
    page = ana.get(path("version", version)).content.decode()
    assert page.count('class="deed__signature"') == 2
    assert "Signed on" not in page


# --- Withdrawing


def test_every_clause_in_force_can_be_withdrawn_from_its_page(client, cast):
    version = in_force(cast, "We talk on Sundays.", "We plan on Mondays.")
    client.force_login(cast.ben)
    page = client.get(path("version", version)).content.decode()
    assert all(path("clause_removal", version, one.id) in page for one in version.document.clauses)


def test_withdrawing_takes_a_question_and_a_click_and_no_fresh_sign_in(client, cast):
    version = in_force(cast)
    client.force_login(cast.ben)  # a session that would not do for signing
    question = client.get(path("signature_removal", version)).content.decode()
    assert "required" not in question
    client.post(path("signature_removal", version))
    assert Version.objects.get().status == Version.Status.WITHDRAWN


def test_who_withdrew_shows_nowhere(client, cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    seen = []
    for person in (cast.ana, cast.ben):
        client.force_login(person)
        seen.append([body(client.get(path(*of))) for of in (("version", version), ("history",))])
    assert seen[0] == seen[1]
    assert "withdrawn" in seen[0][0]


def test_withdrawing_from_one_clause(client, cast):
    version = in_force(cast, "We talk on Sundays.", "We plan on Mondays.")
    clause = version.document.clauses[1].id
    client.force_login(cast.ana)
    assert (
        "We plan on Mondays."
        in client.get(path("clause_removal", version, clause)).content.decode()
    )
    client.post(path("clause_removal", version, clause))
    page = client.get(path("version", version)).content.decode()
    assert page.count("badge--withdrawn") == 1
    assert client.get(path("clause_removal", version, uuid4())).status_code == 404


def test_a_signature_given_alone_is_taken_back_without_a_trace(ana, cast):
    version = proposal(cast)
    sign(version, cast.ana_partner)
    assert "Take my signature back" in ana.get(path("version", version)).content.decode()
    ana.post(path("signature_removal", version))
    assert not version.signatures.exists()
    assert HistoryEntry.objects.count() == 1


# --- Ending


def test_either_ends_an_open_version(client, cast):
    version = proposal(cast)
    client.force_login(cast.ben)
    assert client.post(path("end", version)).url == path("versions")
    assert "ended without both signatures" in client.get(path("versions")).content.decode()


def test_a_version_whose_time_is_over_reads_as_ended(client, cast):
    version = proposal(cast)
    client.force_login(cast.ben)
    with time_machine.travel(version.lapses_at + timedelta(hours=1)):
        client.force_login(cast.ben)
        page = client.get(path("version", version)).content.decode()
    assert "ended without both signatures" in page
    assert 'name="seen"' not in page


# --- History


def test_the_history_shows_days_and_no_time(client, cast):
    in_force(cast)
    client.force_login(cast.ben)
    page = client.get(path("history")).content.decode()
    assert "put version 1 forward" in page
    assert page.count("4 March 2026") == 2
    assert not re.search(r"\d\d:\d\d", page)
    assert "nothing was changed" in page


def test_the_file_of_the_history_asks_for_recent_authentication(client, cast):
    client.force_login(cast.ana)
    assert client.get(path("history_file")).status_code == 302


def test_the_file_of_the_history_is_the_same_whether_or_not_the_other_signed(ana, cast):
    version = proposal(cast)
    before = ana.get(path("history_file")).content
    sign(version, cast.ben_partner)
    assert ana.get(path("history_file")).content == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("versions", "Nothing is put forward yet"),
        ("new_version", "Nothing is agreed yet"),
        ("history", "Nothing has happened yet"),
    ],
)
def test_pages_without_any_version_say_what_they_are_for(client, cast, name, words):
    client.force_login(cast.ana)
    assert words in client.get(path(name)).content.decode()


def test_putting_forward_alone_leads_to_inviting(client, cast):
    make_couple(cast.dan)
    client.force_login(cast.dan)
    assert "This takes two" in client.get(path("new_version")).content.decode()


def test_putting_forward_leads_to_the_version_that_is_open(client, cast):
    version = proposal(cast)
    client.force_login(cast.ben)
    assert path("version", version) in client.get(path("new_version")).content.decode()
