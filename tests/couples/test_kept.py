"""
What each keeps of a space that ended: as it stood then, for good, and theirs alone.

A controlling partner would look for news in it (what do they call themselves now, are they still
here?), for a way back to the other, and for a sign that the other reads. There is none of it.
"""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from agreements import bundle, chain
from agreements.models import Agreement
from agreements.models.history import public_keys
from checkins.models import Appreciation, Disclosure, FollowUp, Topic
from checkins.models.disclosure import Kind
from tests.agreements.read_pdf import paragraphs
from tests.agreements.signing import with_a_term
from tests.caseload.letting_in import give, let_in
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import answered, berlin, daily, me, starters, us
from tests.checkins.repairs import acknowledged
from tests.worlds.harness import Scene
from tests.worlds.observer import TOKEN
from trustpact.couples.erasing import erase
from trustpact.couples.models import Partner, Scope, Therapy
from trustpact.people.models import Person

__all__ = ["daily", "starters"]

pytestmark = pytest.mark.django_db

SIGNED = NOON - timedelta(days=2)  # it is in force at noon
END = berlin(6, 18)
A_DAY_LATER = END + timedelta(days=1)
A_YEAR_LATER = END + timedelta(days=365)
LINK = re.compile(r'href="(/[^"#]*/kept/[^"#]*|\?month=[^"]+)"')
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
OWN_SESSION = {"django_session", "usersessions_usersession"}
THEIRS = ("Ben", "ben@example.org", "/us/invitations", "/join/")


@pytest.fixture
def ended(cast, daily):
    """Some days in which something of every kind opened; then Ben left. Returns Ana's place."""
    with time_machine.travel(NOON, tick=False):
        with_a_term(cast, now=SIGNED)
        therapy = let_in(cast)
        give(cast, therapy)
        Therapy.opened_to(cast.chen, therapy.pk, [Scope.LEVELS, Scope.RITUALS], now=NOON)
        for name, level in (("Ana", 4), ("Ben", 2)):
            said = {
                "trust": us(level),
                "noticed": us(f"{name} noticed"),
                "private": me(f"{name} alone"),
            }
            place = cast.ana_partner if name == "Ana" else cast.ben_partner
            answered(daily, place, said, at=berlin(2, 20))
        Appreciation.give(cast.ben_partner, "Thank you for the soup.", now=NOON)
        Topic.ask(cast.ben_partner, "How we want to spend Easter.", now=NOON)
        FollowUp.note(cast.couple, "Call the bank.", now=NOON)
        Disclosure.tell(cast.ben_partner, Kind.SLIP, words="The second card.", now=NOON)
        Disclosure.tell(cast.ben_partner, Kind.INFECTION, words="Since Friday.", now=NOON)
        acknowledged(cast)
    with time_machine.travel(END, tick=False):
        Partner.objects.get(pk=cast.ben_partner.pk).leave(now=END)
        yield Partner.objects.ended(cast.ana)


def test_each_reads_the_agreement_of_the_end_and_its_history(ended):
    page = read(ended.person, reverse("agreements:kept", args=[ended.pk]))

    assert "We talk on Sundays." in page
    assert "As it stood on 6 March 2026" in page
    assert "Ana</bdi> signed version 1." in page
    assert "former partner</bdi> signed version 1." in page
    assert "They were checked just now" in page
    assert "Not proof of consent" in page


def test_own_answers_and_words_that_were_opened_stay(ended):
    page = read(ended.person, reverse("checkins:kept", args=[ended.pk]))

    for own in ("Ana noticed", "Ana alone", "You laughed when I told you."):
        assert own in page
    for sent in ("Ben noticed", "Thank you for the soup.", "The second card.", "Call the bank."):
        assert sent in page
    for sent in ("How we want to spend Easter.", "I laughed, and I saw your face."):
        assert sent in page


def test_what_the_other_kept_or_rated_and_what_goes_after_thirty_days_is_not_there(ended):
    for address, page in everything(ended).items():
        for word in ("Ben alone", "Since Friday.", *THEIRS[:2]):
            assert word not in page.replace("Ben noticed", ""), address
    month = read(ended.person, reverse("checkins:kept", args=[ended.pk]))
    assert month.count('class="said__one"') == 4  # three own answers, and one in the other's words


def test_it_is_named_by_nobody_and_leads_to_nobody(ended):
    for address, page in everything(ended).items():
        for word in (*THEIRS, "<form", "<button", "<input"):
            assert word not in inside(page).replace("Ben noticed", ""), address


def test_nothing_that_the_other_does_later_shows(cast, ended):
    before = everything(ended)
    assert len(before) > 5

    ben = Person.objects.get(pk=cast.ben.pk)
    ben.name = "Benedikt"
    ben.save()
    other = make_couple(ben, make_person("Lou"), now=END)
    Agreement.of(other).add_own(
        "Tea at four.", heading="Ours", partner=other.partners_now().first()
    )
    Appreciation.give(other.partners_now().last(), "Lou says thanks.", now=END)
    assert everything(ended) == before

    erase(cast.ben.pk, now=END)
    assert everything(ended) == before


def test_it_stays_as_it_was_at_the_end_however_late_it_is_read(ended):
    looks_expire = {reverse("therapists:kept", args=[ended.pk])}  # forgotten after a year
    before = everything(ended)
    with time_machine.travel(A_YEAR_LATER, tick=False):
        after = everything(ended)
    assert {one for one in before if before[one] != after[one]} <= looks_expire


def test_nobody_learns_that_it_is_read(cast, ended):
    client, pages, written = browser(ended.person), addresses(ended), []

    def note(execute, sql, params, many, context):
        if (found := WRITES.match(sql)) and found[1] not in OWN_SESSION:
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for address in pages:
            assert client.get(address).status_code == 200
    assert written == []
    reading = lambda cast: everything(Partner.objects.ended(cast.ana))  # noqa: E731
    assert Scene(cast).what_differs(reading, at=A_DAY_LATER) == []


def test_nobody_else_finds_it_and_nobody_before_the_end(cast, daily, starters):
    places = [reverse(f"{room}:kept", args=[cast.ana_partner.pk]) for room in ROOMS]
    assert {browser(cast.ana).get(one).status_code for one in places} == {404}
    Partner.objects.get(pk=cast.ana_partner.pk).leave(now=END)
    assert {browser(cast.ana).get(one).status_code for one in places} == {200}
    for person in (cast.ben, cast.dan, cast.chen):
        assert {browser(person).get(one).status_code for one in places} == {404}


ROOMS = ("agreements", "checkins", "therapists")


def test_a_new_space_changes_nothing_of_it(cast, ended):
    before = everything(ended)
    make_couple(ended.person, make_person("Mia"), now=END)
    after = everything(ended)
    assert {one: inside(after[one]) for one in after} == {
        one: inside(before[one]) for one in before
    }


def test_the_page_that_lists_it_is_there_for_everybody(cast, starters):
    page = read(cast.dan, reverse("couples:kept"))
    assert "Nothing here" in page
    assert reverse("couples:kept") in read(cast.dan, reverse("people:more"))


def test_the_file_proves_it_and_the_paper_names_nobody(ended):
    client = browser(ended.person)
    made = bundle.read(client.get(reverse("agreements:kept_proof", args=[ended.pk])).content)
    assert chain.verify(made.links, public_keys(), agreement=made.agreement)

    version = Agreement.of(ended.couple).versions.get()
    paper = client.get(reverse("agreements:kept_file", args=[ended.pk, version.pk]))
    said = " ".join(text for _tag, text in paragraphs(paper.content))
    assert "We talk on Sundays." in said
    assert "As of 6 March 2026" in said
    assert "former partner" in said
    assert "Ben" not in said


def test_months_outside_the_space_are_none(ended):
    page = reverse("checkins:kept", args=[ended.pk])
    for month, status in (("2026-03", 200), ("2026-02", 404), ("2026-04", 404), ("13", 404)):
        assert browser(ended.person).get(page, {"month": month}).status_code == status


def browser(person):
    """Return a browser in which somebody proved a moment ago who they are."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def read(person, address):
    """Return what a page says; of a file, that it came."""
    answer = browser(person).get(address)
    assert answer.status_code == 200, address
    if answer.headers["Content-Type"] == "application/pdf":
        return repr(paragraphs(answer.content))
    return TOKEN.sub(r"\1token", answer.content.decode())


def inside(page):
    """Return what a page holds between the frame that every page has."""
    return page.partition("<main")[2].partition("</main>")[0] or page


def addresses(place):
    """Return all pages of what somebody keeps, as its links lead to them."""
    found = [reverse("couples:kept")]
    for address in found:
        if "/file/" in address:
            continue
        links = LINK.findall(read(place.person, address))
        whole = [one if one[0] == "/" else address.partition("?")[0] + one for one in links]
        found += [one for one in dict.fromkeys(whole) if one not in found]
    return found


def everything(place):
    """Return all that somebody keeps, by where it stands; the proof is sealed on the day it is made."""
    kept = (
        one for one in addresses(place) if one != reverse("agreements:kept_proof", args=[place.pk])
    )
    return {address: read(place.person, address) for address in kept}
