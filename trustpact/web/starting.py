"""What every start asks first, and how it says no: in sentences, without a traceback or a key."""

import sys
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, SystemCheckError


def start():
    """Ask all start-up checks, those that look into the database too; raises SystemCheckError."""
    BaseCommand().check(databases=["default"])


@contextmanager
def sentences_instead_of_tracebacks():
    """End the process with what an operator has to do; the exit code is 1."""
    try:
        yield
    except (ImproperlyConfigured, SystemCheckError) as error:
        sys.exit(f"TrustPact does not start. {error}")
