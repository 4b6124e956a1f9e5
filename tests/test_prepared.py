"""Prepared queries: asked a second time and with other values, they give what Django gives."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef

import trustpact.urls  # noqa: F401 (brings in every module that prepares a query)
from agreements.models import Agreement, Clause, Stance
from checkins.models import Appreciation, Occurrence, RollUp, Topic
from tests.agreements.drafting import agree, own
from tests.agreements.signing import in_force
from tests.caseload.letting_in import give, let_in
from tests.cast import NOON
from tests.checkins.conftest import answered, begin, berlin, starters, us  # noqa: F401
from tests.checkins.repairs import opened
from tests.library import CLAUSES, load_library
from trustpact import prepared as module
from trustpact.people.models import Person
from trustpact.prepared import prepared

ALL = {f"{one.queryset.__module__}.{one.queryset.__name__}": one for one in module.every}
SOON = NOON + timedelta(days=3)


@prepared
def in_couple(couple, reader):
    """Clauses of a couple, with what is joined and what is said of each."""
    theirs = Stance.objects.filter(clause=OuterRef("pk")).exclude(partner=reader)
    clauses = Clause.objects.filter(agreement__couple=couple).select_related("round", "template")
    return clauses.annotate(has_theirs=Exists(theirs)).defer("heading")


@pytest.fixture
def values(client, cast, starters):  # noqa: F811
    """Values by the names of what prepared queries take, for which each of them finds a row."""
    in_force(cast)
    daily = begin(cast.couple)
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"trust": us(4), "noticed": us("Tea.")}, at=berlin(2, 20))
    opened(cast)
    Topic.ask(cast.ana_partner, "Easter.", now=NOON)
    Appreciation.give(cast.ben_partner, "Thank you for listening.", now=NOON)
    therapy = let_in(cast)
    give(cast, therapy)
    client.force_login(cast.ana)
    RollUp.fold(cast.couple, now=NOON + timedelta(days=20))
    return {
        "long_ago": NOON.date() - timedelta(days=28),
        "one": cast.ana_partner.pk,
        "other": cast.ben_partner.pk,
        "therapist": therapy.therapist_id,
        "therapy": therapy.pk,
        "viewer": cast.chen.pk,
        "today": NOON.date(),
        "after": NOON.date(),
        "agreement": Agreement.of(cast.couple).pk,
        "couple": cast.couple.pk,
        "day": NOON.date(),
        "first": NOON.date(),
        "key": client.session.session_key,
        "last": SOON.date(),
        "now": SOON,
        "occurrence": Occurrence.on(daily, berlin(2, 20).date()).pk,
        "partner": cast.ben_partner.pk,
        "person": cast.ana.pk,
        "reader": cast.ana_partner.pk,
        "since": NOON - timedelta(days=1),
        "until": SOON.date(),
        "year": NOON.year,
    }


def contents(row):
    """Return everything an instance holds, and everything the rows it knows hold."""
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    known = {name: other and contents(other) for name, other in row._state.fields_cache.items()}
    return type(row), held, row._state.adding, row._state.db, known


@pytest.mark.parametrize("name", ALL)
def test_every_prepared_query_gives_what_its_queryset_gives(values, name):
    query = ALL[name]
    asked = [values[parameter] for parameter in query.parameters]

    first, again = query(*asked), query(*asked)

    assert list(map(contents, first)) == list(map(contents, query.queryset(*asked)))
    assert list(map(contents, again)) == list(map(contents, first))
    assert first


def test_prepared_query_is_asked_with_other_values(cast, django_assert_num_queries):
    load_library(CLAUSES)
    agree(cast, own(cast, "We talk on Sundays."))
    with django_assert_num_queries(2):
        found = in_couple(cast.couple.pk, cast.ana_partner.pk)
        none = in_couple(cast.ana.pk, cast.ana_partner.pk)
    assert [clause.text for clause in found] == ["We talk on Sundays."]
    assert none == []


def test_prepared_query_opens_sealed_values_and_reads_what_was_left_out_later(
    cast, django_assert_num_queries
):
    load_library(CLAUSES)
    agree(cast, own(cast, "We talk on Sundays."))
    [clause] = in_couple(cast.couple.pk, cast.ana_partner.pk)
    assert (clause.words, clause.has_theirs) == ("We talk on Sundays.", True)
    assert (clause.template, clause.round.number) == (None, 1)
    with django_assert_num_queries(1):
        assert clause.heading == ""


@pytest.mark.parametrize("asked", [(), (1,), (None, 1), (1, 2, 3)])
def test_prepared_query_refuses_what_it_does_not_take(asked):
    with pytest.raises(ValueError, match="takes 2 values, no None"):
        in_couple(*asked)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Clause.objects.values_list("pk"),
        lambda: Clause.objects.prefetch_related("stances"),
    ],
)
def test_prepared_query_is_of_models_alone(db, build):
    with pytest.raises(TypeError, match="of models"):
        prepared(build)()


def test_prepared_query_is_compiled_once(cast):
    built = []

    @prepared
    def person(pk):
        built.append(connection.vendor)
        return Person.objects.filter(pk=pk)

    assert [person(pk) for pk in (cast.ana.pk, cast.ben.pk)] == [[cast.ana], [cast.ben]]
    assert built == [connection.vendor]


# --- What is asked with a prepared query bites on the next request.


def test_a_disabled_account_is_out_on_the_next_request(client, cast):
    client.force_login(cast.ana)
    assert client.get("/today/").status_code == 200
    Person.objects.filter(pk=cast.ana.pk).update(is_active=False)
    assert client.get("/today/").status_code == 302


@pytest.mark.parametrize("end", ["delete", "expire"])
def test_an_ended_session_is_out_on_the_next_request(client, cast, end):
    client.force_login(cast.ana)
    assert client.get("/today/").status_code == 200
    sessions = Session.objects.filter(session_key=client.session.session_key)
    sessions.delete() if end == "delete" else sessions.update(expire_date=NOON)
    assert client.get("/today/").status_code == 302


def test_who_left_is_out_on_the_next_request(client, cast):
    client.force_login(cast.ana)
    assert client.get("/today/").status_code == 200
    cast.ben_partner.leave(now=NOON)
    assert client.get("/today/").status_code == 302
