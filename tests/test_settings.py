"""What an operator gets wrong stops the start with a sentence."""

import os
import subprocess
import sys

import pytest


def started_with(**environment) -> str:
    """Load the settings in a process of its own; returns what it said, or ""."""
    told = subprocess.run(
        [sys.executable, "-c", "import trustpact.settings"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stderr


def test_settings_load_as_the_tests_have_them():
    assert started_with() == ""


@pytest.mark.parametrize("hours", ["-1", "337"])
def test_reflection_time_out_of_range_stops_the_start(hours):
    assert "REFLECTION_HOURS is from 0 to 336" in started_with(REFLECTION_HOURS=hours)


@pytest.mark.parametrize("name", ["SECRET_KEY", "VAULT_KEYS", "SEALING_KEYS", "VAPID_KEYS"])
def test_missing_secret_stops_the_start(name):
    assert f"Set {name} or {name}_FILE" in started_with(**{name: ""})
