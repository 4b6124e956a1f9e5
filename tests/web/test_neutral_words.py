"""
What others may glance at says nothing intimate, in any language: subjects, mails, pushes, titles and
paths (Safe-10, N4), as they are rendered, with the words that the product really fills in.
"""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cast import NOON
from tests.notices.kinds_for_tests import told
from tests.walk import routes
from trustpact.notices import kinds
from trustpact.notices.senders.mail import message_for
from trustpact.notices.sweep import sweep

LANGUAGES = ["en", "de"]
INTIMATE = {
    "en": r"sex|trust|consent|intima|desire|affair|\blov(e|er|ing)\b|marri|spouse|husband|wife|partner|"
    r"couple|betray|cheat|infidel|jealous|repair|therap|agreement|contract|clause|ritual|check-?in|"
    r"vulnerab|comfort|pregnan|infection|disclos|porn|secret|safety|abuse|violen",
    "de": r"sex|vertrau|treu|einwillig|zustimm|intim|begehr|affäre|\bliebe|ehe(mann|frau|part)|gatt|partner|"
    r"\bpaar|betrug|betrüg|fremdg|eifersü|wiedergutm|therap|vereinbarung|vertrag|klausel|ritual|"
    r"check-?in|verletzlich|schwanger|infektion|offenleg|porno|geheim|sicherheit|gewalt|missbrauch",
}
ANYWHERE = re.compile("|".join(INTIMATE.values()), re.IGNORECASE)
WORDS = {"name": "Ana", "title": "Repair", "token": "t", "occurrence": str(uuid.UUID(int=1))}


def _kinds():
    return sorted(name for name in kinds._kinds if not name.startswith(("test ", "invitation of")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_subject_sender_and_body_of_every_kind_are_neutral(cast, language):
    cast.ana.language = language
    cast.ana.save(update_fields=["language"])
    assert len(_kinds()) >= 7
    for kind in _kinds():
        message = message_for(told(cast.ana, kind=kind, words=WORDS))
        pages = [content for content, _type in message.alternatives]
        texts = [message.subject, message.from_email, message.body, *pages]
        said = [re.sub(r"https?://\S+", "", text) for text in texts]
        found = [hit[0] for text in said for hit in ANYWHERE.finditer(text)]
        assert found == [], f"{kind} in {language}: {found}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_mail_of_a_ritual_is_neutral_down_to_its_links(cast, language, settings):
    settings.SITE_ADDRESS = "https://example.org"
    cast.ana.language = language
    cast.ana.save(update_fields=["language"])
    told(cast.ana, kind="checkins.ritual")
    sweep(NOON)
    (message,) = mail.outbox
    readable = f"{message.subject}\n{message.body}\n{message.alternatives}\n"
    readable += message.extra_headers["List-Unsubscribe"].rpartition("/quiet/")[0]
    assert ANYWHERE.search(readable) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_push_shows_one_neutral_sentence(db, language):
    script = Client().get(reverse("web:worker")).content.decode()
    with translation.override(language):
        sentence = str(translation.gettext("Something is waiting for you"))
    assert ANYWHERE.search(sentence) is None
    assert sentence.encode("ascii", "backslashreplace").decode() in script
    assert ANYWHERE.search(script) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["notices:quiet", "checkins:reminders", "checkins:reminder"])
def test_title_and_path_of_what_a_mail_leads_to_are_neutral(language, name, cast, starters):
    from tests.checkins.conftest import begin
    from trustpact.notices import unsubscribing

    cast.ana.language = language
    cast.ana.save(update_fields=["language"])
    ritual = begin(cast.couple)
    notice = told(cast.ana, kind="checkins.ritual", subject=ritual.pk)
    token = unsubscribing.address_for(notice).rstrip("/").rpartition("/")[2]
    arguments = {"notices:quiet": [token], "checkins:reminder": [ritual.pk]}.get(name, [])
    client = Client()
    client.force_login(cast.ana)
    path = reverse(name, args=arguments)
    title = re.search(r"<title>(.*?)</title>", client.get(path).content.decode())[1]
    assert ANYWHERE.search(title) is None
    assert ANYWHERE.search(path.removesuffix(f"{token}/")) is None


@pytest.mark.once
def test_paths_of_everything_that_is_sent_are_neutral():
    named = {"checkins", "notices", "web", "today"}
    words = {
        word for route in routes() if route.name.partition(":")[0] in named for word in route.words
    }
    assert "talks" in words
    words -= {"clauses"}  # one of the paths' neutral words, and nothing sent leads there
    assert [word for word in words if ANYWHERE.search(word)] == []


@pytest.fixture
def starters(db):
    from tests.library import CLAUSES, RITUALS, load_library

    load_library(CLAUSES, RITUALS)


@pytest.mark.parametrize(
    "text", ["Your check-in waits", "Euer Ritual", "Vertrauen", "consent", "Partner"]
)
def test_list_of_words_is_awake(text):
    assert ANYWHERE.search(text)
