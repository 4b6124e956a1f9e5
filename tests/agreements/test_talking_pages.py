"""The pages of negotiating: every act by a plain form, every refusal with a sentence."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Choice, Clause, Comment, Proposal
from tests.agreements.drafting import accept, add, agree, give, open_round, own, propose, say
from tests.agreements.signing import floor
from tests.agreements.test_draft_pages import page
from tests.cast import NOON, make_couple

pytestmark = pytest.mark.django_db
NEW = "We have dinner on Sundays, at home."


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


@pytest.fixture
def clause(cast):
    """An own clause of Ana's that both agree to."""
    agree(cast, own(cast))
    return Clause.objects.get()


def post(client, name, *arguments, **data):
    return client.post(reverse(f"agreements:{name}", args=arguments), data)


def send(client, clause, words=NEW, reason="Less driving.", **more):
    return post(
        client, "new_words", clause.pk, words=words, reason=reason, **{"seen": clause.digest} | more
    )


# --- proposing


def test_the_form_starts_from_the_words_as_they_read(ana, cast):
    (clause,) = add(cast, "what-how-soon-what-tone")
    clause.fill(clause.suggestions)
    open_round(cast)
    said = page(ana, "new_words", clause.pk)
    assert clause.text.partition("\n")[0][:40] in said
    assert "By sending it you say yes to these words." in said
    assert not Proposal.objects.exists()


def test_sending_needs_four_clicks_from_the_agreement(ana, clause):
    """Clause, propose, a tap into the reason, send; the words have the focus already."""
    assert reverse("agreements:clause", args=[clause.pk]) in page(ana, "agreement")
    assert reverse("agreements:new_words", args=[clause.pk]) in page(ana, "clause", clause.pk)
    form = page(ana, "new_words", clause.pk)
    assert form.index("autofocus") < form.index('name="reason"')
    assert send(ana, clause).status_code == 302
    assert Proposal.objects.get().words == NEW


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "Say in a few words why."),
        ({"words": ""}, "Write the new words first."),
        ({"words": "a" * 4001}, "1 character too long"),
        ({"reason": "b" * 501}, "1 character too long"),
        ({"words": "We have dinner together on Sundays."}, "stand there already"),
        ({"words": "a\u202eb"}, "turns the reading direction"),
    ],
)
def test_a_proposal_that_cannot_be_sent_keeps_what_was_typed(ana, clause, typed, sentence):
    response = send(ana, clause, **{"reason": "My reason, typed."} | typed)
    said = response.content.decode()
    assert response.status_code == 400
    assert sentence in said
    assert ("My reason, typed." in said) or "reason" in typed
    assert not Proposal.objects.exists()


def test_an_empty_blank_is_said_beside_the_words_and_nothing_is_lost(ana, cast):
    (clause,) = add(cast, "what-how-soon-what-tone")
    open_round(cast)
    response = send(ana, clause)
    assert (response.status_code, NEW in response.content.decode()) == (400, True)
    assert "empty blank" in response.content.decode()
    opened = ana.get(reverse("agreements:new_words", args=[clause.pk]))
    assert opened.status_code == 409


def test_a_fourth_proposal_is_429_and_keeps_what_was_typed(ana, cast):
    clauses = [own(cast, f"Clause {number}.") for number in range(4)]
    agree(cast, *clauses)
    for one in clauses[:3]:
        propose(one, cast.ana_partner, f"New {one.words}")
    response = send(ana, Clause.objects.get(pk=clauses[3].pk))
    said = response.content.decode()
    assert response.status_code == 429
    assert NEW in said
    assert "Wait for an answer, or take one back." in said


@pytest.mark.parametrize("kept", [NEW, "Less driving."])
def test_a_proposal_for_a_clause_taken_out_meanwhile_is_409_and_loses_nothing(ana, clause, kept):
    clause.remove(now=NOON)
    response = send(ana, clause)
    said = response.content.decode()
    assert response.status_code == 409
    assert kept in said
    assert "Bring it back first." in said


def test_own_words_that_opened_lead_to_proposing(ana, clause):
    response = ana.get(reverse("agreements:words", args=[clause.pk]))
    assert response.url == reverse("agreements:new_words", args=[clause.pk])
    response = post(ana, "words", clause.pk, words="Changed behind the back.")
    assert response.status_code == 409
    assert "Changed behind the back." in response.content.decode()


def test_what_was_sent_waits_on_the_agreement_and_its_page(ana, cast, clause):
    propose(clause, cast.ben_partner)
    said = page(ana, "agreement")
    assert "Other words are proposed" in said
    assert reverse("agreements:clause", args=[clause.pk]) in said
    said = page(ana, "clause", clause.pk)
    assert "proposes other words" in said
    assert "It is the evening that counts." in said
    assert said.count("button--primary") == 1


def test_a_difference_is_read_out_as_removed_and_added(ana, cast, clause):
    propose(clause, cast.ben_partner, "We have dinner together on Fridays.")
    said = page(ana, "clause", clause.pk)
    assert '<del><span class="unseen">removed: </span>Sundays</del>' in said
    assert '<ins><span class="unseen">added: </span>Fridays</ins>' in said


def test_words_that_look_like_markup_are_shown_as_words(ana, cast, clause):
    propose(clause, cast.ben_partner, "<script>alert(1)</script>", reason="<b>So</b>")
    Comment.send(clause, partner=cast.ben_partner, words="<i>Hm</i>", now=NOON)
    said = page(ana, "clause", clause.pk)
    assert "<script>alert" not in said
    assert "<b>So" not in said
    assert "<i>Hm" not in said


# --- answering


def test_accepting_from_the_page(ana, cast, clause):
    sent = propose(clause, cast.ben_partner)
    assert f'value="{sent.digest}"' in page(ana, "clause", clause.pk)
    assert post(ana, "acceptance", sent.pk, seen=sent.digest).status_code == 302
    assert Clause.objects.get().text == sent.words


def test_accepting_what_changed_meanwhile_is_409(ana, cast, clause):
    sent = propose(clause, cast.ben_partner)
    Clause.objects.get().take_words("Yet others.")
    response = post(ana, "acceptance", sent.pk, seen=sent.digest)
    assert response.status_code == 409
    assert "The words changed after you opened it." in response.content.decode()


def test_a_stale_proposal_offers_no_yes(ana, cast, clause):
    sent = propose(clause, cast.ben_partner)
    Clause.objects.get().take_words("Yet others.")
    said = page(ana, "clause", clause.pk)
    assert reverse("agreements:acceptance", args=[sent.pk]) not in said
    assert reverse("agreements:refusal", args=[sent.pk]) in said


def test_accepting_without_what_was_read_is_explained(ana, cast, clause):
    sent = propose(clause, cast.ben_partner)
    response = post(ana, "acceptance", sent.pk)
    assert response.status_code == 400
    assert "Something of this page was lost." in response.content.decode()


def test_declining_takes_two_clicks_and_blames_nobody(ana, cast, clause):
    sent = propose(clause, cast.ben_partner)
    assert reverse("agreements:refusal", args=[sent.pk]) in page(ana, "clause", clause.pk)
    assert post(ana, "refusal", sent.pk).status_code == 302
    said = page(ana, "clause", clause.pk)
    assert "not taken up" in said
    for word in ("declined", "refused", "rejected"):
        assert f">{word}" not in said.lower()


def test_a_counter_starts_from_the_others_words_and_closes_them(ana, cast, clause):
    sent = propose(clause, cast.ben_partner)
    form = page(ana, "new_words", clause.pk)
    assert sent.words in form
    assert str(sent.pk) in form
    send(ana, clause, "Dinner on Fridays.", answers=sent.pk)
    sent.refresh_from_db()
    assert sent.status == Proposal.Status.COUNTERED


def test_taking_back_from_the_page(ana, cast, clause):
    sent = propose(clause, cast.ana_partner)
    assert reverse("agreements:words_removal", args=[sent.pk]) in page(ana, "clause", clause.pk)
    post(ana, "words_removal", sent.pk)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["acceptance", "refusal", "words_removal"])
def test_another_couples_proposal_is_not_there(client, cast, clause, name):
    sent = propose(clause, cast.ben_partner)
    make_couple(cast.dan)
    client.force_login(cast.dan)
    assert post(client, name, sent.pk, seen=sent.digest).status_code == 404


# --- the thread


def test_writing_and_taking_back(ana, cast, clause):
    post(ana, "comments", clause.pk, words="Could it be Fridays?")
    said = page(ana, "clause", clause.pk)
    assert "Could it be Fridays?" in said
    assert 'datetime="' in said
    post(ana, "comment_removal", Comment.objects.get().pk)
    assert "Could it be Fridays?" not in page(ana, "clause", clause.pk)


@pytest.mark.parametrize("words", ["", "a" * 2001])
def test_a_comment_that_cannot_be_sent_is_explained(ana, clause, words):
    response = post(ana, "comments", clause.pk, words=words)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Comment.objects.exists()


def test_the_newest_twenty_show_and_the_older_are_a_page_away(ana, cast, clause):
    for number in range(1, 24):
        Comment.send(clause, partner=cast.ben_partner, words=f"Thought {number}.", now=NOON)
    said = page(ana, "clause", clause.pk)
    assert ("Thought 4." in said, "Thought 3." in said) == (True, False)
    assert said.index("Thought 22.") < said.index("Thought 23.")
    older = ana.get(reverse("agreements:clause", args=[clause.pk]) + "?page=2").content.decode()
    assert ("Thought 3." in older, "Thought 4." in older) == (True, False)


def test_nothing_of_a_thread_or_a_proposal_shows_before_the_round_opens(ana, cast):
    clause = own(cast)
    said = page(ana, "clause", clause.pk)
    assert reverse("agreements:comments", args=[clause.pk]) not in said
    assert reverse("agreements:new_words", args=[clause.pk]) not in said


# --- parking


def test_parking_from_the_page_and_taking_up_again(ana, cast, clause):
    until = timezone.now().date() + timedelta(days=20)
    post(ana, "parking", clause.pk, until=until.isoformat())
    assert Clause.objects.get().parked_until == until
    assert reverse("agreements:parking_end", args=[clause.pk]) in page(ana, "clause", clause.pk)
    post(ana, "parking_end", clause.pk)
    assert Clause.objects.get().parked_until is None


@pytest.mark.parametrize("until", ["", "tomorrow", "2020-01-01", "2999-01-01"])
def test_a_day_that_is_none_is_explained(ana, clause, until):
    response = post(ana, "parking", clause.pk, until=until)
    assert response.status_code == 400
    assert Clause.objects.get().parked_until is None


def test_a_version_can_be_put_forward_with_the_rest_parked(ana, cast, clause):
    floor()
    other = own(cast, "To talk about.")
    open_round(cast)
    until = timezone.now().date() + timedelta(days=20)
    assert "1 clause is still to talk about." in page(ana, "new_version")
    post(ana, "versions", until=until.isoformat())
    other.refresh_from_db()
    assert (other.parked_until, clause.agreement.versions.count()) == (until, 1)


def test_a_wrong_day_puts_nothing_forward(ana, cast, clause):
    floor()
    response = post(ana, "versions", until="2020-01-01")
    assert response.status_code == 400
    assert "after today" in response.content.decode()
    assert not clause.agreement.versions.exists()


# --- what opened


def test_what_one_set_aside_oneself_can_be_taken_up_again(ana, cast):
    mine, theirs = own(cast, "Not for Ana."), own(cast, "Not for Ben.")
    give(mine, cast.ana_partner, Choice.NO)
    give(theirs, cast.ben_partner, Choice.NO)
    open_round(cast)
    said = page(ana, "opened")
    assert said.count("Take it up again") == 1
    mine.refresh_from_db()
    post(ana, "stance", mine.pk, choice="talk", seen=mine.digest)
    draft = Agreement.of(cast.couple).seen_by(cast.ana_partner, now=NOON)
    assert [one.words for one in draft.to_talk] == ["Not for Ana."]
    assert [one.words for one in draft.aside] == ["Not for Ben."]


# --- how much a page asks


@pytest.mark.parametrize("count", [1, 3])
def test_clause_page_query_count(ana, cast, clause, count, django_assert_num_queries):
    for number in range(count):
        propose(clause, cast.ben_partner, f"Words {number}.").decline(
            partner=cast.ana_partner, now=NOON
        )
        Comment.send(clause, partner=cast.ben_partner, words=f"Thought {number}.", now=NOON)
    propose(clause, cast.ben_partner)
    with django_assert_num_queries(9):
        said = page(ana, "clause", clause.pk)
    assert said.count("Thought ") == count


@pytest.mark.parametrize("count", [1, 3])
def test_agreement_query_count_with_proposals(ana, cast, count, django_assert_num_queries):
    clauses = [own(cast, f"Clause {number}.") for number in range(count)]
    agree(cast, *clauses)
    for one in clauses:
        propose(one, cast.ben_partner, f"New {one.words}")
        one.park(until=date(2027, 1, 1), now=NOON)
        one.take_up()
    with django_assert_num_queries(8):
        said = page(ana, "agreement")
    assert said.count("Other words are proposed</span>") == count


def test_new_words_of_both_are_told_of_as_agreed(ana, cast, clause):
    accept(propose(clause, cast.ben_partner), cast.ana_partner)
    say(clause, cast.ana_partner, Choice.AGREE)
    assert "1 of 1 agreed" in page(ana, "agreement")
