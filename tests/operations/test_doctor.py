"""`manage.py doctor`: what it finds, and that it says what to do."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from agreements.models import Agreement
from tests.notices.kinds_for_tests import DAY, HOUR, told
from trustpact.notices.sweep import sweep
from trustpact.operations import examining


def sentences(look):
    return [finding.sentence for finding in look()]


def test_doctor_says_what_to_do_and_ends_with_an_error(db, settings):
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)

    said = out.getvalue()
    assert "well  database" in said
    assert "Mails reach nobody" in said
    assert "-> Set EMAIL_URL." in said


def test_doctor_looks_on_without_a_database(db, monkeypatch):
    out = StringIO()
    monkeypatch.setattr(examining.readiness, "missing", lambda: ["database"])

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)

    assert "?     helplines: not looked at without a database" in out.getvalue()
    assert "well  disk" in out.getvalue()


def test_mail_server_that_takes_no_connection_is_found(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nothing listens there

    assert sentences(examining.look_at_mail) == [
        "The mail server takes no connection (ConnectionRefusedError)."
    ]


def test_what_waits_too_long_is_found(cast):
    now = timezone.now()
    told(cast.ana, due_at=now - timedelta(minutes=9), until=now + HOUR)

    assert sentences(examining.look_at_what_is_due) == ["Something has been due for 9 minutes."]


def test_what_is_flagged_is_counted_and_names_nobody(cast):
    now = timezone.now()
    told(cast.ben, kind="test sure", due_at=now - DAY, until=now - HOUR)
    sweep(now)

    (said,) = sentences(examining.look_at_what_is_due)

    assert said == "1 notices are flagged within a week."


def test_what_is_in_time_is_well(cast):
    told(cast.ana, due_at=timezone.now(), until=timezone.now() + HOUR)

    assert sentences(examining.look_at_what_is_due) == []


def test_helplines_that_nobody_called_are_found(db):
    assert sentences(examining.look_at_helplines) == ["There is no helpline."]

    call_command("load_library", verbosity=0)

    (said,) = sentences(examining.look_at_helplines)
    assert said.endswith("helplines were not called within half a year.")


def test_checkpoints_are_missed_once_there_is_an_agreement(cast, tmp_path, settings):
    settings.CHECKPOINTS = tmp_path
    assert sentences(examining.look_at_checkpoints) == []

    agreement = Agreement.of(cast.couple)
    agreement.add_own("We cook.", category="closeness", partner=cast.ana_partner)

    assert sentences(examining.look_at_checkpoints) == ["There is no checkpoint of these two days."]

    call_command("keep_checkpoint", stdout=StringIO())

    assert sentences(examining.look_at_checkpoints) == []


def test_broker_that_is_gone_is_found(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"  # nothing listens there
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}

    (said,) = sentences(examining.look_at_broker)

    assert said.startswith("The broker does not answer")


@pytest.mark.redis
def test_worker_that_does_not_answer_is_found(settings, redis_server):
    settings.CELERY_BROKER_URL = redis_server.url
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}

    assert sentences(examining.look_at_broker) == ["No worker answers."]


def test_address_that_leads_nowhere_is_found(settings):
    settings.SITE_ADDRESS = "http://localhost:1"

    (said,) = sentences(examining.look_from_outside)

    assert said == "http://localhost:1 does not answer from here (URLError)."
