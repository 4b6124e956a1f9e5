"""The curators' journeys as two people walk them in a browser: write, compare, publish, bring back."""

from agreements.models import ClauseTemplate, Version
from trustpact.curation.desk import desk

FILE = b"slug,language,name,about,source\nsoil,en,Good soil,What grows between us,Us\n"


def page_of(row):
    """Return where the desk shows a text."""
    return desk.of(type(row)).page("change", row.pk)


def clause():
    """Return the clause that is written anew, as couples read it."""
    return ClauseTemplate.published.get(slug="monogamy", language="en")


def sealed_words():
    """Return the words that couples signed, version by version."""
    return list(Version.objects.order_by("pk").values_list("pk", "digest"))


def write_and_publish(writer, publisher):
    """One writes other words and hands them over; the other sees what changes, and publishes it."""
    writer.press("Write a new revision of it")
    writer.fill("What a check-in asks", "How easy was it to keep this?")
    writer.press("Hand over for review")
    publisher.open("/desk/")
    publisher.press("Each of us keeps sex", exact=False)
    assert publisher.sees("What changes for couples")
    assert publisher.page.locator("ins").count()
    assert publisher.page.locator("#phone").is_visible()
    publisher.press("Publish")
    assert publisher.sees("No agreement changes by it")


def bring_back(curator):
    """The words that stood before are published again."""
    curator.press("Revision 1", exact=False)
    assert curator.sees("What changes for couples")
    curator.press("Bring these words back")
    assert curator.sees("Published again")


def take_in_a_file(curator):
    """A file is read, what it would do is shown, and it comes in."""
    curator.press("Take in a file")
    curator.tap(curator.page.get_by_label("What the file holds"))
    curator.choose("What the file holds", "pack")
    file = {"name": "packs.csv", "mimeType": "text/csv", "buffer": FILE}
    with curator.page.expect_file_chooser() as chooser:
        curator.tap(curator.page.get_by_label("The file, CSV or JSON"))
    chooser.value.set_files(file)
    curator.press("Read the file")
    assert curator.sees("1 text becomes a draft")
    curator.press("Take it in")
    assert curator.sees("Good soil")
