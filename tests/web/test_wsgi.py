"""The web process asks the start-up checks before it serves anything."""

import runpy
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

from agreements import checks as agreements_checks
from trustpact.notices import checks as notices_checks
from trustpact.privacy import checks as privacy_checks


def open_door(request):
    """Show a page that nobody guards."""
    return HttpResponse("in")


def test_web_does_not_start_with_a_view_that_nobody_guards(settings, db):
    settings.ROOT_URLCONF = ModuleType("a house with an open door")
    settings.ROOT_URLCONF.urlpatterns = [path("open-door/", open_door)]
    with pytest.raises(SystemExit, match="has no guard"):
        runpy.run_module("trustpact.wsgi")


def test_web_starts(db):
    assert callable(runpy.run_module("trustpact.wsgi")["application"])


@pytest.mark.parametrize("text", ["", "short", "dGhlIG1hc3Rlcg=="])
def test_master_keys_that_cannot_be_read_stop_the_start(settings, text):
    settings.VAULT_KEYS = text
    [error] = privacy_checks.master_keys_can_be_read(None)
    assert error.msg.startswith("VAULT_KEYS: ")


@pytest.mark.parametrize("text", ["", "short", "dGhlIG1hc3Rlcg=="])
def test_sealing_keys_that_cannot_be_read_stop_the_start(settings, text):
    settings.SEALING_KEYS = text
    assert len(agreements_checks.sealing_keys_can_be_read(None)) == 1


@pytest.mark.parametrize("text", ["", "short", "dGhlIG1hc3Rlcg==", "A" * 43, "é" * 43])
def test_vapid_keys_that_cannot_be_read_stop_the_start(settings, text):
    settings.VAPID_KEYS = text
    [error] = notices_checks.vapid_keys_can_be_read(None)
    assert "VAPID_KEYS" in error.msg
    assert "Make one" in error.hint
