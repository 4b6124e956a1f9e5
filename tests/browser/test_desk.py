"""A text at the desk in a real browser: two curators lead it from a draft to couples."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from agreements.models import Agreement, ClauseTemplate, Pack
from checkins.models import RitualTemplate
from tests.agreements.drafting import agree
from tests.cast import make_cast, make_person
from tests.curation.curators import make_curator
from tests.library import load_library
from trustpact.curation.desk import desk

WIDTHS = {360: 740, 1280: 860}


@pytest.fixture
def two(browser, home, let_in):
    """The windows of two curators, at the size of a phone."""
    load_library()
    opened = []
    for name in ("Ines", "Cleo"):
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
    ada.get_by_role("button", name="Hand over for review").click()
    ada.get_by_text("somebody else publishes it").wait_for()
    cleo.goto(home + "/desk/")
    cleo.get_by_role("link", name="Healthy sex trust contract").click()
    expect(cleo.locator("#phone")).to_contain_text("Ground rules for two.")
    expect(cleo.locator("ins").first).to_contain_text("Ground")
    cleo.get_by_role("button", name="Publish").click()
    cleo.get_by_text("No agreement changes by it").wait_for()
    assert Pack.published.get(slug="healthy-sex", language="en").about == "Ground rules for two."
    cleo.get_by_role("link", name="Revision 1").click()
    cleo.get_by_role("button", name="Bring these words back").click()
    cleo.get_by_text("Published again").wait_for()
    assert Pack.published.get(slug="healthy-sex", language="en").number == 3


def test_limits_are_read_beside_the_field_while_one_types(two, home):
    page, _other = two
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    row = ClauseTemplate.published.get(slug="monogamy", language="en")
    draft = row.revise(fields={}, by=make_person("Drafter"))
    page.goto(home + desk.of(ClauseTemplate).page("change", draft.pk))
    page.get_by_label("Text", exact=True).fill("We give each other our passwords.")
    reading = page.locator("#reading-text")
    expect(reading).to_contain_text("No agreement can ask for passwords")
    expect(page.locator("#phone")).to_contain_text("our passwords")
    page.get_by_label("Text", exact=True).fill("We eat together on Fridays.")
    expect(reading).to_contain_text("nothing here meets one")
    assert {method for method, url in sent if "passwords" in url or "Fridays" in url} == set()
    assert page.evaluate("document.activeElement.name") == "text"
    draft.refresh_from_db()
    assert draft.text == row.text


def test_limits_are_read_without_scripts_by_a_button(browser, two, home):
    state = two[0].context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state, locale="en-GB")
    page = plain.new_page()
    page.goto(home + desk.of(ClauseTemplate).page("add"))
    page.get_by_label("Text", exact=True).fill("We give each other our passwords.")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#reading-text")).to_contain_text("No agreement can ask for passwords")
    expect(page.get_by_label("Text", exact=True)).to_have_value("We give each other our passwords.")
    plain.close()


def test_a_couple_is_told_calmly_of_better_words_and_takes_them_or_not(two, browser, home, let_in):
    ada, cleo = two
    cast = make_cast()
    agree(cast, Agreement.of(cast.couple).add(clause(), partner=cast.ana_partner))
    own = desk.of(ClauseTemplate)
    ada.goto(home + own.page("change", clause().pk))
    ada.get_by_role("button", name="Write a new revision of it").click()
    ada.get_by_label("Text", exact=True).fill("Sex is for the two of us alone.")
    ada.get_by_role("button", name="Hand over for review").click()
    ada.get_by_text("somebody else publishes it").wait_for()
    cleo.goto(ada.url)
    cleo.get_by_role("button", name="Publish").click()
    cleo.get_by_text("No agreement changes by it").wait_for()
    client = Client()
    client.force_login(cast.ana)
    window = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    let_in(window, client)
    ana = window.new_page()
    held = Agreement.of(cast.couple).clauses.get()
    ana.goto(f"{home}/pages/clauses/{held.pk}/")
    expect(ana.locator("main")).to_contain_text("Each of us keeps sex")
    ana.get_by_text("The library has other words for this by now").click()
    expect(ana.locator("ins").first).to_be_visible()
    ana.get_by_role("link", name="Start from these words").click()
    expect(ana.get_by_role("textbox").first).to_have_value("Sex is for the two of us alone.")
    assert Agreement.of(cast.couple).clauses.get().text == held.text
    window.close()


def clause():
    return ClauseTemplate.published.get(slug="monogamy", language="en")


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
    theirs = row.revise(fields={"text": row.text + " We say so."}, by=ada).submit()
    ritual = RitualTemplate.published.get(slug="daily-check-in", language="en")
    paths += [
        own.page("change", theirs.pk),
        own.page("change", row.pk),
        desk.of(RitualTemplate).page("change", ritual.pk),
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
