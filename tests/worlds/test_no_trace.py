"""Ways by which one partner could have learned what the other did alone; each was open once."""

from datetime import time, timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.db.models import AutoField

from agreements.models import Stance
from checkins.models import OpenedAnswer
from tests.agreements.drafting import add, agree, give
from tests.cast import NOON
from tests.checkins.conftest import answered, berlin, daily, starters, us  # noqa: F401
from trustpact.notices.models import Schedule
from trustpact.privacy.export import export_of
from trustpact.privacy.registry import classification_of, classifications


def test_export_does_not_tell_of_an_answer_to_a_clause_taken_out_before_the_opening(cast):
    first, second = add(cast, "monogamy", "testing")
    give(first, cast.ana_partner)
    first.remove(now=NOON)
    agree(cast, second)
    received = classification_of(Stance).received.rows(cast.ben)
    assert [stance.clause for stance in received] == [second]


def test_own_time_does_not_move_what_is_due_for_the_other(cast, daily):  # noqa: F811
    bens = Schedule.objects.get(person=cast.ben, subject=daily.pk)
    late = bens.next_at + timedelta(minutes=10)  # the sweep has not come by yet
    daily.set_time(cast.ana_partner, at=time(6, 45), now=late)
    assert Schedule.objects.get(pk=bens.pk).next_at == bens.next_at


def test_nothing_opens_any_more_once_the_space_has_ended(cast, daily):  # noqa: F811
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"trust": us(4)}, at=berlin(2, 20))
    cast.ana_partner.leave(now=berlin(2, 21))
    with time_machine.travel(berlin(4, 12), tick=False):
        assert OpenedAnswer._meta.label_lower not in export_of(cast.ben, now=berlin(4, 12))


def test_what_opened_before_the_end_stays_with_both(cast, daily):  # noqa: F811
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"trust": us(4)}, at=berlin(2, 20))
    cast.ana_partner.leave(now=berlin(3, 12))
    with time_machine.travel(berlin(4, 12), tick=False):
        assert OpenedAnswer._meta.label_lower in export_of(cast.ben, now=berlin(4, 12))


@pytest.mark.django_db
def test_password_form_does_not_tell_which_mailbox_the_other_has(cast):
    cast.ana.email = "quiet.harbour.seven@example.net"
    cast.ana.save(update_fields=["email"])
    validate_password("quiet.harbour.seven", cast.ben)


def test_no_counted_up_id_leaves_through_an_export():
    """A gap between two of one's own ids would tell that somebody else signed in between."""
    counted = [one for one in classifications() if isinstance(one.model._meta.pk, AutoField)]
    assert counted
    assert [
        one.model
        for one in counted
        if one.mine is not None and one.model._meta.pk.name in one.exported
    ] == []
