"""
`make screenshots`: every page at 360 and 1280 px, light and dark, into var/screenshots/.

pytest runs it by its name alone: the live server and the browser are there.
"""

import shutil

import pytest
from django.conf import settings

from tests.browser.pages import WHO, client_for, pages, story_to_look_at

WIDTHS = {360: 740, 1280: 860}  # pixels: width and height of the window


@pytest.mark.parametrize("role", WHO)
def test_take_every_page(page, home, let_in, role, capsys):
    story = story_to_look_at(role)
    let_in(page.context, client_for(role, story))
    folder = settings.BASE_DIR / "var" / "screenshots" / WHO[role].replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for each in pages(role, story):
            page.goto(home + each.path)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                file = folder / f"{each.name}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=True, animations="disabled")

    with capsys.disabled():
        print(f"\n{len(list(folder.iterdir()))} pictures in {folder}")
