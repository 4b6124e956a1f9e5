"""A couple who reads and writes German meets no English, from the library to the signature."""

import re
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.library import CLAUSES
from agreements.models import Agreement, ClauseTemplate, Pack, Round
from checkins.library import LIBRARY
from checkins.models import Occurrence, Ritual, RitualTemplate
from tests.cast import make_couple, make_person
from tests.library import load_library
from trustpact.curation import starter
from trustpact.people.zones import zone_choices
from trustpact.web.catalogues import LOCALE

# Words without which hardly an English sentence goes, and that no German one has.
ENGLISH = re.compile(
    r"\b(the|and|you|your|yours|we|our|us|of|is|are|for|this|that|it|its|to|from|with|both|what|each)\b",
    re.IGNORECASE,
)
SPOKEN = ("aria-label", "placeholder", "alt", "title")  # attributes that are read aloud or shown
SILENT = {"script", "style"}
OWN_WORDS = "Sonntags kochen wir."


class Visible(HTMLParser):
    """Every piece of text that a page shows or says."""

    def __init__(self, page):
        super().__init__()
        self.pieces, self.inside = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        self.pieces += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not (self.inside and self.inside[-1] in SILENT):
            self.pieces.append(" ".join(data.split()))


def sentences(fields):
    """Return every text in an entry of a library file, however deep."""
    if isinstance(fields, dict):
        return [text for value in fields.values() for text in sentences(value)]
    if isinstance(fields, list):
        return [text for value in fields for text in sentences(value)]
    return [fields] if isinstance(fields, str) else []


@pytest.fixture(scope="module")
def english():
    """Everything that is said otherwise in German: the interface's words and the library's."""
    with (LOCALE / "de/LC_MESSAGES/django.po").open("rb") as text:
        said = {one.id: one.string for one in read_po(text) if isinstance(one.id, str)}
    words = {
        english for english, german in said.items() if english and english not in said.values()
    }
    for path in (CLAUSES, LIBRARY):
        library = starter.read(path)
        words |= set(sentences(library["en"])) - set(sentences(library["de"]))
    return words


class Visit:
    """One partner's way through the pages, all of it in German."""

    def __init__(self, person, english, names, sign_in):
        self.client = sign_in(Client(headers={"accept-language": "de"}), person)
        self.english, self.names = english, names

    def read(self, name, *arguments, **query):
        return self._checked(self.client.get(reverse(name, args=arguments), query, follow=True))

    def act(self, name, *arguments, **posted):
        return self._checked(self.client.post(reverse(name, args=arguments), posted, follow=True))

    def refused(self, name, *arguments, **posted):
        response = self.client.post(reverse(name, args=arguments), posted)
        assert response.status_code in (400, 409)
        return self._checked(response, status=response.status_code)

    def _checked(self, response, status=200):
        assert response.status_code == status
        page = response.content.decode()
        assert '<html lang="de"' in page
        for piece in Visible(page).pieces:
            where = f"{response.request['PATH_INFO']}: {piece}"
            piece = _without(piece, self.names)
            assert piece not in self.english, where
            assert not ENGLISH.search(piece), where
        return response


def _without(piece, names):
    """Leave out the titles of sources and the names of cities: they are no sentences."""
    for name in names:
        piece = piece.replace(name, "")
    return piece


@pytest.fixture
def couple(db):
    """Ana and Ben, who read German and write German together."""
    load_library()
    ana, ben = make_person("Ana", language="de"), make_person("Ben", language="de")
    return make_couple(ana, ben, now=timezone.now())


@pytest.fixture
def visits(couple, english, freshly_signed_in, settings):
    """The ways of both through the pages; signing opens at once."""
    settings.REFLECTION_HOURS = 0
    names = set(Pack.published.filter(language="de").values_list("source", flat=True))
    names |= {city for _part, cities in zone_choices()[1:] for _zone, city in cities}
    people = [partner.person for partner in couple.partners_now()]
    return [Visit(person, english, names, freshly_signed_in) for person in people]


def test_a_draft_becomes_an_agreement_in_german(couple, visits):
    ana, ben = visits
    _fill_the_draft(ana)
    for visit in visits:
        _answer_alone(visit, couple)
    assert Round.objects.get().opened_on is not None
    ben.read("agreements:opened")
    for clause in Agreement.of(couple).clauses.kept():
        ben.read("agreements:clause", clause.pk)
    ben.read("agreements:new_version")
    ana.act("agreements:versions")
    version = Agreement.of(couple).versions.get()
    for visit in visits:
        visit.read("agreements:version", version.pk)
        visit.refused("agreements:signature", version.pk, seen="another")
        visit.act("agreements:signature", version.pk, seen=version.digest)
    version.refresh_from_db()
    assert (version.status, version.document.locale) == ("in_force", "de")
    clause = version.document.clauses[0].id
    for visit in visits:
        for name in ("agreement", "versions", "history"):
            visit.read(f"agreements:{name}")
        visit.read("agreements:signature_removal", version.pk)
        visit.read("agreements:clause_removal", version.pk, clause)
        visit.read("today:today")
    ana.act("agreements:signature_removal", version.pk)


def _fill_the_draft(visit):
    first = Pack.published.get(slug="healthy-sex", language="de")
    visit.read("today:today")
    visit.read("agreements:agreement")
    visit.read("agreements:library")
    visit.read("agreements:library", q="Sex")
    visit.read("agreements:library", q="Zeppelin")
    visit.read("agreements:pack", first.pk)
    visit.act("agreements:pack_taken", first.pk)
    for pack in Pack.published.filter(language="de"):
        visit.read("agreements:pack", pack.pk)
    visit.refused("agreements:own_clause", words="")
    visit.act("agreements:own_clause", words=OWN_WORDS, under="closeness")
    access = _template("account-access")
    visit.act("agreements:clause_taken", access.pk)
    clause = visit.client.get(reverse("agreements:agreement")).context["draft"].clauses
    clause = next(one for one in clause if one.template_id == access.pk)
    visit.refused("agreements:terms", clause.pk, concerns="", term_days="7")
    visit.act("agreements:terms", clause.pk, concerns="both", term_days="75")
    for name in clause.blanks_known:
        visit.act("agreements:blanks", clause.pk, take=name)


def _template(slug):
    return ClauseTemplate.published.get(slug=slug, language="de")


def _answer_alone(visit, couple):
    visit.read("agreements:round")
    for clause in Agreement.of(couple).clauses.kept():
        visit.read("agreements:clause", clause.pk)
        visit.refused("agreements:answer", clause.pk, seen=clause.digest)
        choice = "talk" if clause.template and clause.template.slug == "monogamy" else "agree"
        visit.act("agreements:answer", clause.pk, seen=clause.digest, choice=choice)
    visit.read("agreements:opening")
    visit.act("agreements:opening")


def test_rituals_and_check_ins_are_in_german(couple, visits):
    ana, ben = visits
    ana.read("checkins:rituals")
    for slug in ("daily-check-in", "weekly-debrief", "health-tests"):
        ana.act("checkins:begin", RitualTemplate.published.get(slug=slug, language="de").pk)
    today = couple.local(timezone.now()).date()
    for visit in visits:
        visit.read("checkins:rituals")
        for ritual in Ritual.objects.kept():
            visit.read("checkins:ritual", ritual.pk)
        occurrence = Occurrence.on(Ritual.objects.get(slug="daily-check-in"), today).pk
        visit.read("checkins:occurrence", occurrence)
        visit.refused("checkins:done", occurrence, trust="9")
        visit.act("checkins:done", occurrence, trust="4", feelings=["ruhig"])
        visit.read("checkins:past")
        visit.read("today:today")


@pytest.mark.parametrize(
    "name",
    ["couples:us", "couples:language", "couples:settings", "couples:opening", "couples:leave",
     "people:more", "people:profile", "people:safety", "people:export"],
)  # fmt: skip
def test_what_stands_around_it_is_in_german(visits, name):
    visits[0].read(name)


def test_a_wish_for_another_language_is_told_in_german(visits):
    page = visits[0].act("couples:language", language="en").content.decode()
    assert "Du hast Englisch gewählt" in page
