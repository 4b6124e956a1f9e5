"""Every part in a real browser: light, dark, from right to left, in forced colours, narrow."""

from axe_playwright_python.sync_playwright import Axe

MARK = "getComputedStyle(document.querySelector('[data-part=mark] .mark__shape')).backgroundColor"
EDGES = """() => [...document.querySelectorAll(
    "[data-part=button] .button, [data-part=choice] label:not(.tick--plain), [data-part=question] .chip"
  )].map(one => getComputedStyle(one)).filter(style => style.borderTopStyle === "none").length"""

CHIP = """(state) => getComputedStyle(document.querySelector(
    `[data-part=question] .chip:has(${state})`)).backgroundColor"""


def test_every_part_holds_in_every_look(page, home):
    page.set_viewport_size({"width": 320, "height": 640})
    marks = {}
    for look in ("light", "dark", "rtl"):
        page.goto(f"{home}/styleguide/?as={look}")
        marks[look] = page.evaluate(MARK)
        assert _found(page) == [], look
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), look
    assert marks["light"] != marks["dark"]

    page.emulate_media(forced_colors="active")
    page.goto(f"{home}/styleguide/")
    assert page.evaluate(MARK) == marks["light"]  # who is who still shows by colour and shape
    assert page.evaluate(EDGES) == 0  # and what can be pressed by its edge
    chosen, other = (
        page.evaluate(CHIP, chosen) for chosen in ("input:checked", "input:not(:checked)")
    )
    assert chosen != other  # and what is chosen, though no colour of ours is left


def _found(page):
    response = Axe().run(page).response
    return [
        f"{one['id']}: {each['html'][:160]}"
        for one in response["violations"]
        for each in one["nodes"]
    ]
