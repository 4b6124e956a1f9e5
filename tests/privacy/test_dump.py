"""A dump of the database holds no word that anybody wrote (promises.md, Priv-5)."""

import base64
import binascii

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, ClauseTemplate
from checkins.models import HealthTest, Occurrence, Ritual, RitualTemplate
from tests.cast import NOON, make_couple, make_person
from tests.library import load_library
from trustpact.people.models import Person

pytestmark = pytest.mark.django_db

WORDS = "Marmalade lighthouse clause"
NEW_WORDS = "Marmalade windmill clause"
HEADING = "Quince heading"
NOTE = "Bergamot note"
ROUND_NOTE = "Cardamom note"
BLANK = "Saffron blank"
IN_A_BLANK = {"text": BLANK, "money": "5", "number": "5", "partner": "each"}
TEXTS = ["Juniper answer", "Tamarind answer", "Sorrel answer"]
OTHER_WORDS, REASON, COMMENT = "Fennel other words", "Anise reason", "Sumac comment"
NAMES = ["Anacanary Fjord", "Bencanary Glade"]
MAILBOX = "invited.canary@example.org"
CANARIES = [WORDS, NEW_WORDS, HEADING, NOTE, ROUND_NOTE, BLANK, *TEXTS, *NAMES, MAILBOX]
NEWS, TESTED_ON = "Turmeric news", "2017-08-19"
CANARIES += [OTHER_WORDS, REASON, COMMENT, NEWS, TESTED_ON]


@pytest.fixture
def written(cast, freshly_signed_in):
    """A couple that has written something in every form there is."""
    load_library()
    ana, ben = (freshly_signed_in(Client(), one) for one in (cast.ana, cast.ben))
    for client, name in zip((ana, ben), NAMES, strict=True):
        _post(client, "people:profile", name=name, zone="Europe/Berlin", language="en")
    agreement = _draft(cast, ana)
    _answer(agreement, ana, note=ROUND_NOTE)
    _answer(agreement, ben)
    _press_open(ana), _press_open(ben)
    _post(ana, "agreements:versions")
    _negotiate(agreement, ben)
    _check_in(cast, ana), _check_in(cast, ben)
    _tell_about_herself(ana)
    alone = make_person("Ida")
    make_couple(alone)
    _post(freshly_signed_in(Client(), alone), "couples:invitations", address=MAILBOX)
    return cast


def _post(client, route, /, *ids, **data):
    response = client.post(reverse(route, args=ids), data)
    assert response.status_code in (200, 302), response.content.decode()
    return response


def _draft(cast, client):
    _post(client, "agreements:own_clause", words=WORDS, heading=HEADING)
    agreement = Agreement.of(cast.couple)
    own = agreement.clauses.get()
    _post(client, "agreements:words", own.pk, words=NEW_WORDS)
    _post(client, "agreements:note", own.pk, note=NOTE)
    template = next(
        template
        for template in ClauseTemplate.published.filter(floor=False, language="en")
        if "text" in {blank["kind"] for blank in template.blanks.values()}
    )
    _post(client, "agreements:clause_taken", template.pk)
    clause = agreement.clauses.get(template=template)
    filled = {f"blank-{name}": IN_A_BLANK[blank["kind"]] for name, blank in template.blanks.items()}
    _post(client, "agreements:blanks", clause.pk, **filled)
    return agreement


def _answer(agreement, client, **more):
    for clause in agreement.clauses.kept():
        _post(client, "agreements:answer", clause.pk, choice="agree", seen=clause.digest, **more)
        more = {}


def _press_open(client):
    _post(client, "agreements:opening")


def _negotiate(agreement, client):
    clause = agreement.clauses.get(template=None)
    sent = {"words": OTHER_WORDS, "reason": REASON, "seen": clause.digest}
    _post(client, "agreements:new_words", clause.pk, **sent)
    _post(client, "agreements:comments", clause.pk, words=COMMENT)


def _check_in(cast, client):
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    ritual = Ritual.begin(cast.couple, template, now=NOON)
    occurrence = Occurrence.on(ritual, NOON.date())
    answers = dict(zip(("noticed", "need", "private"), TEXTS, strict=True))
    _post(client, "checkins:done", occurrence.pk, trust="4", **answers)


def _tell_about_herself(client):
    _post(client, "checkins:disclosures", kind="pregnancy", words=NEWS)
    _post(client, "checkins:health_tests", day=TESTED_ON)
    shared = HealthTest.objects.get()
    _post(client, "checkins:health_test_opening", shared.pk)


def test_the_database_holds_no_word_that_somebody_wrote(written):
    found = {
        f"{table}: {canary}"
        for table in connection.introspection.table_names()
        for value in _values_of(table)
        for canary in CANARIES
        if _stands_in(canary, value)
    }
    assert found == set()


def test_sessions_hold_no_word_that_somebody_wrote(written):
    told = [str(session.get_decoded()) for session in Session.objects.all()]
    assert told
    assert [canary for canary in CANARIES for text in told if canary in text] == []


def test_the_search_finds_what_is_not_sealed(written):
    """What the search would miss, it would not miss: mailboxes stand open, to sign in by."""
    Person.objects.filter(pk=written.ana.pk).update(email="open.canary@example.org")
    assert any(_stands_in("open.canary", value) for value in _values_of("people_person"))


def test_what_was_written_opens_for_its_authors(written):
    clause = Agreement.of(written.couple).clauses.get(template=None)
    assert (clause.words, clause.heading) == (NEW_WORDS, HEADING)
    assert Person.objects.get(pk=written.ana.pk).name == NAMES[0]
    checkin = written.ana_partner.checkins.get()
    assert TEXTS[0] in str(checkin.answers)


def _values_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return [value for row in cursor.fetchall() for value in row if value is not None]


def _stands_in(canary, value) -> bool:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return any(form in raw + _decoded(raw) for form in _forms(canary))


def _forms(canary):
    """Return how a text would stand in a dump: as it is, and as JSON inside base64 would."""
    return [canary.encode(), canary.lower().encode(), canary.encode("utf-16-le")]


def _decoded(raw) -> bytes:
    try:
        return base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        return b""
