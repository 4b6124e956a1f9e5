"""A text at the desk in a real browser: two curators lead it from a draft to couples."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from agreements.models import ClauseTemplate, Pack
from tests.cast import make_person
from tests.curation.curators import make_curator
from tests.library import load_library
from trustpact.curation.desk import desk

WIDTHS = {360: 740, 1280: 860}


@pytest.fixture
def two(browser, home, let_in):
    """The windows of two curators, at the size of a phone."""
    load_library()
    opened = []
    for name in ("Ada", "Cleo"):
        client = Client()
        client.force_login(make_curator(make_person(name)))
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
        let_in(context, client)
        opened.append(context.new_page())
    yield opened
    for page in opened:
        page.context.close()


def test_two_curators_publish_a_text_and_bring_the_old_one_back(two, home):
    ada, cleo = two
    ada.goto(home + "/desk/")
    ada.get_by_role("link", name="Packs").click()
    ada.get_by_role("link", name="Healthy sex trust contract").click()
    ada.get_by_role("button", name="Write a new revision of it").click()
    ada.get_by_label("What it is about").fill("Ground rules for two.")
    ada.get_by_role("button", name="Keep as a draft").click()
    ada.get_by_text("What changes for couples").wait_for()
    ada.get_by_role("button", name="Hand over for review").click()
    ada.get_by_text("somebody else publishes it").wait_for()
    cleo.goto(ada.url)
    cleo.get_by_role("link", name="See it as a couple does").click()
    cleo.get_by_role("link", name="Back to the text").click()
    cleo.get_by_role("button", name="Publish").click()
    cleo.get_by_text("No agreement changes by it").wait_for()
    assert Pack.published.get(slug="healthy-sex", language="en").about == "Ground rules for two."
    cleo.get_by_role("link", name="Revision 1").click()
    cleo.get_by_role("button", name="Write a new revision of it").click()
    cleo.get_by_role("button", name="Hand over for review").click()
    cleo.get_by_text("somebody else publishes it").wait_for()
    ada.goto(cleo.url)
    ada.get_by_role("button", name="Publish").click()
    ada.get_by_text("No agreement changes by it").wait_for()
    assert Pack.published.get(slug="healthy-sex", language="en").number == 3


def test_a_file_comes_in_and_the_list_is_put_in_order_by_keys(two, home):
    page, _other = two
    page.goto(home + "/desk/import/")
    page.get_by_label("What the file holds").select_option("pack")
    text = b"slug,language,name,about,source\nsoil,en,Good soil,Limits,Us\n"
    page.get_by_label("The file, CSV or JSON").set_input_files(
        {"name": "packs.csv", "mimeType": "text/csv", "buffer": text}
    )
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("1 text becomes a draft").wait_for()
    page.get_by_role("button", name="Take it in").click()
    page.get_by_role("link", name="Good soil").wait_for()
    first = page.locator("tbody tr").first.locator(".field-named").inner_text()
    handle = page.get_by_role("button", name="Drag").first
    handle.focus()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this order").click()
    assert page.locator("tbody tr").first.locator(".field-named").inner_text() != first


def test_the_desk_can_be_used_by_everybody_and_breaks_no_rule_of_the_page(two, home, tmp_path):
    page, _other = two
    told = []
    page.on("console", lambda message: told.append(message.text))
    ada = make_person("Drafter")
    row = ClauseTemplate.published.get(slug="monogamy", language="en")
    draft = row.revise(fields={"text": row.text + " We give each other our passwords."}, by=ada)
    own = desk.of(ClauseTemplate)
    paths = ["/desk/", own.page("changelist"), own.page("add"), own.page("change", draft.pk)]
    paths += [
        own.page("change", row.pk),
        "/desk/import/",
        f"/desk/clausetemplate/{row.pk}/preview/",
    ]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for number, path in enumerate(paths):
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(home + path)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{path} is {wide} wide"
                page.screenshot(
                    path=tmp_path / f"{number}-{width}-{scheme}.png", full_page=number > 1
                )
            found = Axe().run(page).response["violations"]
            assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert told == []
