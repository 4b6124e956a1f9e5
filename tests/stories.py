"""
One couple's story with at least one row behind every id of every route, for the matrix.

Ana and Ben share a version in force, a version put forward, a draft with a round that is open and
one that is under way, an own clause, rituals. Eve left a couple; Max and Kim are another one; Ida
is alone and has invited somebody.
"""

from dataclasses import dataclass
from datetime import time, timedelta

from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.sessions.models import Session
from django.utils import timezone

from agreements.models import Agreement, Choice, ClauseTemplate, Comment, Pack, Proposal, Stance
from agreements.models.version import Version
from checkins.mending import YES
from checkins.models import (
    Appreciation,
    Disclosure,
    Exercise,
    FollowUp,
    HealthTest,
    JournalEntry,
    Occurrence,
    Repair,
    Ritual,
    RitualTemplate,
    Topic,
)
from checkins.models.disclosure import Kind
from checkins.models.ritual import KIND
from tests.caseload.letting_in import give, let_in
from tests.cast import Cast, make_cast, make_couple, make_person
from tests.checkins.own import own_ritual
from tests.curation.curators import drafts_at_the_desk, make_curator, make_operator
from tests.library import load_library
from tests.passkeys import a_passkey
from trustpact.access.second_unlock import ASKED
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import Invitation, Partner, TherapistInvitation
from trustpact.notices import unsubscribing, vapid
from trustpact.notices.models import CalendarFeed, Notice, PushSubscription

LONG_AGO = 3600  # seconds; an authentication so old is not recent any more


@dataclass
class Story:
    """
    The people by their role in the matrix, and the objects by their name in the URLs: for all
    routes, or for one where the same name means something else there.
    """

    cast: Cast
    people: dict
    objects: dict
    objects_of: dict

    def sign_in(self, client, role: str) -> None:
        """Sign in as a role, with an authentication of this minute; `As` a while ago."""
        person = self.people.get(role)
        if person is None:
            return
        client.force_login(person)
        age = LONG_AGO if role == "As" else 1
        at = timezone.now().timestamp() - age
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": at, "email": person.email}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session[ASKED] = 0  # and was asked before: the journal is unlocked while it is recent
        session.save()

    def arguments_of(self, route) -> dict:
        """Return what to put into the path of a route."""
        objects = self.objects | self.objects_of.get(route.name, {})
        return {name: objects[name] for name in route.arguments}


def everything() -> Story:
    """Tell the whole story, as of now."""
    load_library()
    now = timezone.now()
    cast = make_cast()
    make_curator(cast.ada)
    operator = make_operator("Olga")
    disabled = make_person("Dora", is_active=False)
    other = make_couple(make_person("Max"), make_person("Kim"), now=now)
    kept, kept_version = _ended(now)
    alone = make_couple(make_person("Ida"), now=now).partners_now().get()
    _invitation, secret = Invitation.objects.make(alone, now=now)
    objects, objects_of = _agreement(cast, now)
    objects["place_id"] = kept.pk
    for name in ("kept_version", "kept_file"):
        objects_of[f"agreements:{name}"] = {"version_id": kept_version.pk}
    objects |= _rituals(cast, now) | _own(cast) | _alone(cast, now)
    objects |= {"invitation_id": _used_invitation(cast, now), "token": secret.token}
    objects["topic_id"] = Topic.ask(cast.ana_partner, "How we want to spend Easter.", now=now).pk
    given = Appreciation.give(cast.ana_partner, "Thank you for listening.", now=now)
    objects["thanks_id"] = given.pk
    daily = RitualTemplate.published.get(slug="weekly-debrief", language="en")
    objects_of["notices:quiet"] = {"token": _way_out(cast, objects["ritual_id"])}
    objects_of["checkins:begin"] = {"template_id": daily.pk}
    asked = RitualTemplate.published.get(slug="time-for-us", language="en").pk
    for name in ("ask", "ask_no_more"):
        objects_of[f"checkins:{name}"] = {"template_id": asked}
    objects_of["checkins:level"] = objects_of["checkins:level_file"] = {"slug": "trust"}
    objects_of["checkins:words"] = {"ritual_id": own_ritual(cast, now).pk}
    objects["repair_id"], rested = _repairs(cast, now)
    objects_of["checkins:repair"] = {"repair_id": rested}
    objects_of["feeds:feed"] = {"token": CalendarFeed.objects.make(cast.ana, now=now)}
    objects_of |= _session(cast, now)
    objects["followup_id"] = _follow_up(cast, now).pk
    objects["disclosure_id"] = Disclosure.tell(cast.ben_partner, Kind.INFECTION, now=now).pk
    objects["test_id"] = HealthTest.keep(cast.ana, now.date() - timedelta(days=20), now=now).pk
    HealthTest.keep(cast.ben, now.date() - timedelta(days=9), now=now).share(cast.ben_partner)
    with_therapist, guest = _therapist(cast, now)
    objects |= with_therapist
    for name in ("invitation", "acceptance", "refusal"):
        objects_of[f"guests:{name}"] = {"token": guest}
    objects_of |= drafts_at_the_desk(cast.chen, operator)
    people = {
        "A": cast.ana, "B": cast.ben, "As": cast.ana, "Ex": kept.person, "Tg": cast.chen, "Tx": cast.dan,
        "Ot": other.partners_now().first().person, "Cu": cast.ada, "Op": operator, "Di": disabled,
    }  # fmt: skip
    return Story(cast, people, objects, objects_of)


def a_beginning() -> Story:
    """Tell of a couple that joined a moment ago: nothing chosen, nothing answered, nothing kept."""
    load_library()
    now = timezone.now()
    cast = make_cast()
    ida = make_person("Ida")
    make_couple(ida, make_person("Jo"), now=now)
    return Story(cast, {"Begun": ida, "New": cast.dan}, {}, {})


def _agreement(cast, now) -> tuple[dict, dict]:
    agreement = Agreement.of(cast.couple)
    agreement.add(_template("no-hidden-accounts"), partner=cast.ben_partner)  # it ends soon
    agreement.add(_template("daily-check-in"), partner=cast.ana_partner)
    own = agreement.add_own("We cook on Sundays.", category="closeness", partner=cast.ana_partner)
    _agree((cast.ana_partner, cast.ben_partner), agreement, now)
    in_force = Version.propose(agreement, partner=cast.ana_partner, now=now - timedelta(days=55))
    for partner in (cast.ana_partner, cast.ben_partner):
        in_force.sign(
            partner=partner, seen=in_force.digest, auth="password", now=in_force.signing_opens_at
        )
    proposed = _propose_words(cast, own, now)
    written = Comment.send(own, partner=cast.ana_partner, words="Not before six?", now=now)
    version = Version.propose(agreement, partner=cast.ben_partner, now=now - timedelta(days=3))
    agreement.add(_template("small-wins"), partner=cast.ben_partner)
    private = agreement.add_own("Tea at four.", category="closeness", partner=cast.ana_partner)
    objects = {
        "pack_id": Pack.published.get(slug="healthy-sex", language="en").pk,
        "template_id": _template("see-the-effort").pk,
        "clause_id": agreement.clauses.kept().get(template__slug="small-wins").pk,
        "version_id": version.pk,
        "proposal_id": proposed.pk,
        "comment_id": written.pk,
    }
    signed = {"version_id": in_force.pk, "clause_id": in_force.document.clauses[0].id}
    return objects, {
        "agreements:clause_removal": signed,
        "agreements:renewal": signed,
        "agreements:renewal_removal": signed,
        "agreements:amendment": signed,
        "agreements:review": signed,
        "agreements:words": {"clause_id": private.pk},
        "agreements:clause": {"clause_id": own.pk},
        "agreements:new_words": {"clause_id": own.pk},
    }


def _propose_words(cast, clause, now):
    return Proposal.send(
        clause,
        partner=cast.ben_partner,
        words="We cook together on Sundays.",
        reason="It is the cooking that I miss.",
        seen=clause.digest,
        now=now,
    )


def _template(slug):
    return ClauseTemplate.published.get(slug=slug, language="en")


def _ended(now):
    """Eve left Per, with whom she had an agreement; return her place, and the version."""
    couple = make_couple(make_person("Eve"), make_person("Per"), now=now - timedelta(days=60))
    eve, per = couple.partners_now()
    agreement = Agreement.of(couple)
    agreement.add_own("We speak kindly to each other.", category="closeness", partner=eve)
    _agree((eve, per), agreement, now)
    version = Version.propose(agreement, partner=per, now=now - timedelta(days=50))
    for partner in (eve, per):
        version.sign(
            partner=partner, seen=version.digest, auth="password", now=version.signing_opens_at
        )
    eve.leave(now=now)
    return Partner.objects.ended(eve.person), version


def _agree(partners, agreement, now):
    under_way = agreement.round
    for partner in partners:
        for clause in agreement.clauses.kept():
            Stance.give(clause, partner=partner, choice=Choice.AGREE, seen=clause.digest)
        under_way.press(partner=partner, now=now - timedelta(days=56))


def _rituals(cast, now) -> dict:
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    ritual = Ritual.begin(cast.couple, template, now=now - timedelta(days=2))
    yesterday = cast.couple.local(now - timedelta(days=1)).date()
    return {
        "ritual_id": ritual.pk,
        "occurrence_id": Occurrence.on(ritual, yesterday).pk,
    }


def _session(cast, now) -> dict:
    template = RitualTemplate.published.get(slug="weekly-budget-review", language="en")
    ritual = Ritual.begin(cast.couple, template, now=now - timedelta(days=8))
    today = cast.couple.local(now).date()
    ritual.reschedule(weekdays=str(today.weekday()), at=time(0, 5), now=now)
    date = {"occurrence_id": Occurrence.on(ritual, today).pk}
    names = ("session", "session_answer", "session_words", "session_first", "session_end")
    return {f"checkins:{name}": date for name in names}


def _follow_up(cast, now):
    return FollowUp.note(
        cast.couple,
        "Call the bank about the second card.",
        owner=cast.ana_partner,
        due_on=cast.couple.local(now).date() + timedelta(days=3),
        now=now,
    )


def _repairs(cast, now):
    """Return what goes on, opened by Ben and answered by Ana, and what Ana opened and let rest."""
    rested = Repair.open(
        cast.couple,
        cast.ana_partner,
        hurt=True,
        words="You came two hours late and did not call.",
        now=now - timedelta(days=40),
    )
    rested.rest(cast.ana_partner, now=now - timedelta(days=38))
    going_on = Repair.open(
        cast.couple,
        cast.ben_partner,
        hurt=True,
        words="On Sunday you read my message aloud.",
        now=now - timedelta(days=2),
    )
    going_on.say(cast.ana_partner, "answer", choice=YES, now=now - timedelta(days=1))
    going_on.say(cast.ben_partner, "impact", words="I felt laid open.", now=now)
    return going_on.pk, rested.pk


def _therapist(cast, now) -> tuple[dict, str]:
    """Dr Chen sees what both opened; to Dan everything has lapsed; Ana has invited a third."""
    therapy = let_in(cast, now=now)
    give(cast, therapy, now=now)
    give(cast, let_in(cast, cast.dan, now=now), now=now - timedelta(days=91))
    made = TherapistInvitation.objects.make(cast.ana_partner, "dr.roy@example.org", now=now)
    told = Notice.objects.get(subject=made.pk)
    suggested = Suggestion.make(therapy, Suggestion.Kind.RITUAL, "weekly-debrief", now=now)
    objects = {
        "therapy_id": therapy.pk,
        "request_id": made.pk,
        "suggestion_id": suggested.pk,
    }
    return objects, told.words["token"]


def _own(cast) -> dict:
    passkey = WebAuthn.add(cast.ana, "Phone", a_passkey())
    cast.ana.blocks.create(blocked_person=cast.dan)
    push = PushSubscription.objects.create(
        person=cast.ana,
        session=Session.objects.create(
            session_key="somewhere-else", session_data="", expire_date=timezone.now()
        ),
        endpoint="https://updates.push.services.mozilla.com/wpush/v2/one",
        mark="0" * 64,
        vapid_key=vapid.public_key(),
        device="Firefox, Android",
        begun_on=timezone.now().date(),
    )
    return {
        "pk": passkey.instance.pk,
        "block_id": cast.ana.blocks.get().pk,
        "subscription_id": push.pk,
    }


def _way_out(cast, ritual_id):
    notice = Notice(person=cast.ana, kind=KIND, subject=ritual_id)
    return unsubscribing.address_for(notice).rstrip("/").rpartition("/")[2]


def _alone(cast, now) -> dict:
    written = JournalEntry.write(cast.ana, words="The garden was quiet.", now=now)
    return {
        "entry_id": written.pk,
        "year": written.written_on.year,
        "month": written.written_on.month,
        "exercise_id": Exercise.named("our-loop", "en").pk,
        "number": 1,
    }


def _used_invitation(cast, now):
    return Invitation.objects.create(
        couple=cast.couple,
        invited_by=cast.ana_partner,
        token_digest="0" * 64,
        code_digest="0" * 64,
        status=Invitation.Status.USED,
        made_on=now.date(),
        expires_at=now,
    ).pk
