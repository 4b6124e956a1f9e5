"""Erasing an account: what goes, what stays and opens, by the registry and by the tables' own words."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import bundle, chain
from agreements.certificate.contents import contents_of
from agreements.models import Agreement, HistoryEntry, Version
from agreements.models.history import public_keys
from agreements.models.sheet import Sheet
from agreements.proof import Inspection, keep_checkpoint
from agreements.terms import utc_day
from agreements.views.history import bundle_of
from checkins.models import Disclosure, Occurrence, OpenedAnswer, Ritual, Topic
from checkins.models.disclosure import Kind
from tests import stories
from tests.privacy.rows import fill_up
from trustpact.couples.erasing import erase
from trustpact.couples.models import Block, Couple, Partner, Scope, Therapist, Therapy
from trustpact.notices.models import Notice
from trustpact.people.models import Person
from trustpact.privacy.export import export_of
from trustpact.privacy.fields import SealedField
from trustpact.privacy.models import DataKey
from trustpact.privacy.registry import Erasure, classifications

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"
    settings.CHECKPOINTS = tmp_path
    told = stories.everything()
    Disclosure.tell(told.cast.ana_partner, Kind.SLIP, words="I kept a letter.", now=timezone.now())
    Disclosure.tell(told.cast.ana_partner, Kind.INFECTION, words="Gone.", now=timezone.now())
    _open_answers(told.cast, told.objects["occurrence_id"])
    return told


def _open_answers(cast, occurrence_id):
    ritual, date = Ritual.objects.first(), timezone.now().date()
    Occurrence.objects.create(pk=occurrence_id, ritual=ritual, date=date)
    for partner in (cast.ana_partner, cast.ben_partner):
        for kind, value in (("level", 4), ("text", "A calm evening.")):
            OpenedAnswer.objects.create(
                occurrence_id=occurrence_id,
                partner=partner,
                question=kind,
                content={"asked": {"kind": kind, "text": "?"}, "value": value, "place": 0},
                opens_at=timezone.now(),
            )


def unopened():
    """Return the sealed fields, of all rows there are, that do not open."""
    return [
        f"{row._meta.label}.{field.name}"
        for one in classifications()
        for row in one.rows().iterator()
        for field in row._meta.concrete_fields
        if isinstance(field, SealedField) and not _opens(row, field)
    ]


def _opens(row, field):
    if isinstance(row, HistoryEntry):  # which opens for the one who knows it is theirs
        return any(
            not _raw(row, field) or row.kept_for(person) for person in Person.objects.iterator()
        )
    try:
        getattr(row, field.attname)
    except Exception:  # noqa: BLE001 (whatever it is, it did not open)
        return False
    return True


def _raw(row, field):
    return row.__dict__[field.attname]


def test_everything_that_is_hers_alone_goes_and_all_that_stays_opens(story):
    cast = story.cast
    fill_up(cast.ana)
    before = {
        one: list(one.going_with(cast.ana.pk).values_list("pk", flat=True))
        for one in classifications()
    }
    going = [one for one in before if one.erasure is Erasure.DELETE and one.whose]
    assert [one.model.__name__ for one in going if not before[one]] == []
    assert unopened() == []

    erase(cast.ana.pk, now=timezone.now())

    left = [
        one.model.__name__
        for one, found in before.items()
        if one.rows().filter(pk__in=found).exists() or one.rows_of(cast.ana.pk).exists()
    ]
    assert left == []
    assert unopened() == []
    assert not DataKey.objects.filter(owner_id=cast.ana.pk).exists()
    assert DataKey.objects.filter(owner_id=cast.couple.pk).exists()


def test_no_column_holds_her_number_or_mailbox_any_more(story):
    cast = story.cast
    erase(cast.ana.pk, now=timezone.now())
    signs = (str(cast.ana.pk), cast.ana.pk.hex, cast.ana.email)
    found = {
        f"{one.model.__name__}.{name}"
        for one in classifications()
        if one.model.__name__ != "Erased"
        for row in one.rows().values()
        for name, value in row.items()
        if any(sign in str(value) for sign in signs)
    }
    assert found == set()


def test_what_she_sent_stays_with_him_and_what_measured_her_goes(story):
    cast, now = story.cast, timezone.now()
    erase(cast.ana.pk, now=now)

    received = json.loads(export_of(cast.ben, now=now))["received"]

    opened = received["checkins.openedanswer"]
    assert [one["content"]["value"] for one in opened] == ["A calm evening."]
    assert [one["words"] for one in received["checkins.appreciation"]] == [
        "Thank you for listening."
    ]
    assert [one["content"]["words"] for one in received["checkins.disclosure"]] == [
        "I kept a letter."
    ]
    assert len(received["checkins.repairmessage"]) >= 1
    assert len(received["agreements.comment"]) == 1
    assert Topic.objects.filter(author=cast.ana_partner).count() == 2


def test_an_infection_goes_with_whoever_told_it(story):
    cast = story.cast
    assert Disclosure.objects.filter(gone_on__isnull=False).count() == 2
    erase(cast.ben.pk, now=timezone.now())
    erase(cast.ana.pk, now=timezone.now())
    assert not Disclosure.objects.filter(gone_on__isnull=False).exists()


def test_what_both_signed_reads_verifies_and_prints_without_her_name(story):
    cast, now = story.cast, timezone.now()
    keep_checkpoint(now=now)
    erase(cast.ana.pk, now=now)

    version = Version.objects.get(status="in_force", agreement__couple=story.cast.couple)
    assert version.is_genuine
    paper = str(contents_of(version, now=now))
    assert "former partner" in paper
    assert "Ben" in paper
    assert "Ana" not in paper
    assert Sheet(version, on=utc_day(now), reader=None)
    history = Agreement.objects.get(couple=cast.couple).history
    names = {
        entry.signer.name for entry in history.select_related("signer__person") if entry.signer
    }
    assert names == {"former partner", "Ben"}
    assert chain.verify(history.links(), public_keys(), agreement=str(version.agreement_id))
    assert list(Inspection().faults()) == []


def test_the_bundle_of_the_one_who_stays_is_intact(story):
    cast, now = story.cast, timezone.now()
    erase(cast.ana.pk, now=now)
    agreement = Agreement.objects.get(couple=cast.couple)
    made = bundle.read(bundle.write(bundle_of(agreement, day=utc_day(now))))
    assert bundle.check(made, public_keys())


def test_when_both_are_gone_the_heads_of_the_history_are_all_that_is_left(story):
    cast, now = story.cast, timezone.now()
    keep_checkpoint(now=now)
    erase(cast.ana.pk, now=now)
    erase(cast.ben.pk, now=now)

    assert not DataKey.objects.filter(owner_id=cast.couple.pk).exists()
    left = {one.model.__name__ for one in classifications() if one.rows_in(cast.couple.pk).exists()}
    assert left == {"Couple", "Partner", "Agreement", "Version", "HistoryEntry", "Signature"}
    versions = Version.objects.filter(agreement__couple=cast.couple)
    assert {bytes(version.salt) for version in versions} == {b""}
    assert {version.text for version in versions} == {""}
    assert list(Inspection().faults()) == []
    assert unopened() == []


def test_somebody_alone_leaves_no_words_behind(story):
    ida = Person.objects.get(email="ida@example.org")
    couple = Couple.objects.get(partners__person=ida)
    erase(ida.pk, now=timezone.now())
    assert not DataKey.objects.filter(owner_id__in=[ida.pk, couple.pk]).exists()
    assert not couple.invitations.exists()


def test_somebody_who_left_long_ago_is_erased_from_that_couple_too(story):
    left = story.people["Ex"]
    place = Partner.objects.get(person=left)
    erase(left.pk, now=timezone.now())
    place.refresh_from_db()
    assert (place.person, place.name) == (None, "former partner")


def test_a_therapist_who_is_erased_leaves_the_dates_of_their_views(story):
    cast, now = story.cast, timezone.now()
    therapy = Therapy.objects.get(therapist__person=cast.chen)
    Therapy.opened_to(cast.chen, therapy.pk, tuple(Scope), now=now)

    erase(cast.chen.pk, now=now)

    therapy.refresh_from_db()
    assert therapy.therapist is None
    assert therapy.ended_on is not None
    assert not therapy.grants.exists()
    assert therapy.viewings.filter(scope="agreement").exists()
    assert not Therapist.objects.filter(person=cast.chen.pk).exists()
    assert Couple.objects.get(pk=cast.couple.pk).ended_on is None


def test_those_at_the_desk_go_and_their_texts_stay(story):
    curator, operator = story.people["Cu"], story.people["Op"]
    texts = {one: one.rows().count() for one in classifications() if one.owner == "nobody"}
    erase(curator.pk, now=timezone.now())
    erase(operator.pk, now=timezone.now())
    now_there = {one: one.rows().count() for one in texts if one.model.__name__ != "Erased"}
    assert all(texts[one] == count for one, count in now_there.items())


def test_nothing_is_sent_to_anybody_and_nothing_more_is_due_to_her(story, mailoutbox):
    cast = story.cast
    before = set(Notice.objects.exclude(person=cast.ana).values_list("pk", flat=True))
    erase(cast.ana.pk, now=timezone.now())
    assert set(Notice.objects.values_list("pk", flat=True)) <= before
    assert mailoutbox == []


def test_erasing_twice_does_no_harm(story):
    cast = story.cast
    erase(cast.ana.pk, now=timezone.now())
    erase(cast.ana.pk, now=timezone.now())
    assert Partner.objects.filter(couple=cast.couple).count() == 2


def test_whoever_was_kept_from_inviting_is_kept_no_more_when_nobody_is_left_to_be_invited(cast):
    Block.objects.create(person=cast.ben, blocked_person=cast.ana)
    erase(cast.ana.pk, now=timezone.now())
    assert not Block.objects.exists()


def test_a_sign_in_that_was_begun_ends_too(cast):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": cast.ana.email})
    assert any(cast.ana.email in str(one.get_decoded()) for one in Session.objects.all())
    erase(cast.ana.pk, now=timezone.now())
    assert not any(cast.ana.email in str(one.get_decoded()) for one in Session.objects.all())


def test_every_model_says_what_erasure_does_with_it():
    kept = [one for one in classifications() if one.erasure in (Erasure.KEEP_SENT, "keep joint")]
    assert all(one.couple for one in kept)
    assert all(one.whose for one in classifications() if one.owner == "person")
