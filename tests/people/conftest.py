"""Several browsers in one test."""

import pytest
from django.test import Client


@pytest.fixture
def django_client_factory():
    """Return a function that makes a browser with a session of its own."""
    return Client
