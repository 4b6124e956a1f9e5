"""
`make pictures`: the two pictures of the README, of the demo couple at the width of a phone, into
static/pictures/.

pytest runs it by its name alone: the live server and the browser are there.
"""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from agreements.models import Version
from tests.cast import make_person
from trustpact.demo.life import live

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 1.5}
FOLDER = settings.BASE_DIR / "static" / "pictures"
LARGEST = 120_000  # bytes; they are read on the phone, too
ANSWERS = ("hopeful", "grateful", "Steady", "Mostly", "Very close")


@pytest.fixture
def phone(new_context, home, let_in, client):
    """Mira's phone, in daylight, signed in after some months together."""
    call_command("load_library", verbosity=0)
    mira, jonas = make_person("Mira"), make_person("Jonas")
    live(mira, jonas, now=timezone.now())
    client.force_login(mira)
    context = new_context(**PHONE, color_scheme="light", reduced_motion="reduce")
    let_in(context, client)
    return context.new_page()


def test_take_the_pictures_of_the_readme(phone, home):
    version = Version.objects.in_force().get()
    phone.goto(home + reverse("agreements:version", args=[version.pk]))
    _take(phone, "agreement")

    phone.goto(home + reverse("today:today"))
    phone.get_by_role("link", name="Answer now").first.click()
    for words in ANSWERS:
        phone.get_by_label(words, exact=True).check()
    _take(phone, "check-in")


def _take(page, name):
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled")
    assert file.stat().st_size < LARGEST
