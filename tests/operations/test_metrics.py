"""Metrics: the installation's figures, and nothing that tells one couple from another."""

import os
import subprocess
import sys
from datetime import time, timedelta

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import MiddlewareNotUsed
from django.urls import reverse
from django.utils import timezone
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, claimed, scheduled, told
from trustpact.notices import claim
from trustpact.notices.models import Reminders
from trustpact.notices.sweep import sweep
from trustpact.operations import metrics, outbox
from trustpact.operations.middleware import RequestTimesMiddleware


def read():
    """The metrics as a collector reads them: samples by name and labels."""
    text = generate_latest(metrics.registry()).decode()
    families = text_string_to_metric_families(text)
    samples = [sample for family in families for sample in family.samples]
    return {(one.name, *sorted(one.labels.items())): one.value for one in samples}


@pytest.fixture(autouse=True)
def _connection_stays(monkeypatch):
    monkeypatch.setattr(metrics.connections, "close_all", lambda: None)  # the test's transaction


def test_outbox_tells_what_is_due_late_and_unplanned(cast):
    now = timezone.now()
    told(cast.ana, due_at=now - timedelta(seconds=10), until=now + HOUR)
    told(cast.ben, due_at=now - timedelta(minutes=3), until=now + HOUR)
    told(cast.ben, due_at=now + HOUR, until=now + 2 * HOUR)
    scheduled(cast.ana, next_at=now - timedelta(minutes=4))

    figures = outbox.at(now)

    assert (figures.due, figures.late) == ({"mail": 2}, {"mail": 1})
    assert (figures.unplanned, figures.longest) == (1, 240.0)


def test_outbox_leaves_out_what_quiet_hours_hold_back(cast):
    wishes = {"quiet_from": time(12), "quiet_end": time(20)}  # on Ana's clock; it is 13:00 there
    Reminders.objects.create(person=cast.ana, **wishes)
    told(cast.ana, due_at=NOON - HOUR, until=NOON + 9 * HOUR)
    sweep(NOON)

    assert (outbox.at(NOON).due, outbox.at(NOON).longest) == ({}, 0.0)


def test_outbox_counts_what_was_tried_in_vain_from_its_own_moment(cast):
    now = timezone.now()
    told(cast.ana, due_at=now - timedelta(minutes=7), until=now + HOUR)
    ids, name = claimed(1, now=now)
    claim.put_off(ids, claim=name, now=now, pause=timedelta(minutes=4))

    assert (outbox.at(now).late, outbox.at(now).longest) == ({"mail": 1}, 420.0)


@pytest.mark.parametrize("count", [1, 3])
def test_outbox_takes_three_statements(cast, count, django_assert_num_queries):
    for _ in range(count):
        told(cast.ana)

    with django_assert_num_queries(3):
        outbox.at(timezone.now())


def test_metrics_are_open_metrics(cast):
    now = timezone.now()
    told(cast.ana, due_at=now - timedelta(minutes=3), until=now + HOUR)

    samples = read()

    assert samples["trustpact_notices_late", ("channel", "mail")] == 1
    assert samples["trustpact_notices_due", ("channel", "push")] == 0
    assert samples[("trustpact_longest_wait_seconds",)] >= 180


def test_metrics_name_no_person_page_or_ritual(cast, client):
    told(cast.ana)

    labels = {label for name, *labels in read() for label, _value in labels}

    assert labels <= {"channel", "status", "outcome", "does", "answer", "le"}


COUNTS = """
import django
django.setup()
from django.test import Client
Client().get("/healthz/")
Client().post("/healthz/")
"""


@pytest.mark.once
def test_requests_of_several_processes_are_added_up(tmp_path, db, settings):
    environment = os.environ | {
        "METRICS": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    for _ in range(2):
        command = [sys.executable, "-c", COUNTS]
        subprocess.run(command, check=True, env=environment, cwd=django_settings.BASE_DIR)
    settings.METRICS = str(tmp_path)

    samples = read()

    answered = {key: value for key, value in samples.items() if key[0].endswith("_seconds_count")}
    assert sorted(answered.values()) == [2, 2]
    assert {dict(key[1:])["does"] for key in answered} == {"read", "write"}


def test_requests_are_not_counted_without_a_folder(client, db):
    client.get(reverse("web:healthz"))

    assert not any(name.startswith("trustpact_request") for name, *_labels in read())
    with pytest.raises(MiddlewareNotUsed):
        RequestTimesMiddleware(lambda request: None)
