"""Both choose a language in the same instant, or one chooses while the other adds to the draft."""

import pytest

from agreements.models import Agreement, Clause
from tests.agreements.drafting import library, template
from tests.cast import NOON, make_couple, make_person
from tests.races import errors, race
from trustpact.couples.models import Couple, Partner

pytestmark = pytest.mark.django_db(transaction=True)


def asking(partner, language="de"):
    def ask():
        mine = Partner.objects.select_related("couple").get(pk=partner.pk)
        mine.couple.write_in(language, asked_by=mine, now=NOON)

    return ask


def adding(clause, partner):
    def add():
        agreement = Agreement.of(Couple.objects.get(pk=partner.couple_id))
        agreement.add(clause, partner=partner)

    return add


def two(number):
    couple = make_couple(make_person(f"One {number}"), make_person(f"Other {number}"))
    return couple, *couple.partners_now()


def test_both_ask_at_once_and_the_language_begins(rounds):
    for number in range(rounds):
        couple, one, other = two(number)
        outcomes = race(asking(one), asking(other))

        assert errors(outcomes) == []
        assert Couple.objects.get(pk=couple.pk).language == "de"
        assert set(couple.partners.values_list("asks_language", flat=True)) == {""}


def test_a_clause_added_as_the_language_begins_stands_in_it(rounds):
    library()
    english = template("small-promises")
    for number in range(rounds):
        couple, one, other = two(number)
        asking(one)()
        outcomes = race(asking(other), adding(english, one))

        assert errors(outcomes) == []
        clause = Clause.objects.select_related("template").get(agreement__couple=couple)
        assert clause.template.language == "de"
