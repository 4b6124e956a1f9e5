"""The page that checks a file: it answers as Python does, in words, and sends nothing."""

import base64
import json
from random import Random

import pytest

from agreements import bundle
from tests.agreements import bundles

BATCH = 50
CHECK = """async ([cases, keys]) => {
    const { check } = await import("/static/js/chain.js");
    const said = [];
    for (const [file, later, validity] of cases) {
        const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
        const { state, where } = await check(bytes, keys, later, validity);
        said.push([state, where]);
    }
    return said;
}"""


@pytest.fixture
def verify(page, home, monkeypatch):
    """The page, which knows the keys of the made-up bundles."""
    monkeypatch.setattr("agreements.views.verify.public_keys", lambda: bundles.KEYS)
    monkeypatch.setattr("agreements.views.verify.key_validity", lambda: bundles.PAST)
    page.goto(f"{home}/verify/")
    page.wait_for_selector("[data-verify]:not([hidden])")
    return page


def answer_of_python(content, later, validity):
    try:
        read = bundle.read(content)
    except bundle.NotABundleError:
        return ["not a bundle", 0]
    verdict = bundle.check(read, bundles.KEYS, later, validity)
    return [str(verdict.state), verdict.where]


def differences(page, seeds):
    """Return the seeds whose files the two verifiers answer differently."""
    keys = {name: public.hex() for name, public in bundles.KEYS.items()}
    cases = [(*bundles.case(seed), bundles.validity(seed)) for seed in seeds]
    given = [
        (
            base64.b64encode(content).decode(),
            vars(later) if later else None,
            {name: [one.since, one.until] for name, one in validity.items()},
        )
        for content, later, validity in cases
    ]
    said = page.evaluate(CHECK, [given, keys])
    ours = [answer_of_python(*case) for case in cases]
    return {
        seed: (python, script)
        for seed, python, script in zip(seeds, ours, said, strict=True)
        if python != script
    }


def test_the_two_verifiers_agree(verify):
    for start in range(0, 100, BATCH):
        assert differences(verify, range(start, start + BATCH)) == {}


@pytest.mark.deep
def test_the_two_verifiers_agree_on_a_thousand_files(verify):
    for start in range(0, 1000, BATCH):
        assert differences(verify, range(start, start + BATCH)) == {}


def give(page, *files):
    """Choose files on the page and return what it answers."""
    page.set_input_files(
        "#file",
        [
            {"name": f"pages-{number}.json", "mimeType": "application/json", "buffer": content}
            for number, content in enumerate(files)
        ],
    )
    page.wait_for_selector("[data-state]")
    return [each.inner_text() for each in page.query_selector_all("[data-state]")]


def written(seed=1, **how):
    return bundle.write(bundles.made(Random(seed), **how)).encode()


SENTENCES = {
    "intact": (written(), "Every version and every entry is as it was sealed"),
    "altered": (written().replace(b"Either can", b"Either may"), "From entry 1 on"),
    "cut": (
        bundles.on_plain(bundles.cut)(Random(3), bundles.made(Random(1))),
        "Something is missing",
    ),
    "unknown key": (written(key=bundles.STRANGER), f"not known here: {bundles.STRANGER.id}"),
    "key not valid then": (written(key=bundles.PAST_KEY), "on a day on which its key may not seal"),
    "not JSON": (b"not JSON", "not JSON"),
    "a name twice": (bundles.name_twice(Random(1), bundles.made(Random(1))), "A name stands twice"),
    "too deep": (b"[" * 100_000, "nested deeper"),
    "another kind": (b"{}", "but not in the form"),
    "too large": (b" " * 5_000_001, "larger than 5 MB"),
}


@pytest.mark.parametrize("what", SENTENCES)
def test_the_page_says_what_a_file_is(verify, what):
    content, sentence = SENTENCES[what]
    (said,) = give(verify, content)
    assert sentence in said


def test_an_earlier_file_beside_a_later_one_is_perhaps_superseded(verify):
    earlier, later = give(verify, written(entries=2), written())
    assert "Perhaps superseded" in earlier.splitlines()
    assert "Intact" in later.splitlines()


def test_an_intact_file_is_read_out_and_its_words_stay_words(verify):
    one = bundles.made(Random(5))
    give(verify, bundle.write(one).encode())
    verify.click("summary >> nth=0")
    shown = verify.inner_text("[data-reading]")
    first = json.loads(one.versions[0].text)
    for clause in first["clauses"]:
        assert clause["text"].splitlines()[0] in shown
    assert "Version 1 was put forward by party" in shown
    assert verify.locator("[data-reading] script").count() == 0


def test_the_page_sends_nothing_and_keeps_nothing(verify):
    asked = []
    verify.on("request", lambda request: asked.append(request.url))
    give(verify, written())
    assert asked == []
    assert verify.evaluate("localStorage.length + sessionStorage.length") == 0
    assert verify.context.cookies() == []


def test_a_file_can_be_dropped(verify):
    content = written().decode()
    verify.evaluate(
        """(content) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([content], "pages.json"));
            document.body.dispatchEvent(
                new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        content,
    )
    assert "Intact" in verify.wait_for_selector("[data-state]").inner_text()


def test_without_script_the_other_way_is_named(browser, home):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}/verify/")
    assert "python manage.py verify_bundle" in page.inner_text("main")
    assert not page.is_visible("#file")
    context.close()
