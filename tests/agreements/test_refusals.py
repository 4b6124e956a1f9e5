"""The limits where words come in: own clauses, blanks, and a version before it is frozen."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from agreements import limits
from agreements.models import Agreement, Clause, Version
from agreements.models.refusals import KINDER, WHY, objections, refuse_binding
from tests.agreements.drafting import add, agree, library, own
from tests.cast import NOON
from trustpact.rules import RuleBroken

TOO_FAR = "We know each other’s passwords."
INTRUSIVE = "We tell each other of every contact with former partners."


@pytest.fixture
def ana(client, cast):
    library()
    client.force_login(cast.ana)
    return client


# --- what is said


@pytest.mark.parametrize("category", limits.CATEGORIES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_each_limit_says_why_and_has_kinder_words_that_are_fine(category, language):
    with override(language):
        assert WHY[category]
        kinder = limits.read(str(KINDER[category]), language)

    assert kinder.category == ""


def test_what_is_said_quotes_the_words_and_offers_others():
    why, which, kinder = objections("We cook. Ben may read Ana’s mail at any time.", "en")

    assert "No agreement can open messages" in why
    assert "read Ana's mail" in which
    assert "We do not read each other’s messages" in kinder


def test_harmless_words_meet_no_objection():
    assert objections("We do not read each other’s messages.", "en") == []
    refuse_binding("Each of us may leave at any time.", "en")


# --- own words


def test_own_words_that_bind_too_far_are_refused_with_a_reason_and_kept(ana):
    response = ana.post(
        reverse("agreements:own_clause"), {"words": TOO_FAR, "under": "digital", "heading": ""}
    )

    said = response.content.decode()
    assert response.status_code == 400
    assert "No agreement can ask for passwords" in said
    assert "We ask before we look." in said
    assert TOO_FAR in said
    assert Clause.objects.count() == 0


def test_a_refusal_is_one_sentence_and_the_rest_folds_out_beside_the_words(ana):
    sent = {"words": "We know <b>all</b> each other’s passwords.", "under": "digital"}
    page = ana.post(reverse("agreements:own_clause"), sent).content.decode()

    summary, rest = page.split('class="error-summary"')[1].split("</ul>", 1)
    folded = rest.split("<details>")[1].split("</details>")[0]
    assert "No agreement can ask for passwords" in summary
    assert "cannot stand like this" not in summary
    assert "cannot stand like this" in folded
    assert "We ask before we look." in folded
    assert "<b>" not in folded


def test_the_model_refuses_them_too(cast):
    with pytest.raises(RuleBroken, match="passwords or open devices"):
        own(cast, TOO_FAR)

    assert Clause.objects.count() == 0


def test_a_controlling_partner_cannot_reword_a_kind_clause_into_a_binding_one(ana, cast):
    clause = own(cast, "We do not read each other’s messages.")

    response = ana.post(
        reverse("agreements:words", args=[clause.pk]), {"words": "We read each other’s messages."}
    )

    assert response.status_code == 400
    assert "We read each other’s messages." in response.content.decode()
    with pytest.raises(RuleBroken, match="open messages"):
        clause.reword("We read each other’s messages.", partner=cast.ana_partner)
    clause.refresh_from_db()
    assert clause.words == "We do not read each other’s messages."


def test_words_in_another_language_than_the_agreements_are_read_too(ana):
    response = ana.post(
        reverse("agreements:own_clause"),
        {"words": "Wir lesen die Nachrichten des anderen.", "under": "digital"},
    )

    assert response.status_code == 400


# --- intrusive words


def test_own_words_that_open_a_view_concern_both_and_lapse(ana):
    response = ana.post(
        reverse("agreements:own_clause"), {"words": INTRUSIVE, "under": "digital"}, follow=True
    )

    clause = Clause.objects.get()
    assert (clause.concerns, clause.term_days) == ("both", 60)
    assert "end by themselves after 60 days" in response.content.decode()


def test_new_words_take_the_terms_that_they_need(cast):
    clause = own(cast, "We cook on Sundays.")

    clause.reword(INTRUSIVE, partner=cast.ana_partner)
    assert (clause.concerns, clause.term_days) == ("both", 60)

    clause.name_concerned("1", term_days=90)
    clause.reword(f"{INTRUSIVE} We cook.", partner=cast.ana_partner)
    assert (clause.concerns, clause.term_days) == ("1", 90)

    clause.reword("We cook.", partner=cast.ana_partner)
    assert (clause.concerns, clause.term_days) == ("", 0)


# --- blanks


@pytest.mark.parametrize(
    ("slug", "blank", "typed"),
    [
        ("former-partners", "rule", "forbidden"),
        ("what-how-soon-what-tone", "topics", "all our passwords and messages"),
        ("account-access", "accounts", "the other’s phone and messages"),
        ("what-must-change", "change", "Ben no longer meets his friends"),
        ("spending-alerts", "amount", "0"),
    ],
)
def test_a_harmless_clause_made_binding_by_its_blank_is_refused(ana, cast, slug, blank, typed):
    (clause,) = add(cast, slug)
    clause.fill({name: value for name, value in clause.suggestions.items() if name != blank})

    response = ana.post(reverse("agreements:blanks", args=[clause.pk]), {f"blank-{blank}": typed})

    said = response.content.decode()
    assert response.status_code == 400
    assert "cannot stand like this" in said
    assert f'value="{typed}"' in said
    clause.refresh_from_db()
    assert blank not in clause.blanks
    with pytest.raises(RuleBroken, match="cannot stand like this"):
        clause.fill({blank: typed})


def test_a_blank_that_binds_can_be_emptied(ana, cast):
    (clause,) = add(cast, "former-partners")
    clause.blanks = {"rule": "forbidden"}  # from before the limits were read
    clause.save(update_fields=["blanks"])

    data = {"blank-rule": "", "initial-blank-rule": "forbidden"}
    response = ana.post(reverse("agreements:blanks", args=[clause.pk]), data)

    assert response.status_code == 302
    clause.refresh_from_db()
    assert clause.blanks == {}


# --- the last barrier


def test_what_slipped_in_earlier_is_not_frozen(cast):
    clause = own(cast, "We cook.")
    clause.words = TOO_FAR  # from before the limits were read
    clause.save(update_fields=["words"])
    agree(cast, clause)

    with pytest.raises(RuleBroken, match="passwords or open devices"):
        Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)

    assert Agreement.of(cast.couple).versions.count() == 0
