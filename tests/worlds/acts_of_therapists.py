"""What Ana does about a therapist for herself alone; nothing of it may show to Ben."""

from django.urls import reverse

from checkins.answers import WITH_THERAPIST
from tests.caseload.letting_in import give, let_in
from tests.cast import NOON
from tests.worlds.acts import _signed_in
from tests.worlds.stories import check_in, keeping_rituals
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import Grant, Scope, Therapy

# --- Stories


def with_a_therapist():
    """Dr Chen goes with them; both answered for both. Ben opened everything, Ana nothing yet."""
    cast = keeping_rituals()
    cast.therapy = let_in(cast)
    give(cast, cast.therapy, by="ben")
    check_in(cast, cast.ben_partner, done=True)
    check_in(cast, cast.ana_partner, done=True)
    Suggestion.make(cast.therapy, Suggestion.Kind.RITUAL, "agreement-review", now=NOON)
    return cast


def with_a_therapist_to_whom_only_ben_said_anything():
    """As above, and Ana has not answered."""
    cast = keeping_rituals()
    cast.therapy = let_in(cast)
    give(cast, cast.therapy, by="ben")
    check_in(cast, cast.ben_partner, done=True)
    return cast


# --- Acts


def open_her_own(cast):
    give(cast, cast.therapy, Scope.LEVELS, Scope.NOTES, by="ana")


def open_what_is_joint(cast):
    give(cast, cast.therapy, Scope.AGREEMENT, Scope.RITUALS, Scope.REPAIRS, by="ana")


def open_and_close(cast):
    give(cast, cast.therapy, by="ana")
    Grant.end(cast.therapy, cast.ana_partner, now=NOON)


def look_before_opening(cast):
    client = _signed_in(cast)
    for name in ("therapist", "copy", "past"):
        client.get(reverse(f"therapists:{name}", args=[cast.therapy.pk]))
    client.post(reverse("therapists:opening", args=[cast.therapy.pk]), {"scopes": "all"})


def be_looked_at(cast):
    """Dr Chen reads what is Ana's alone, beside what Ben opened."""
    open_her_own(cast)
    be_looked_at_in_vain(cast)


def be_looked_at_in_vain(cast):
    """Dr Chen reads what Ben opened."""
    scopes = Scope.LEVELS, Scope.NOTES
    Therapy.opened_to(cast.therapy.therapist.person, cast.therapy.pk, scopes, now=NOON)


def put_a_suggestion_away(cast):
    give(cast, cast.therapy, Scope.LEVELS, by="ana")
    Suggestion.objects.get().put_away(cast.ana_partner)


def invite_another(cast):
    _signed_in(cast).post(reverse("therapists:invitations"), {"address": "dr.roy@example.org"})


def answer_with_the_therapist(cast):
    check_in(cast, cast.ana_partner, visibility=WITH_THERAPIST, done=True)


def answer_for_both(cast):
    check_in(cast, cast.ana_partner, done=True)


# --- Of the other, for the same look of the therapist


def ben_says_yes_alone(cast):
    Grant.end(cast.therapy, cast.ana_partner, now=NOON)
    joint_of(cast, "ben")


def ana_says_yes_alone(cast):
    Grant.end(cast.therapy, cast.ben_partner, now=NOON)
    give(cast, cast.therapy, Scope.LEVELS, Scope.NOTES, by="ben")
    joint_of(cast, "ana")


def joint_of(cast, name):
    give(cast, cast.therapy, Scope.AGREEMENT, Scope.RITUALS, Scope.REPAIRS, by=name)
