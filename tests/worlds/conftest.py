"""The scenes of the two-world tests, each told once for all the acts that it is the scene of."""

from contextlib import ExitStack
from unittest import mock

import pytest
from django.db import transaction
from django.template.base import Template

from tests.library import load_library
from tests.worlds.harness import told


@pytest.fixture(autouse=True, scope="module")
def _plain_templates():
    """Nobody here asks which templates made a page: Django's tests copy every context to say so."""
    with mock.patch.object(
        Template, "_render", lambda self, context: self.nodelist.render(context)
    ):
        yield


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """The starter library, for a whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_library()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def scene(library, request, django_db_blocker):
    """The scene of a story: a test is parametrized with (story, the moment it was told)."""
    story, at = request.param
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        yield stack.enter_context(told(story, at=at))
