"""Where the two stand when one of them does something alone. Each story returns its cast."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from agreements.models import Agreement, Choice, ClauseTemplate, Comment, Proposal, Stance, Term
from agreements.models.version import Version
from checkins.models import Occurrence, Ritual, RitualTemplate
from tests.agreements.drafting import add, agree
from tests.agreements.signing import agree_anew, intrusive, with_a_term
from tests.cast import NOON, make_cast, make_couple, make_person
from tests.checkins import sessions
from tests.checkins.own import own_ritual
from trustpact.couples.models import Invitation

EVENING = NOON + timedelta(hours=8)
SIGNING = NOON + timedelta(days=2)
NEXT_DAY = NOON + timedelta(days=1)
MUCH_LATER = NOON + timedelta(days=40)  # after reminders that nobody answered have ended
RENEWABLE = datetime(2026, 4, 20, 12, tzinfo=UTC)  # a term that began with SIGNING ends in May
ENDED = datetime(2026, 5, 3, 12, tzinfo=UTC)
REVIEW = datetime(2026, 6, 8, 12, tzinfo=UTC)  # the day to look at it again has come


def drafting():
    """Clauses of the library and own ones stand in the draft; one was taken out; no answer yet."""
    cast = make_cast()
    agreement = Agreement.of(cast.couple)
    for slug, partner in [("small-wins", cast.ben_partner), ("daily-check-in", cast.ana_partner)]:
        agreement.add(template(slug), partner=partner)
    for words, partner in [("Sundays are ours.", cast.ana_partner), ("Tea.", cast.ben_partner)]:
        agreement.add_own(words, category="closeness", partner=partner)
    agreement.add_own("Left out.", heading="Later", partner=cast.ben_partner).remove(now=NOON)
    return cast


def drafting_where_ben_is_ready():
    """Ben has answered everything and pressed Open."""
    cast = drafting()
    answer_everything(cast, cast.ben_partner)
    Agreement.of(cast.couple).round.press(partner=cast.ben_partner, now=NOON)
    return cast


def opened():
    """Both agreed to everything that stood in the draft, and it has opened."""
    cast = drafting_where_ben_is_ready()
    answer_everything(cast, cast.ana_partner)
    Agreement.of(cast.couple).round.press(partner=cast.ana_partner, now=NOON)
    return cast


def proposed():
    """A version is put forward, and nobody has signed it."""
    cast = opened()
    Version.propose(Agreement.of(cast.couple), partner=cast.ben_partner, now=NOON)
    return cast


def negotiating():
    """Beside a version put forward, Ben proposes other words and has written about a clause."""
    cast = proposed()
    first, second, *_others = Agreement.of(cast.couple).clauses.kept()
    Proposal.send(
        first,
        partner=cast.ben_partner,
        words="We name one small thing a day.",
        reason="So that it stays small.",
        seen=first.digest,
        now=NOON,
    )
    Comment.send(second, partner=cast.ben_partner, words="In the evening?", now=NOON)
    return cast


def proposed_where_ben_signed():
    """A version is put forward, and Ben has signed it."""
    cast = proposed()
    sign(cast, cast.ben_partner)
    return cast


def in_force():
    """A version is in force."""
    cast = proposed_where_ben_signed()
    sign(cast, cast.ana_partner)
    return cast


def in_force_with_a_term():
    """A version is in force, and a clause of it ends soon."""
    cast = make_cast()
    with_a_term(cast)
    return cast


def proposed_with_a_term():
    """A version with a clause that would end by itself is put forward."""
    cast = make_cast()
    agree(cast, *add(cast, "no-hidden-accounts"))
    Version.propose(Agreement.of(cast.couple), partner=cast.ben_partner, now=NOON)
    return cast


def in_force_twice():
    """A second version is in force, in which a clause has other words."""
    cast = in_force()
    agreement = Agreement.of(cast.couple)
    agreement.clauses.get(round__number=1, added_by=cast.ana_partner, template=None).take_words(
        "Saturdays are ours."
    )
    agree_anew(cast)
    version = Version.propose(agreement, partner=cast.ana_partner, now=SIGNING)
    for partner in (cast.ana_partner, cast.ben_partner):
        version.sign(
            partner=partner, seen=version.digest, auth="password", now=version.signing_opens_at
        )
    return cast


def keeping_rituals():
    """They began the daily check-in and the weekly debrief."""
    cast = make_cast()
    for slug in ("daily-check-in", "weekly-debrief"):
        Ritual.begin(cast.couple, RitualTemplate.published.get(slug=slug, language="en"), now=NOON)
    return cast


def keeping_an_own_ritual():
    """Beside the library's, they began one in their own words, of which no mail reminds Ben."""
    cast = keeping_rituals()
    own_ritual(cast).remind(cast.ben_partner, mail=False, now=NOON)  # two mails have no order
    return cast


def keeping_rituals_where_ben_answered():
    """Ben has answered all of today's questions for both, and is done."""
    cast = keeping_rituals()
    check_in(cast, cast.ben_partner, done=True)
    return cast


def keeping_rituals_where_ben_answered_for_himself():
    """Ben has answered for himself alone, and is done."""
    cast = keeping_rituals()
    check_in(cast, cast.ben_partner, visibility="me", done=True)
    return cast


def inviting():
    """Ben is alone in his space and has invited Ana by mail; she has an account."""
    cast = SimpleNamespace(ana=make_person("Ana"), ben=make_person("Ben"))
    cast.ben_partner = make_couple(cast.ben).partners_now().get()
    cast.invitation, cast.secret = Invitation.objects.make(
        cast.ben_partner, address=cast.ana.email, now=NOON
    )
    return cast


def ended():
    """Ana has left."""
    cast = opened()
    cast.ana_partner.leave(now=NOON)
    return cast


def ended_where_ben_began_anew():
    """Ana has left, and Ben has a space of his own now."""
    cast = ended()
    cast.ben_partner.put_away()
    cast.ben_partner = make_couple(cast.ben).partners_now().get()
    return cast


# --- What stories and acts are made of.


def template(slug):
    """Return a clause of the library."""
    return ClauseTemplate.published.get(slug=slug, language="en")


def answer_everything(cast, partner, choice=Choice.AGREE):
    """Have a partner answer every clause that stands in the draft."""
    for clause in Agreement.of(cast.couple).clauses.kept():
        Stance.give(clause, partner=partner, choice=choice, seen=clause.digest)


def sign(cast, partner, at=SIGNING):
    """Have a partner sign what is put forward."""
    version = Agreement.of(cast.couple).versions.get()
    version.sign(partner=partner, seen=version.digest, auth="password", now=at)


def renew(cast, partner, at=RENEWABLE):
    """Have a partner say that the clause that ends soon shall go on."""
    version = Agreement.of(cast.couple).versions.in_force().get()
    Term.renew(version, intrusive(version), partner=partner, auth="password", now=at)


def check_in(cast, partner, *, visibility="us", done=False, level=2):
    """Have a partner answer today's levels, and be done with `done`."""
    checkin = todays(cast).checkin_of(partner)
    given = {
        question["slug"]: {"value": level, "visibility": visibility}
        for question in checkin.asked()
        if question["kind"] == "level"
    }
    checkin.keep(given, done=done, now=EVENING)


def todays(cast):
    """Return today's occurrence of the daily check-in."""
    return Occurrence.on(cast.couple.rituals.get(slug="daily-check-in"), NOON.date())


# --- Sessions


BUDGET, DEBRIEF = "weekly-budget-review", "weekly-debrief"
AT_BUDGET, AT_DEBRIEF = sessions.at(BUDGET), sessions.at(DEBRIEF)
AFTER_BUDGET = AT_BUDGET + timedelta(days=1)


def before_a_session():
    """The budget review comes round today, and nobody has said how ready they are."""
    cast = make_cast()
    cast.date = sessions.keep(cast.couple, BUDGET)
    return cast


def in_anas_turn():
    """A debrief is under way, and it is Ana's turn to write."""
    cast = make_cast()
    cast.date = sessions.keep(cast.couple, DEBRIEF)
    turn = 0 if sessions.fresh(cast.date).first_id == cast.ana_partner.pk else 1
    sessions.come_to(cast.date, cast, "went-well", turn=turn, now=AT_DEBRIEF)
    return cast


def held_where_ben_answered_last():
    """A budget review was held to its end; Ben said how it was for him, and Ana has not yet."""
    cast = make_cast()
    cast.date = sessions.keep(cast.couple, BUDGET)
    sessions.come_to(cast.date, cast, "the-talk", now=AT_BUDGET)
    fair = {"the-talk": {"value": "Fair", "visibility": "us"}}
    sessions.go(cast.date, cast.ben_partner, now=AT_BUDGET, answers=fair)
    return cast
