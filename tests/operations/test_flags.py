"""The operator's page of what waits and what is flagged: counts, and nothing of anybody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.curation.curators import make_operator
from tests.notices.kinds_for_tests import HOUR, told
from trustpact.celery import app
from trustpact.notices import kinds
from trustpact.notices.sweep import sweep
from trustpact.operations import chores, examining
from trustpact.privacy import retention, tasks

FLAGS = reverse("operations:flags")


@pytest.fixture
def olga(client, db):
    client.force_login(make_operator())
    return client


def test_an_operator_reads_counts_and_nothing_of_anybody(olga, cast):
    now = timezone.now()
    names = [kind.name for kind in kinds.registered()]
    notice = told(cast.ana, due_at=now - 2 * HOUR, until=now - HOUR, words={"name": "Benjamin"})
    told(cast.ben, kind="test sure", due_at=now - 2 * HOUR, until=now - HOUR)
    sweep(now)

    page = olga.get(FLAGS).content.decode()

    assert page.count("never sent") == 2
    assert "must be told" in page
    private = ("Benjamin", "Ana", cast.ana.email, str(notice.subject), str(notice.pk), "test sure")
    assert not [word for word in (*private, *names) if word in page]


def test_a_partner_who_is_no_operator_learns_of_no_flags(client, cast):
    client.force_login(cast.ana)
    assert client.get(FLAGS).status_code == 404


def test_a_chore_that_fails_again_and_again_is_shown_until_it_goes_well(olga, monkeypatch):
    def full(_now):
        raise OSError("a sentence that somebody wrote")

    with monkeypatch.context() as broken:
        broken.setattr(retention, "retain", full)
        for _ in range(chores.AGAIN_AND_AGAIN):
            tasks.retain.apply()

    page = olga.get(FLAGS).content.decode()
    assert "privacy.retain" in page
    assert "OSError" in page
    assert "somebody wrote" not in page
    assert len(list(examining.look_at_chores())) == 1

    app.tasks["privacy.retain"].apply()
    assert chores.failing() == []


def test_a_sweep_that_goes_well_costs_no_statement_more(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        chores.went_well("notices.sweep")
        chores.went_well("notices.deliver")
