"""Curators and operators, with the second factor that the desk asks of them."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group

from tests.cast import make_person
from trustpact.access.roles import CURATORS
from trustpact.curation.desk import desk


def with_second_factor(person):
    """Give somebody an authenticator app."""
    TOTP.activate(person, generate_totp_secret())
    return person


def make_curator(person):
    """Make somebody a curator, with a second factor."""
    person.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    return with_second_factor(person)


def make_operator(name="Olga"):
    """Make an operator, with a second factor."""
    return with_second_factor(make_person(name, is_superuser=True))


def drafts_at_the_desk(author, account):
    """Write a draft of every kind; return the ids in the paths of the desk, by route."""
    found = {"admin:people_person_change": {"object_id": account.pk}}
    for name, model in desk.kinds.items():
        draft = model.published.first().revise(fields={}, by=author)
        found[f"admin:{model._meta.app_label}_{name}_change"] = {"object_id": draft.pk}
        found["admin:preview"] = {"kind": name, "pk": draft.pk}
    return found
