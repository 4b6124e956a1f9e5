"""One stylesheet, in layer order, small enough for a slow line."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse

from trustpact.web import scripts
from trustpact.web.stylesheet import LAYERS, NAME, JoinedFinder, joined
from trustpact.web.templatetags import web

SOURCES = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
KB = 1000


def test_stylesheet_names_its_layers_first():
    assert joined().startswith(f"@layer {', '.join(LAYERS)};")


def test_stylesheet_holds_every_source():
    css = joined()
    for source in SOURCES:
        rule = re.sub(r"/\*.*?\*/", "", source.read_text(), flags=re.DOTALL).strip().splitlines()[0]
        assert rule.strip() in css, source.name


def test_stylesheet_is_balanced():
    css = joined()
    assert css.count("{") == css.count("}")


def test_stylesheet_and_scripts_of_a_first_visit_stay_small(client, cast):
    client.force_login(cast.ana)
    page = client.get("/styleguide/")
    apart = re.findall(r'<script src="/static/(js/[^"]+)"', page.content.decode())
    bodies = [page.content, joined().encode(), scripts.joined().encode()]
    bodies += [(settings.BASE_DIR / "static" / script).read_bytes() for script in apart]

    assert len(bodies) + 2 <= 8  # with the icon and the manifest
    assert sum(len(gzip.compress(body)) for body in bodies) <= 45 * KB


def test_stylesheet_is_served_while_it_is_not_collected(client, db):
    response = client.get(reverse("web:stylesheet"))

    assert response["Content-Type"] == "text/css"
    assert response.content.decode() == joined()


def test_stylesheet_and_script_are_among_what_is_collected():
    collected = {
        name: storage.open(name).read().decode() for name, storage in JoinedFinder().list([])
    }

    assert collected == {NAME: joined(), scripts.NAME: scripts.joined()}
    assert "trustpact.web.stylesheet.JoinedFinder" in settings.STATICFILES_FINDERS
    assert finders.find(NAME) is None  # only collecting makes it


def test_script_holds_every_source_in_a_block_of_its_own(client, db):
    response = client.get(reverse("web:script"))
    script = response.content.decode()

    assert response["Content-Type"] == "text/javascript"
    assert script.count("\n}\n{\n") + 1 == len(scripts.sources())
    for source in scripts.sources():
        last = source.read_text("utf-8").rstrip().splitlines()[-1]
        assert last.strip() in script, source.name


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_css_source_is_short_and_holds_no_raw_colour(source):
    css = re.sub(r"/\*.*?\*/", "", source.read_text(), flags=re.DOTALL)

    assert len(css.splitlines()) <= 100
    if source.name != "tokens.css":
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(|oklch\(", css)


def test_pages_link_the_view_where_names_carry_no_digest(client, db):
    assert 'href="/styles.css"' in client.get("/").content.decode()


@pytest.fixture
def links_drawn_anew():
    """The links are drawn once a process, by the storage it began with; here it changes."""
    web._frame_files.cache_clear()
    yield
    web._frame_files.cache_clear()


@pytest.mark.usefixtures("links_drawn_anew")
def test_pages_link_the_collected_file_where_names_carry_a_digest(client, db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)

    page = client.get("/").content.decode()

    name = re.search(r'href="/static/(trustpact\.[0-9a-f]{12}\.css)"', page)[1]
    assert (tmp_path / name).read_text() == joined()
    assert (tmp_path / f"{name}.gz").exists()
