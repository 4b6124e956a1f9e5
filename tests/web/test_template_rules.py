"""What no template may hold, and neutral titles."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
FORBIDDEN = {
    "inline style": r"\sstyle\s*=|<style",
    "inline handler": r"\son[a-z]+\s*=|hx-on|js:",
    "inline script": r"<script(?![^>]*\ssrc=)(?![^>]*application/json)",
    "script not a module": r"""static ["']js/(?!back_forward|quick_exit)\w+\.js[^>]*\sdefer""",
    "unescaped text": r"\|\s*safe\b|autoescape off|safeseq",
    "another host": r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""",
}
TOLD_BY_A_TITLE = re.compile(
    r"sex|desire|intimat|affair|trust|couple|partner|marriage|pact|betray|repair|therap|consent",
    re.IGNORECASE,
)
MAILS = FOLDER / "notices"


def title_of(source):
    found = re.search(r"{% block (?:head_)?title %}(.*?){% endblock", source, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_template_holds_nothing_inline_and_nothing_from_elsewhere(path):
    source = path.read_text()
    forbidden = (
        FORBIDDEN
        if MAILS not in path.parents
        else {
            what: FORBIDDEN[what] for what in ("inline handler", "inline script", "unescaped text")
        }
    )
    assert [what for what, pattern in forbidden.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_title_tells_nothing_over_the_shoulder(path):
    title = re.sub(
        r"{%.*?%}", lambda tag: tag[0] if "translate" in tag[0] else "", title_of(path.read_text())
    )

    assert not TOLD_BY_A_TITLE.search(title)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_template_compiles(path):
    get_template(str(path.relative_to(FOLDER)))


def test_only_the_base_is_a_whole_page():
    whole = [
        path.name for path in TEMPLATES if "<html" in path.read_text() and MAILS not in path.parents
    ]

    assert whole == ["base.html"]
