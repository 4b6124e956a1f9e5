"""
`make screenshots`: every page at 360 and 1280 px, light and dark, into var/screenshots/.

pytest runs it by its name alone: the live server and the browser are there.
"""

import shutil

import pytest
from django.conf import settings
from django.utils import timezone

from tests.browser.desk_pages import BAD, GOOD, send_file, stages
from tests.browser.pages import AT_THE_DESK, WHO, client_for, pages, story_to_look_at

WIDTHS = {360: 740, 1280: 860}  # pixels: width and height of the window
ROLES = WHO | AT_THE_DESK


@pytest.mark.parametrize("role", ROLES)
def test_take_every_page(page, home, let_in, role, capsys):
    story = story_to_look_at(role)
    let_in(page.context, client_for(role, story))
    folder = settings.BASE_DIR / "var" / "screenshots" / ROLES[role].replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    found = pages(role, story)
    if role == "Cu":
        found += stages(story.people["Cu"], story.cast.chen, timezone.now())

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for each in found:
            page.goto(home + each.path)
            take(page, folder, each.name, scheme)
        if role == "Cu":
            send_file(page, home, "pack", GOOD)
            take(page, folder, "admin-file-read", scheme)
            send_file(page, home, "clausetemplate", BAD)
            take(page, folder, "admin-file-with-faults", scheme)

    with capsys.disabled():
        print(f"\n{len(list(folder.iterdir()))} pictures in {folder}")


def take(page, folder, name, scheme):
    """Keep a page at each width."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        file = folder / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=file, full_page=True, animations="disabled")
