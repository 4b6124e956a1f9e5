"""How many couples use a text: told of many, in tens, once a month."""

from datetime import timedelta

from agreements.models import ClauseTemplate
from tests.cast import NOON
from tests.curation.test_desk import ada, clause, library  # noqa: F401
from trustpact.curation.desk import desk, life

OWN = "couples_using"


def told(monkeypatch, count, now=NOON):
    """Return what the desk says where so many couples use a clause."""
    own = desk.of(ClauseTemplate)
    monkeypatch.setattr(own, OWN, lambda row: count)
    return life.used_by(own, clause(), now)


def test_use_is_told_in_tens_from_twenty_couples_on(ada, monkeypatch):  # noqa: F811
    months = (NOON + timedelta(days=32 * number) for number in range(6))
    found = {count: told(monkeypatch, count, next(months)) for count in (0, 19, 20, 29, 30)}
    assert found[0] == found[19] == "Used by fewer than 20 couples."
    assert found[20] == found[29] == "Used by 20 couples or more."
    assert found[30] == "Used by 30 couples or more."


def test_two_looks_before_and_after_a_couple_took_it_tell_the_same(ada, monkeypatch):  # noqa: F811
    before = told(monkeypatch, 29)
    assert told(monkeypatch, 30, NOON + timedelta(hours=1)) == before
    assert told(monkeypatch, 30, NOON + timedelta(days=40)) != before
