"""What Ana does for herself alone; nothing of it may show to Ben."""

from datetime import time

from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Choice, Comment, Proposal, ReviewDelay, Stance, Term
from checkins.models import RitualTemplate, RitualWish
from checkins.models.passing import Given, keep_draft
from tests.agreements.signing import intrusive
from tests.cast import NOON, make_couple
from tests.checkins import sessions
from tests.passkeys import a_passkey
from tests.worlds.stories import (
    AT_BUDGET,
    AT_DEBRIEF,
    EVENING,
    REVIEW,
    SIGNING,
    answer_everything,
    check_in,
    renew,
    sign,
    todays,
)
from trustpact.couples.models import OpeningHour
from trustpact.notices.models import CalendarFeed

# --- Drafting


def first_clause(cast):
    return Agreement.of(cast.couple).clauses.kept().first()


def answer_one(cast):
    clause = first_clause(cast)
    Stance.give(clause, partner=cast.ana_partner, choice=Choice.NO, seen=clause.digest)


def answer_all(cast):
    answer_everything(cast, cast.ana_partner)
    write_a_note(cast)


def answer_and_press(cast):
    answer_everything(cast, cast.ana_partner, Choice.TALK)
    Agreement.of(cast.couple).round.press(partner=cast.ana_partner, now=NOON)


def press_and_take_back(cast):
    under_way = Agreement.of(cast.couple).round
    under_way.press(partner=cast.ana_partner, now=NOON)
    under_way.take_back(partner=cast.ana_partner)


def write_a_note(cast):
    Stance.write_note(first_clause(cast), partner=cast.ana_partner, note="Only for me.")


def write_notes(cast):
    write_a_note(cast)
    clause = Agreement.of(cast.couple).clauses.get(removed_on__isnull=False)
    Stance.write_note(clause, partner=cast.ana_partner, note="Only for me.")


# --- Negotiating


def look_at_other_words(cast):
    client, clause = _signed_in(cast), first_clause(cast)
    for name in ("clause", "new_words"):
        client.get(reverse(f"agreements:{name}", args=[clause.pk]))


def type_without_sending(cast):
    """All that a person can type and not send: what the form refuses, and half a thought."""
    client, clause = _signed_in(cast), first_clause(cast)
    typed = {"words": "We name nothing.", "reason": "", "seen": clause.digest}
    client.post(reverse("agreements:new_words", args=[clause.pk]), typed)
    client.post(reverse("agreements:comments", args=[clause.pk]), {"words": "x" * 2001})
    client.post(reverse("agreements:parking", args=[clause.pk]), {"until": "some day"})


def be_refused_while_negotiating(cast):
    client, clause = _signed_in(cast), first_clause(cast)
    typed = {"words": "We name nothing.", "reason": "So.", "seen": "other words"}
    client.post(reverse("agreements:new_words", args=[clause.pk]), typed)
    for proposal in Proposal.objects.open():
        address = reverse("agreements:acceptance", args=[proposal.pk])
        client.post(address, {"seen": "other words"})


def write_and_take_back(cast):
    for clause in Agreement.of(cast.couple).clauses.kept():
        written = Comment.send(clause, partner=cast.ana_partner, words="Gone.", now=NOON)
        written.take_back(partner=cast.ana_partner, now=NOON)


# --- Signing


def sign_alone(cast):
    sign(cast, cast.ana_partner)


def sign_and_take_back(cast):
    sign(cast, cast.ana_partner)
    Agreement.of(cast.couple).versions.get().withdraw(partner=cast.ana_partner, now=SIGNING)


def be_refused_a_signature(cast):
    version = Agreement.of(cast.couple).versions.get()
    address = reverse("agreements:signature", args=[version.pk])
    _signed_in(cast).post(address, {"seen": "another text"})


# --- Living with a version


def renew_alone(cast):
    renew(cast, cast.ana_partner)


def renew_and_take_it_back(cast):
    renew(cast, cast.ana_partner)
    version = _in_force(cast)
    Term.take_back(version, intrusive(version), partner=cast.ana_partner)


def stop_before_it_is_in_force(cast):
    sign(cast, cast.ana_partner)
    version = Agreement.of(cast.couple).versions.get()
    version.withdraw(partner=cast.ana_partner, now=SIGNING, clause=intrusive(version))


def put_off_looking_again(cast):
    ReviewDelay.put_off(_in_force(cast), partner=cast.ana_partner, days=14, now=REVIEW)


def compare_and_look_back(cast):
    client = _signed_in(cast)
    client.get(reverse("agreements:changes"), {"old": 1, "new": 2})
    client.get(reverse("agreements:day"), {"day": "2026-03-10"})


def _in_force(cast):
    return Agreement.of(cast.couple).versions.in_force().get()


# --- Check-ins


def keep_answers_to_herself(cast):
    check_in(cast, cast.ana_partner, visibility="me", done=True)


def answer_without_done(cast):
    check_in(cast, cast.ana_partner)


def answer_for_both(cast):
    check_in(cast, cast.ana_partner, done=True)


def answer_for_both_and_change_it(cast):
    check_in(cast, cast.ana_partner, done=True)
    check_in(cast, cast.ana_partner, done=True, level=5)


def answer_and_take_it_back(cast):
    check_in(cast, cast.ana_partner, done=True)
    todays(cast).checkin_of(cast.ana_partner).take_back(now=EVENING)


def rather_not_say(cast):
    check_in(cast, cast.ana_partner, done=True, level="rather-not-say")


def skip(cast):
    todays(cast).checkin_of(cast.ana_partner).skip(now=EVENING)


def let_the_script_keep(cast):
    """Tap, be refused, tap anew and look around, as a phone with a script does; then nothing more."""
    client, address = _signed_in(cast), f"/talks/{todays(cast).pk}/"
    client.get(address)
    for typed in ({"trust": "4"}, {"trust": "9"}, {"noticed": "x" * 2001}, {"seen": "trust:none"}):
        client.post(address + "answers/", typed, headers={"Accept": "application/json"})
    for clause in Agreement.of(cast.couple).clauses.all():
        client.get(reverse("checkins:felt", args=[clause.pk]))


def keep_it_her_own_way(cast):
    for ritual in cast.couple.rituals.all():
        ritual.set_time(cast.ana_partner, at=time(6, 45), now=NOON)
    move_to_another_zone(cast)


def put_it_off(cast):
    client, later = _signed_in(cast), reverse("checkins:later", args=[todays(cast).pk])
    assert client.post(later, {"until": "hour"}).status_code == 302
    client.post(later, {"until": "next year"})


def wish_for_time_together(cast):
    RitualWish.ask(cast.ana_partner, _time_for_us(), now=NOON)


def wish_and_take_it_back(cast):
    wish_for_time_together(cast)
    RitualWish.take_back(cast.ana_partner, _time_for_us().slug)


def write_questions_without_beginning(cast):
    """All that a person can type and look at before they begin it, and what is refused."""
    client, address = _signed_in(cast), reverse("checkins:new_own")
    typed = {"name": "Tea", "place": "0", "q0-kind": "text", "q0-text": "Where were you today?"}
    for pressed in ("add", "up", "preview", "begin"):
        client.post(address, typed | {pressed: "0"})
    for ritual in cast.couple.rituals.all():
        client.post(reverse("checkins:time", args=[ritual.pk]), {"often": "day-2", "preview": "1"})
        client.post(reverse("checkins:words", args=[ritual.pk]), typed | {"keep": "1"})


def _time_for_us():
    return RitualTemplate.published.get(slug="time-for-us", language="en")


# --- Sessions


def say_that_she_is_ready(cast):
    _say_how_ready(cast, "Ready")


def say_another_day(cast):
    _say_how_ready(cast, "Another day")


def think_again_how_ready_she_is(cast):
    for choice in ("Another day", "Ready", "Another day"):
        _say_how_ready(cast, choice)


def write_without_showing_it(cast):
    session = sessions.fresh(cast.date)
    step = session.asked["slug"]
    given = Given(words="Only a beginning.")
    keep_draft(session, cast.ana_partner, given, step=step, now=AT_DEBRIEF)


def say_afterwards_how_fair_it_was(cast, visibility="me"):
    given = {"the-talk": {"value": "Not fair", "visibility": visibility}}
    sessions.go(cast.date, cast.ana_partner, step="the-talk", answers=given, now=AT_BUDGET)


def say_afterwards_how_fair_it_was_to_both(cast):
    say_afterwards_how_fair_it_was(cast, "us")


def _say_how_ready(cast, choice):
    sessions.fresh(cast.date).answer_ready(cast.ana_partner, choice, now=AT_BUDGET)


# --- Herself


def read_everything(cast):
    client = _signed_in(cast)
    for name in ("today:today", "agreements:agreement", "agreements:versions", "couples:us"):
        client.get(reverse(name))
    client.get(reverse("people:more"))


def look_for_help(cast):
    _signed_in(cast).get(reverse("people:safety"))


def look_at_leaving(cast):
    _signed_in(cast).get(reverse("couples:leave"))


def take_a_copy(cast):
    client = _signed_in(cast)
    client.get(reverse("people:export"))
    client.post(reverse("people:export_file"))


def leave_quickly(cast):
    _signed_in(cast).post(reverse("web:quick_exit"))


def move_to_another_zone(cast):
    cast.ana.change_profile(
        name=cast.ana.name, zone="Pacific/Auckland", language=cast.ana.language, now=NOON
    )


def read_in_another_language(cast):
    cast.ana.change_profile(name=cast.ana.name, zone=cast.ana.zone, language="de", now=NOON)


def change_her_mailbox(cast):
    EmailAddress.objects.filter(user=cast.ana).update(email="quiet.ana@example.net")
    cast.ana.email = "quiet.ana@example.net"
    cast.ana.save(update_fields=["email"])


def change_her_password(cast):
    cast.ana.set_password("three quiet words")
    cast.ana.save(update_fields=["password"])


def add_a_passkey(cast):
    WebAuthn.add(cast.ana, "Phone", a_passkey())


def put_it_into_her_calendar(cast):
    """Make an address, read it, make another, end it: with and without having proved who she is."""
    client = _signed_in(cast)
    client.get(reverse("notices:calendar"))
    for _ in range(2):
        token = CalendarFeed.objects.make(cast.ana, now=NOON)
        Client().get(reverse("feeds:feed", args=[token]))
        client.post(reverse("notices:calendar_address"))
    client.post(reverse("notices:calendar_removal"))


def wish_that_answers_open_at_once(cast):
    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ana_partner)


def wish_for_another_language(cast):
    cast.couple.write_in("de", asked_by=cast.ana_partner, now=NOON)


def live_her_own_life(cast):
    """All that she does about her own account, one after the other."""
    for act in (
        read_everything,
        look_for_help,
        look_at_leaving,
        take_a_copy,
        leave_quickly,
        read_in_another_language,
        move_to_another_zone,
        change_her_mailbox,
        change_her_password,
        add_a_passkey,
        put_it_into_her_calendar,
        wish_that_answers_open_at_once,
        wish_for_another_language,
    ):
        act(cast)


# --- Joining and leaving


def open_the_invitation(cast):
    Client().get(_invitation(cast))


def open_the_invitation_signed_in(cast):
    _signed_in(cast).get(_invitation(cast))


def decline(cast):
    Client().post(reverse("join:refusal", args=[cast.secret.token]))


def block(cast):
    cast.ana.blocks.create(blocked_person=cast.ben)


def go_on_alone(cast):
    cast.ana_partner.put_away()
    block(cast)
    make_couple(cast.ana)
    take_a_copy(cast)


def _invitation(cast):
    return reverse("join:invitation", args=[cast.secret.token])


def _signed_in(cast):
    client = Client()
    client.force_login(cast.ana)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": NOON.timestamp() * 2}]
    session["account_authentication_methods_user"] = str(cast.ana.pk)
    session.save()
    return client
