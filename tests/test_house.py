"""The house keeps its own rules: what stands where, how long files are, what paths may say."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.walk import routes

TOP = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "trustpact", "agreements", "checkins", "templates", "static",
    "tests", "docker-compose.yml", "README.md", "Makefile", "Dockerfile", "requirements.txt",
    "requirements-dev.txt", ".ci", ".gitignore", "locale", "bench", "SECURITY.md",
}  # fmt: skip
MOST_LINES = 400
LONG_BY_NATURE = ("/migrations/", "/locale/")
CODE = {".py", ".html", ".css", ".js"}
SETTING = re.compile(r'(?:env\.\w+|from_environment)\(\s*"([A-Z_]+)"')
# Paths of signed-in people say nothing that a glance at the address bar may not see.
FIRST_WORDS = {"today", "pages", "talks", "notes", "people", "us", "more", "account"}
OPEN_WORDS = {"", "exit", "safety", "join", "verify", "healthz", "readyz", "styleguide", "mailbox"}
OPEN_WORDS |= {
    "styles.css",
    "frame.js",
    "worker.js",
    "manifest.webmanifest",
    "calendar",
    "quiet",
    "look",
}
OPEN_WORDS |= {"contact", "about"}
OPEN_WORDS |= {"talks"}  # whether a session went on, by a signed note
NEUTRAL_WORDS = FIRST_WORDS | {
    "start", "welcome", "settings", "language", "opening", "invitations", "revocation", "leave", "ended",
    "blocks", "removal", "acceptance", "refusal", "code", "profile", "device", "copy", "file",
    "library", "packs", "clauses", "round", "answers", "answer", "note", "own", "blanks", "press",
    "versions", "signature", "history", "draft", "new", "past", "time", "rest", "end", "skip", "done",
    "terms", "words", "stance", "return", "place", "taken", "opened", "changes", "day", "renewal",
    "review", "card", "asking", "later", "calendar", "address", "reminders", "mailbox", "push",
    "exercises", "weeks", "steps", "moment", "thanks", "months", "news", "dates",
    "first", "ahead", "keys", "screen", "kept",
}  # fmt: skip


def tracked() -> list[Path]:
    """Return the files that git tracks, or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    )
    return [TOP / name for name in listed.stdout.splitlines() if (TOP / name).is_file()]


def test_top_level_holds_nothing_unexpected():
    assert {path.relative_to(TOP).parts[0] for path in tracked()} <= TOP_LEVEL


def test_files_are_short_enough_to_read():
    code = [
        path
        for path in tracked()
        if path.suffix in CODE and not any(part in str(path) for part in LONG_BY_NATURE)
    ]
    assert {
        str(path.relative_to(TOP)): lines
        for path in code
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    } == {}


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "common"])
def test_house_has_no_junk_drawer(name):
    assert [path for path in tracked() if name in {path.stem, *path.relative_to(TOP).parts}] == []


def test_every_setting_stands_in_the_readme():
    settings = set(SETTING.findall((TOP / "trustpact/settings.py").read_text(encoding="utf-8")))
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    assert {name for name in settings if f"`{name}`" not in readme} == set()


def test_readme_map_names_every_room():
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in TOP.glob("trustpact/*/__init__.py")}
    rooms |= {"agreements", "checkins"}
    assert {
        room for room in rooms if f"`{room}" not in readme and f"/{room}" not in readme
    } == set()


def test_nothing_names_a_package_index_or_a_place_on_a_machine():
    spelled = "|".join(
        [
            "index" + "-url",
            "find" + "-links",
            "py" + r"pi\.org",
            "python" + "hosted",
            r"/root/",
            r"/home/\w",
        ]
    )
    told = re.compile(spelled)
    binary = {".png", ".ico", ".woff2"}
    found = {
        str(path.relative_to(TOP))
        for path in tracked()
        if path.suffix not in binary and told.search(path.read_text(encoding="utf-8"))
    }
    assert found - {"tests/test_house.py"} == set()


def test_paths_of_signed_in_people_are_neutral():
    told = {
        f"{route.name}: {word}"
        for route in routes()
        if route.guard in {"person", "partner", "therapist"}
        for word in route.words
        if word not in NEUTRAL_WORDS
    }
    assert told == set()


def test_paths_of_signed_in_people_begin_with_a_neutral_word():
    first = {
        route.name: route.words[0]
        for route in routes()
        if route.guard in {"person", "partner", "therapist"}
    }
    assert {name: word for name, word in first.items() if word not in FIRST_WORDS} == {}


def test_open_paths_are_known():
    first = {route.name: (route.words or ("",))[0] for route in routes() if route.guard == "all"}
    assert {name: word for name, word in first.items() if word not in OPEN_WORDS} == {}
