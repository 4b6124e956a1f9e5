"""What a question that comes back must not demand."""

import tomllib

import pytest

from checkins.asking import demand, meaning
from checkins.library import LIBRARY

DEMANDS = [
    ("Where were you today?", "location"),
    ("Where was I today, and with whom?", "isolation"),
    ("Share your location with me", "location"),
    ("Wo warst du heute?", "location"),
    ("When did you come home?", "location"),
    ("What is your phone's passcode?", "passwords"),
    ("Wie lautet dein Passwort?", "passwords"),
    ("Is your phone unlocked?", "passwords"),
    ("Who did you text today?", "messages"),
    ("Show me your messages.", "messages"),
    ("Wem hast du geschrieben?", "messages"),
    ("Did you delete any messages?", "messages"),
    ("Whom did you meet?", "isolation"),
    ("What did you wear today?", "isolation"),
    ("How much did you spend?", "money"),
    ("Wie viel hast du ausgegeben?", "money"),
    ("Did you take your pill?", "health"),
    ("How many calories did you eat?", "health"),
    ("Will you sleep with me tonight?", "advance-consent"),
    ("How often did we have sex?", "advance-consent"),
    ("What is your punishment for today?", "punishment"),
    ("Do you promise never to leave me?", "leaving"),
]
KIND = [
    "What made me smile?",
    "Something I need",
    "How does my body feel?",
    "Where would I like to go with you?",
    "Did I feel heard by you?",
    "How was work?",
    "What should we eat on Sunday?",
    "Who did me good today?",
    "Did you feel loved today?",
    "What did you do that I noticed?",
    "What worries me about money this week?",
    "When shall we go for a walk?",
    "Was hat mir gutgetan?",
    "Haben wir gelacht?",
    "Wann essen wir zusammen?",
    "Was hast du heute für mich getan?",
]


@pytest.mark.parametrize(("question", "category"), DEMANDS)
def test_demand_is_found(question, category):
    assert demand(question).category == category


@pytest.mark.parametrize("question", KIND)
def test_kind_question_is_left_alone(question):
    assert demand(question) is None


@pytest.mark.parametrize(("file", "language"), [("rituals.toml", "en"), ("rituals.de.toml", "de")])
def test_every_question_of_the_library_is_left_alone(file, language):
    library = tomllib.loads(LIBRARY.with_name(file).read_text())
    questions = [one for ritual in library["ritual"] for one in ritual["questions"]]
    said = [one["text"] for one in questions if "text" in one]
    said += [word for one in questions for word in one.get("words", []) + one.get("choices", [])]
    assert [text for text in said if demand(text, language)] == []


def test_meaning_is_the_words_and_not_the_place_or_the_eyes():
    first = {"kind": "choice", "slug": "a", "text": "Tea?", "choices": ["Yes", "No"]}
    assert meaning(first) == meaning(first | {"slug": "b", "visibility": "us"})
    assert meaning(first) != meaning(first | {"choices": ["Yes", "Never"]})
    assert meaning(first) != meaning(first | {"kind": "words", "words": ["Yes", "No"]})
