"""
People in the states that a matrix asks about beside its roles, and browsers signed in as each.

They are told after the whole story and apart from it, so that pages which other tests look at stay
as they are.
"""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.caseload.letting_in import give, let_in, therapist_of
from tests.cast import ZONE, make_couple, make_person
from tests.curation.curators import make_curator, with_second_factor
from tests.stories import Story, everything
from trustpact.couples.models import Therapy

PASSWORD = "seven quiet harbours at dawn"


@dataclass
class States:
    """The whole story with everybody of the matrix, and the cookies of each one's browser."""

    story: Story
    objects_of: dict  # role: what stands in the paths of their own instead
    cookies: dict = field(default_factory=dict)

    def arguments_of(self, route, role: str) -> dict:
        """Return what to put into the path of a route for this role to ask for."""
        objects = self.story.arguments_of(route) | self.objects_of.get(role, {})
        return {name: objects[name] for name in route.arguments}

    def sign_in(self, role: str) -> None:
        """Sign this role in, or bring them to where they stand."""
        client = Client()
        IN_THE_MIDDLE.get(role, lambda one: self.story.sign_in(one, role))(client)
        self.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}

    def browser_of(self, role: str) -> Client:
        """Return a browser as this role has it open."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies[role])
        return client


def everybody(roles, now) -> States:
    """Tell the whole story, and of those who are in a state of their own; sign all roles in."""
    story = everything()
    one, two = _with_one_consent(story.cast, now), _with_a_partner_elsewhere(story.cast, now)
    story.people |= {"T1": one.therapist.person, "Tp": two.therapist.person}
    story.people["Cp"] = _curator_with_a_partner(now)
    with_second_factor(_with_a_password("Mia"))
    states = States(story, {"T1": {"therapy_id": one.pk}, "Tp": {"therapy_id": two.pk}})
    for role in roles:
        states.sign_in(role)
    return states


def _with_one_consent(cast, now):
    """Ana opened everything to Dr One, and Ben nothing."""
    therapy = let_in(cast, make_person("Dr One"), now=now)
    give(cast, therapy, by="ana", now=now)
    return therapy


def _with_a_partner_elsewhere(cast, now):
    """Dr Two goes with Ana and Ben, who opened everything, and has a couple of her own."""
    person = make_person("Dr Two")
    make_couple(person, make_person("Lou"), now=now)
    profile = therapist_of(person)
    therapy = Therapy.begin(cast.couple, profile, invited_by=cast.ben_partner, now=now)
    give(cast, therapy, now=now)
    return therapy


def _curator_with_a_partner(now):
    person = make_curator(make_person("Cleo"))
    make_couple(person, make_person("Sasha"), now=now)
    return person


def _with_a_password(name):
    person = make_person(name)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def _stop_before_the_second_factor(client):
    """Mia gave her password, and has not shown her second factor."""
    typed = {"login": "mia@example.org", "password": PASSWORD}
    answer = client.post(reverse("account_login"), typed)
    assert answer.url == reverse("mfa_authenticate")
    assert Authenticator.objects.filter(user__email=typed["login"]).exists()


def _stop_before_the_mailbox_is_verified(client):
    """Uma signed up, and has not typed the code that came by mail."""
    typed = {"email": "uma@example.org", "name": "Uma", "password1": PASSWORD, "adult": "on"}
    answer = client.post(reverse("account_signup"), typed | {"zone": ZONE, "language": "en"})
    assert answer.url == reverse("account_email_verification_sent")


IN_THE_MIDDLE = {
    "Mf": _stop_before_the_second_factor,
    "Un": _stop_before_the_mailbox_is_verified,
}
