"""Who comes to the desk, by which ways, and what can never be found there."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import management
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import NoReverseMatch, reverse

from agreements.models import Agreement, ClauseTemplate, Pack
from tests.cast import make_person
from tests.curation.curators import make_curator, make_operator, with_second_factor
from tests.curation.test_import import CLAUSE, given_out, send, table, take_in
from tests.library import load_library
from tests.stories import everything
from tests.walk import routes
from trustpact.access.roles import CURATORS, is_curator, is_operator
from trustpact.couples.models import Couple
from trustpact.curation.desk import desk
from trustpact.curation.models import Curated
from trustpact.people.models import Person


def index(client):
    return client.get(reverse("admin:index"))


def test_nobody_but_curators_and_operators_learns_of_the_desk(client, cast):
    client.force_login(with_second_factor(cast.ana))
    never = client.get("/pages/there/is/nothing/here/")
    assert (index(client).status_code, never.status_code) == (404, 404)


def test_a_curator_without_a_second_factor_is_sent_to_set_one_up(client, cast):
    cast.ada.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    client.force_login(cast.ada)
    assert index(client).url == reverse("mfa_index")


def test_a_curator_whose_role_ended_is_out_at_once(client, cast, capsys):
    client.force_login(make_curator(cast.ada))
    assert index(client).status_code == 200
    management.call_command("appoint", "curator", cast.ada.email, "--end")
    assert index(client).status_code == 404


def test_a_file_that_was_read_before_a_role_ended_is_not_taken_in(client, cast, capsys):
    load_library()
    client.force_login(make_curator(cast.ada))
    read, before = send(client, table(CLAUSE)), ClauseTemplate.objects.count()
    management.call_command("appoint", "curator", cast.ada.email, "--end")
    assert take_in(client, read).status_code == 404
    assert given_out(client).status_code == 404
    assert ClauseTemplate.objects.count() == before


def test_staff_of_django_means_nothing_here(client, db):
    client.force_login(with_second_factor(make_person("Sam", is_staff=True)))
    assert index(client).status_code == 404


@pytest.mark.parametrize("name", ["login", "logout", "password_change", "jsi18n", "view_on_site"])
def test_the_desk_has_no_door_of_its_own(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/login/", "/desk/login/?next=/desk/clausetemplate/"]
)
def test_every_way_to_the_desk_leads_through_our_own_sign_in(client, cast, path):
    asked = client.get(path)
    assert asked.url.startswith(reverse("account_login"))
    cast.ada.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    client.force_login(cast.ada)
    assert client.get(path, follow=True).redirect_chain[-1][0] == reverse("mfa_index")
    with_second_factor(cast.ada)
    assert client.get(path, follow=True).request["PATH_INFO"] == reverse("admin:index")


def test_nothing_is_posted_to_a_sign_in_of_the_desk(client, cast):
    client.force_login(make_curator(cast.ada))
    posted = {"username": cast.ada.email, "password": "x"}
    assert client.post("/desk/login/", posted).status_code == 405


def test_the_group_of_curators_is_there_before_the_first_of_them(db):
    Group.objects.all().delete()
    migration = MigrationLoader(connection).get_migration("people", "0004_curators")
    for operation in migration.operations:
        operation.code(apps, None)
    assert Group.objects.filter(name=CURATORS).exists()


def test_the_desk_holds_what_is_curated_and_accounts_and_nothing_else():
    shown = set(desk._registry)
    assert {model for model in shown if not issubclass(model, Curated)} == {Person}
    assert shown - {Person} == set(Curated.__subclasses__())


@pytest.mark.parametrize(
    "model", [EmailAddress, Authenticator, UserSession, Group, LogEntry, Couple, Agreement]
)
def test_nothing_else_can_be_registered(model):
    with pytest.raises(ImproperlyConfigured):
        desk.register(model)


def test_a_curator_who_is_a_partner_gains_nothing(client, cast):
    client.force_login(make_curator(cast.ana))
    words = index(client).content.decode()
    assert "Ben" not in words
    assert client.get(reverse("couples:us")).status_code == 200


@pytest.mark.parametrize("role", ["Cu", "Op"])
def test_no_page_of_the_desk_tells_a_word_or_a_name_of_a_couple(db, role):
    story = everything()
    client = Client()
    story.sign_in(client, role)
    canaries = ["Ana", "Ben", "ana@example.org", "ben@example.org", "own words of the couple"]
    own = {"Cu": "Ada", "Op": "Olga"}[role]
    for route in routes():
        if not route.name.startswith("admin:"):
            continue
        response = client.get(reverse(route.name, kwargs=story.arguments_of(route)))
        words = response.content.decode().replace(own, "")
        assert [one for one in canaries if f" {one} " in f" {words} "] == [], route.name


def test_nothing_is_logged_beside_the_revisions(client, cast):
    client.force_login(make_curator(cast.ada))
    fields = {"name": "Firm", "about": "a", "source": "b", "slug": "firm", "language": "en"}
    client.post(desk.of(Pack).page("add"), fields)
    assert Pack.objects.filter(slug="firm").exists()
    assert not LogEntry.objects.exists()


@pytest.fixture
def olga(client, db):
    client.force_login(make_operator())
    return client


def account_of(person):
    return reverse("admin:people_person_change", args=[person.pk])


def test_an_operator_finds_an_account_by_its_whole_mailbox_alone(olga, cast):
    path = reverse("admin:people_person_changelist")
    assert "example.org" not in olga.get(path).content.decode()
    assert olga.post(path, {"mailbox": "ana@"}).status_code == 400
    assert olga.post(path, {"mailbox": "Ana@example.org"}).url == account_of(cast.ana)


def test_an_account_shows_its_mailbox_and_whether_it_is_open(olga, cast):
    words = olga.get(account_of(cast.ana)).content.decode()
    assert "ana@example.org" in words
    assert ">Ana<" not in words
    assert "Ben" not in words


def test_a_closed_account_is_out_at_once_and_comes_back_whole(olga, cast):
    ana = Client()
    ana.force_login(cast.ana)
    assert ana.get("/today/").status_code == 200
    olga.post(account_of(cast.ana), {"close": ""})
    assert ana.get("/today/").status_code == 302
    olga.post(account_of(cast.ana), {"open": ""})
    again = Client()
    again.force_login(Person.objects.get(pk=cast.ana.pk))
    assert again.get("/today/").status_code == 200


def test_sign_ins_end_everywhere_and_the_account_stays_open(olga, cast):
    ana = Client()
    ana.force_login(cast.ana)
    UserSession.objects.create(
        user=cast.ana, session_key=ana.session.session_key, ip="::1", user_agent=""
    )
    assert ana.get("/today/").status_code == 200
    olga.post(account_of(cast.ana), {"end": ""})
    assert ana.get("/today/").status_code == 302
    assert Person.objects.get(pk=cast.ana.pk).is_active


def test_an_operator_cannot_close_the_own_account(olga):
    operator = Person.objects.get(is_superuser=True)
    assert olga.post(account_of(operator), {"close": ""}).status_code == 409


@pytest.mark.parametrize(("role", "holds"), [("curator", is_curator), ("operator", is_operator)])
def test_one_command_appoints_and_ends(cast, capsys, role, holds):
    for end, after in (([], True), (["--end"], False)):
        management.call_command("appoint", role, "Ada@example.org", *end)
        assert holds(Person.objects.get(pk=cast.ada.pk)) is after


def test_nobody_is_appointed_who_did_not_sign_up(db):
    with pytest.raises(management.CommandError, match="Nobody has signed up"):
        management.call_command("appoint", "curator", "who@example.org")
