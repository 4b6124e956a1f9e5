"""A version on paper: what stands on it, for whom, and what it never tells."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.certificate.contents import contents_of
from agreements.models.history import sealing_keys
from tests.agreements.drafting import agree, own
from tests.agreements.read_pdf import paragraphs
from tests.agreements.signing import OPEN, in_force, proposal, sign
from tests.cast import NOON, make_couple
from trustpact.web.paper import typesetting

FILES = {"version_file": "pages.pdf", "version_card": "card.pdf"}


@pytest.fixture(autouse=True)
def _clock():
    """Pages read the clock: signing has opened for what was put forward at NOON."""
    with time_machine.travel(OPEN):
        yield


def path(name, version_id):
    return reverse(f"agreements:{name}", args=[version_id])


def printed(client, person, name, version):
    """Return what this person gets."""
    client.force_login(person)
    response = client.get(path(name, version.pk))
    assert response.status_code == 200
    return response


def said(client, person, name, version):
    """Return the paragraphs of what this person gets."""
    return [text for _role, text in paragraphs(printed(client, person, name, version).content)]


@pytest.mark.parametrize(("name", "file"), FILES.items())
def test_a_pdf_has_a_neutral_name_and_is_stored_nowhere(client, cast, name, file):
    response = printed(client, cast.ana, name, in_force(cast))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", FILES)
def test_another_couples_version_is_404(client, cast, name):
    version = proposal(cast)
    make_couple(cast.dan)
    client.force_login(cast.dan)
    assert client.get(path(name, version.pk)).status_code == 404
    assert client.get(path(name, uuid4())).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_where_it_cannot_be_printed_a_sentence_says_so(client, cast, name, monkeypatch):
    monkeypatch.setattr(typesetting, "typst", None)
    client.force_login(cast.ana)
    response = client.get(path(name, in_force(cast).pk))
    assert response.status_code == 409
    assert "You can print the page of the version." in response.content.decode()


def test_a_version_in_force_is_printed_whole(client, cast):
    version = in_force(cast, "We eat together.\nAlways.", "We rest.")
    text = said(client, cast.ben, "version_file", version)
    floor = version.document.floor
    assert {floor.title, *floor.lines, floor.note, floor.banner} <= set(text)
    assert {"We eat together.Always.", "We rest."} <= set(text)
    assert {"Version 1: in force from 4 March 2026", "As of 4 March 2026"} <= set(text)
    assert text.count("Signed on 4 March 2026") == 2
    last = version.agreement.history.last()
    assert {version.digest, bytes(last.hash).hex(), sealing_keys()[0].id} <= set(text)
    assert {"Ana put version 1 forward.", "Ana signed version 1."} <= set(text)
    assert {"Put forward", "2 March 2026", "To be looked at again", "2 June 2026"} <= set(text)
    assert any("http://localhost:8000/verify/" in each for each in text)


def test_both_partners_get_the_same_bytes(client, cast):
    version = in_force(cast)
    ana, ben = (printed(client, one, "version_file", version) for one in (cast.ana, cast.ben))
    assert ana.content == ben.content


@pytest.mark.parametrize("name", FILES)
def test_a_signature_given_alone_changes_no_byte(client, cast, name):
    version = proposal(cast)
    before = printed(client, cast.ana, name, version).content
    sign(version, cast.ben_partner)
    assert printed(client, cast.ana, name, version).content == before
    assert "Version 1: put forward, not signed" in " ".join(said(client, cast.ben, name, version))


def test_a_withdrawn_version_reads_as_withdrawn_and_names_no_one(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    contents = contents_of(version, now=OPEN)
    assert contents["standing"] == "Version 1: withdrawn"
    assert contents["history"][-1] == ("4 March 2026", "Version 1 was withdrawn.")


def test_a_withdrawn_clause_is_marked_and_leaves_the_card(client, cast):
    version = in_force(cast, "We eat together.", "We rest.")
    first = version.document.clauses[0]
    version.withdraw(partner=cast.ben_partner, now=OPEN, clause=first.id)
    text = said(client, cast.ana, "version_file", version)
    assert text[text.index(first.text) + 1].strip() == "withdrawn"
    assert "A clause of version 1 was withdrawn." in text
    assert first.text not in said(client, cast.ana, "version_card", version)


def test_a_version_that_ended_names_no_one(cast):
    version = proposal(cast)
    sign(version, cast.ana_partner)
    version.end(partner=cast.ben_partner, now=OPEN)
    contents = contents_of(version, now=OPEN)
    assert contents["standing"] == "Version 1: ended without both signatures"
    assert [one["said"] for one in contents["signatures"]] == ["Signature", "Signature"]
    assert contents["history"][-1][1] == "Version 1 ended without both signatures."


def test_the_day_is_that_of_the_couples_clock(cast):
    version = in_force(cast)
    cast.couple.zone = version.agreement.couple.zone = "Pacific/Kiritimati"  # UTC+14
    assert contents_of(version, now=NOON)["as_of"] == "As of 3 March 2026"


def test_a_version_is_printed_in_its_own_language(client, cast):
    cast.couple.language = "de"
    cast.couple.save()
    text = said(client, cast.ana, "version_file", in_force(cast))
    assert {"Unsere Vereinbarung", "Unterschrieben am 4. März 2026"} <= set(text)


def test_printing_writes_nothing_and_asks_the_same_for_one_and_for_many(cast):
    version = in_force(cast, "We eat together.")
    with CaptureQueriesContext(connection) as one:
        contents_of(version, now=OPEN)
    many = in_force_after(cast, version)
    with CaptureQueriesContext(connection) as three:
        contents_of(many, now=OPEN)
    assert len(one) == len(three)
    assert all(query["sql"].startswith("SELECT") for query in [*one, *three])


def in_force_after(cast, version):
    """Bring a version with three clauses into force after this one."""
    agree(cast, own(cast, "We rest."), own(cast, "We walk."))
    after = type(version).propose(version.agreement, partner=cast.ana_partner, now=NOON)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(after, partner)
    return after


def test_the_page_of_a_version_leads_to_both(client, cast):
    version = in_force(cast)
    client.force_login(cast.ana)
    page = client.get(path("version", version.pk)).content.decode()
    assert all(f'href="{path(name, version.pk)}"' in page for name in FILES)
    agreement = client.get(reverse("agreements:agreement")).content.decode()
    assert f'href="{path("version", version.pk)}#paper"' in agreement


def test_a_printed_page_does_not_tell_that_one_has_signed_alone(client, cast):
    version = proposal(cast)
    sign(version, cast.ben_partner)
    client.force_login(cast.ben)
    page = client.get(path("version", version.pk)).content.decode()
    assert "You have signed." in page
    assert re.search(r'<section id="signoff" class="[^"]*\bno-print\b', page)
