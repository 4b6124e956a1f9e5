"""
What `manage.py doctor` looks at: each examination yields findings, with what to do about each.

Nothing here names a person, and nothing is changed by looking.
"""

import shutil
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException

from celery import Celery
from django.conf import settings
from django.core import checks, mail
from django.db import connection
from django.utils import timezone
from kombu.exceptions import KombuError

from agreements import proof
from agreements.models import Agreement
from trustpact.notices import flagged
from trustpact.operations import chores, outbox, readiness
from trustpact.people.models import Helpline

CHECKPOINT_HOLDS = timedelta(days=2)
CLOCKS_DIFFER = timedelta(seconds=2)
LEAST_SPACE = 500 * 1024 * 1024  # bytes
BACKENDS_THAT_REACH_NOBODY = ("filebased", "console", "locmem", "dummy")
HEADERS = ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, and what to do."""

    sentence: str
    remedy: str


def look_at_settings():
    """Yield what the start-up checks find, those for production and those of all keys among them."""
    if settings.DEBUG:
        yield Finding("This is a development machine.", "Anywhere else, leave DEBUG off.")
    production = not settings.DEBUG
    for message in checks.run_checks(include_deployment_checks=production, databases=["default"]):
        if message.level >= checks.WARNING and not message.is_silenced():
            yield Finding(
                f"{message.msg} ({message.id})", message.hint or "See README, “Settings”."
            )


def look_at_database():
    """Yield what keeps pages from being served."""
    remedies = {
        "database": "Start it, or correct DATABASE_URL.",
        "migrations": "Run: python manage.py migrate",
        "limits": "Start Redis or correct REDIS_URL; without one, run: python manage.py createcachetable",
    }
    for name in readiness.missing():
        yield Finding(f"Missing: {name}.", remedies[name])


def look_at_clock():
    """Yield a finding when this machine and the database's do not agree on the time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
        if apart > CLOCKS_DIFFER:
            yield Finding(
                f"This clock and the database's are {apart.total_seconds():.0f} s apart.",
                "Let both machines take their time from a time server.",
            )


def look_at_disk():
    """Yield a finding when there is little room for what is kept."""
    free = shutil.disk_usage(settings.VAR if settings.VAR.exists() else "/").free
    if free < LEAST_SPACE:
        yield Finding(f"{free // 1024**2} MB are free beside {settings.VAR}.", "Make room there.")


def look_at_mail():
    """Yield a finding when mails reach nobody, or the mail server takes no connection."""
    if any(name in settings.EMAIL_BACKEND for name in BACKENDS_THAT_REACH_NOBODY):
        yield Finding("Mails reach nobody: they are kept on this machine.", "Set EMAIL_URL.")
        return
    server = mail.get_connection()
    try:
        server.open()
        server.close()
    except OSError as error:
        yield Finding(
            f"The mail server takes no connection ({type(error).__name__}).",
            "Check host, port and password in EMAIL_URL.",
        )


def look_at_broker():
    """Yield a finding when nothing wakes the workers, or no worker answers."""
    app = Celery("doctor", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    asks = settings.CELERY_BROKER_URL.startswith("redis")  # files know no answers
    try:
        with app.connection_for_write(settings.CELERY_BROKER_URL) as broker:
            broker.ensure_connection(max_retries=1, timeout=5)
            asked = app.control.inspect(timeout=2, connection=broker)
            answered = (asked.active_queues() or {}) if asks else None
    except (OSError, KombuError) as error:
        yield Finding(
            f"The broker does not answer ({type(error).__name__}).",
            "Start what CELERY_BROKER_URL names.",
        )
        return
    if answered is None:
        return
    if not answered:
        yield Finding("No worker answers.", "Start one: celery -A trustpact worker")
        return
    taken = {queue["name"] for queues in answered.values() for queue in queues}
    for queue in settings.CELERY_TASK_QUEUES:
        if queue.name not in taken:
            yield Finding(
                f"No worker takes from the queue {queue.name}.",
                "Start one without -Q: it takes from all.",
            )


def look_at_chores():
    """Yield a finding for each task of the beat that fails whenever it runs."""
    for chore in chores.failing():
        if chore.failures >= chores.AGAIN_AND_AGAIN:
            yield Finding(
                f"{chore.name} failed {chore.failures} times on end ({chore.error}).",
                "The log of the workers says where.",
            )


def look_at_what_is_due():
    """Yield a finding when something waits for longer than any fault explains, or is flagged."""
    waits = timedelta(seconds=outbox.at(timezone.now()).longest)
    if waits > outbox.BROKEN:
        yield Finding(
            f"Something has been due for {waits // timedelta(minutes=1)} minutes.",
            "Are worker and beat running? celery -A trustpact beat",
        )
    if count := sum(row.count for row in flagged.listed()):
        yield Finding(
            f"{count} notices are flagged within a week.", "See: python manage.py flagged"
        )


def look_at_checkpoints():
    """Yield a finding when the histories have not been sealed outside the database for days."""
    if not Agreement.objects.exists():
        return
    kept = proof.files()
    oldest = (timezone.now() - CHECKPOINT_HOLDS).date().isoformat()
    if not kept or kept[-1].stem < oldest:
        yield Finding(
            "There is no checkpoint of these two days.",
            "Is the beat running? By hand: python manage.py keep_checkpoint",
        )


def look_at_helplines():
    """Yield a finding when there is no number to call, or nobody has tried them for half a year."""
    if not Helpline.published.exists():
        yield Finding("There is no helpline.", "Run: python manage.py load_library")
    if due := Helpline.to_check(today=timezone.now().date()):
        yield Finding(
            f"{len(due)} helplines were not called within half a year.",
            "See: python manage.py helplines",
        )


def look_from_outside():
    """Yield what somebody meets who comes by the address that stands in mails."""
    try:
        with urllib.request.urlopen(f"{settings.SITE_ADDRESS}/readyz/", timeout=5) as answer:  # noqa: S310 (ours)
            headers = answer.headers
    except (OSError, HTTPException, ValueError) as error:
        yield Finding(
            f"{settings.SITE_ADDRESS} does not answer from here ({type(error).__name__}).",
            "Is the web running, and does SITE_ADDRESS lead to it?",
        )
        return
    for name in HEADERS:
        if name not in headers and not (settings.DEBUG and name == HEADERS[0]):
            yield Finding(f"The header {name} gets lost on the way.", "Let the proxy pass it on.")


EXAMINATIONS = {
    "database": look_at_database,
    "settings, keys, push": look_at_settings,
    "clock": look_at_clock,
    "disk": look_at_disk,
    "mail": look_at_mail,
    "broker and workers": look_at_broker,
    "what is due": look_at_what_is_due,
    "housekeeping": look_at_chores,
    "checkpoints": look_at_checkpoints,
    "helplines": look_at_helplines,
    "from outside": look_from_outside,
}
NEED_THE_DATABASE = (
    "settings, keys, push",
    "clock",
    "what is due",
    "housekeeping",
    "checkpoints",
    "helplines",
)
