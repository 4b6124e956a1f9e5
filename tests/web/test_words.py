"""The words that people read: none that keeps score, blames or shouts; none in mail that tells."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.walk import routes

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt"))
CODE = sorted(
    path
    for app in ("trustpact", "agreements", "checkins")
    for path in (settings.BASE_DIR / app).rglob("*.py")
    if "migrations" not in path.parts
)
MAILS = [FOLDER / "notices", FOLDER / "account" / "email", FOLDER / "mfa" / "email"]
SAID = re.compile(
    r'{%\s*translate\s+"([^"]*)"|{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate', re.DOTALL
)
TRANSLATED_BY = {"_", "_now", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
BANNED = re.compile(
    r"\b(overdue|missed|streaks?|scores?|ranks?|ranking|failed to|successfully|oops)\b|!",
    re.IGNORECASE,
)
SAYS_THAT_IT_DOES_NOT = {
    "It does not count faults, keep score or rank anyone.",
    "No scores, no tracking, no reading of messages.",
}
INTIMATE = re.compile(
    r"sex|trust|consent|intima|desire|affair|love|marriage|spouse|husband|wife|betray|repair|therap",
    re.IGNORECASE,
)


def said_in(template: Path) -> list[str]:
    """Return what a template says in words."""
    found = SAID.findall(template.read_text(encoding="utf-8"))
    return [one or more for one, more in found]


def said_by(module: Path) -> list[str]:
    """Return the translatable texts of a Python module."""
    calls = [
        node
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATED_BY
    ]
    texts = [argument for call in calls for argument in call.args]
    return [one.value for one in texts if isinstance(one, ast.Constant) and type(one.value) is str]


@pytest.mark.once
def test_no_text_keeps_score_blames_or_shouts():
    said = [(path, text) for path in TEMPLATES for text in said_in(path)]
    said += [(path, text) for path in CODE for text in said_by(path)]
    assert len(said) > 500
    assert [
        f"{path.name}: {text}"
        for path, text in said
        if BANNED.search(text) and text not in SAYS_THAT_IT_DOES_NOT
    ] == []


@pytest.mark.once
def test_no_mail_says_what_it_is_about():
    mails = [path for path in TEMPLATES if any(folder in path.parents for folder in MAILS)]
    assert len(mails) > 20
    assert [
        f"{path.name}: {text}" for path in mails for text in said_in(path) if INTIMATE.search(text)
    ] == []


@pytest.mark.once
def test_no_subject_names_anybody():
    subjects = [path for path in TEMPLATES if "subject" in path.name]
    assert subjects
    assert [path.name for path in subjects if "{{" in path.read_text(encoding="utf-8")] == []


@pytest.mark.once
def test_no_path_says_what_it_is_about():
    assert [
        f"{route.name}: {word}"
        for route in routes()
        for word in route.words
        if not route.name.startswith("admin:")  # the desk stands apart: no couple comes there
        if INTIMATE.search(word)
    ] == []
