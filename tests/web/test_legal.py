"""What an operator says of an installation: shown safely, in the reader's language, and asked for."""

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from trustpact.web import plain
from trustpact.web.legal import DEFAULTS, TITLES

NAMES = ["web:about", "web:privacy", "web:terms"]


@pytest.fixture
def folder(settings, tmp_path):
    settings.LEGAL_PAGES = str(tmp_path)
    return tmp_path


def page(name, language="en"):
    return Client(headers={"accept-language": language}).get(reverse(name)).content.decode()


def told(checks):
    return sorted(f"{one.id} {one.msg}" for one in checks if one.id.startswith("web."))


def test_everybody_reads_them_without_a_cookie_or_a_query(db, django_assert_num_queries):
    for name in NAMES:
        with django_assert_num_queries(0):
            response = Client().get(reverse(name))
        assert response.status_code == 200
        assert not response.cookies


def test_the_foot_of_a_page_without_an_account_leads_to_them(db, client):
    shown = client.get(reverse("web:landing")).content.decode()

    assert all(f'href="{reverse(name)}"' in shown for name in [*NAMES, "people:contact"])


def test_more_leads_to_them_with_an_account(cast, client):
    client.force_login(cast.ana)
    shown = client.get(reverse("people:more")).content.decode()

    assert all(f'href="{reverse(name)}"' in shown for name in [*NAMES, "people:contact"])


def test_a_gap_says_that_it_is_one(db):
    assert "<mark>Still to be filled in: Street, town, country</mark>" in page("web:about")


def test_what_the_operator_wrote_stands_before_ours(db, folder):
    (folder / "about.en.md").write_text("# Us\n\n## Ana & Co\n- <script>alert(1)</script>\n")
    shown = page("web:about")

    assert "<h2>Ana &amp; Co</h2>" in shown
    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in shown
    assert "Street, town" not in shown


def test_a_text_in_the_readers_language_comes_first_and_any_of_theirs_before_ours(db, folder):
    (folder / "terms.de.md").write_text("Nur auf Deutsch.")
    assert '<div class="stack" lang="de">' in page("web:terms", "en")
    (folder / "terms.en.md").write_text("In English.")
    assert "In English." in page("web:terms", "en")
    assert "Nur auf Deutsch." in page("web:terms", "de")


def test_ours_say_what_the_site_cannot_do_in_both_languages(db):
    assert "whoever controls the server could read it" in page("web:privacy")
    assert "wer den Server beherrscht, könnte es also lesen" in page("web:privacy", "de")
    for name in TITLES:
        texts = [(DEFAULTS / f"{name}.{spoken}.md").read_text("utf-8") for spoken in ("en", "de")]
        kinds = [[(block.kind, len(block.lines)) for block in plain.blocks(text)] for text in texts]
        assert kinds[0] == kinds[1]
        assert texts[0].count("[[") == texts[1].count("[[") > 0


def test_an_operator_is_told_which_texts_have_gaps(folder):
    for name in TITLES:
        for language in ("en", "de"):
            (folder / f"{name}.{language}.md").write_text("We say it all.")
    assert told(run_checks(include_deployment_checks=True)) == []

    (folder / "terms.de.md").write_text("Wir sind [[wer?]]")
    assert told(run_checks(include_deployment_checks=True)) == [
        "web.W001 terms.de.md has gaps in it that only you can fill."
    ]


def test_without_a_folder_every_text_is_asked_for(settings):
    settings.LEGAL_PAGES = ""

    assert len(told(run_checks(include_deployment_checks=True))) == 6
    assert told(run_checks()) == []  # a development machine is not asked


def test_a_folder_that_is_not_there_stops_the_start(settings, tmp_path):
    settings.LEGAL_PAGES = str(tmp_path / "nowhere")

    assert told(run_checks())[0].startswith("web.E001")


def test_a_text_that_is_none_stops_the_start(folder):
    (folder / "privacy.en.md").write_bytes(b"\xff\xfe")

    assert told(run_checks())[0].startswith("web.E002")
