"""What the two write to each other about a clause."""

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.models import Clause, Comment
from tests.agreements.drafting import agree, own
from tests.cast import NOON
from trustpact.privacy.export import export_of
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause(cast):
    clause = own(cast)
    agree(cast, clause)
    return Clause.objects.get()


def send(clause, partner, words="Could it be Fridays?"):
    return Comment.send(clause, partner=partner, words=words, now=NOON)


def test_comments_come_in_the_order_in_which_they_were_sent(cast, clause):
    for words in ("One.", "Two.", "Three."):
        send(clause, cast.ana_partner, words)
    assert [one.words for one in clause.comments.all()] == ["One.", "Two.", "Three."]


def test_a_double_click_writes_once_and_the_same_answer_of_the_other_counts(cast, clause):
    send(clause, cast.ana_partner, "Yes.")
    send(clause, cast.ana_partner, "Yes.")
    send(clause, cast.ben_partner, "Yes.")
    assert clause.comments.count() == 2


def test_nothing_is_written_before_the_round_opens(cast):
    with pytest.raises(RuleBroken, match="answers this clause alone first"):
        send(own(cast), cast.ana_partner)


def test_nothing_is_written_about_what_was_taken_out(cast, clause):
    clause.remove(now=NOON)
    with pytest.raises(RuleBroken, match="taken out"):
        send(clause, cast.ana_partner)


def test_taking_back_leaves_nothing_in_the_others_copy(cast, clause):
    send(clause, cast.ben_partner, "One.")
    before = export_of(cast.ben, now=NOON)
    send(clause, cast.ana_partner).take_back(partner=cast.ana_partner, now=NOON)
    assert export_of(cast.ben, now=NOON) == before


def test_only_its_author_takes_a_comment_back(cast, clause):
    written = send(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="Only whoever wrote"):
        written.take_back(partner=cast.ben_partner, now=NOON)


def test_the_other_keeps_and_exports_what_was_sent(cast, clause):
    send(clause, cast.ana_partner, "For you to keep.")
    copy = export_of(cast.ben, now=NOON)
    assert "For you to keep." in copy
    assert '"number"' not in copy.partition("agreements.comment")[2].partition("]")[0]


def test_a_thread_stays_with_its_clause_when_it_comes_back(cast, clause):
    send(clause, cast.ana_partner)
    clause.remove(now=NOON)
    clause.bring_back()
    assert clause.comments.count() == 1


def test_two_comments_with_one_number_do_not_fit_into_the_database(cast, clause):
    written = send(clause, cast.ana_partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(
            clause=clause, author=cast.ben_partner, number=written.number, sent_on=NOON.date()
        )


def test_a_comment_lies_sealed(cast, clause):
    send(clause, cast.ana_partner, "Canary.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM agreements_comment")
        assert b"Canary" not in bytes(cursor.fetchone()[0])
