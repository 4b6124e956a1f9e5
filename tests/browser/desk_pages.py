"""Pages of the desk that no address alone leads to: each stage of a text, and a file that was read."""

from dataclasses import dataclass

from agreements.models import ClauseTemplate, Pack
from trustpact.curation.desk import desk

GOOD = "slug,language,name,about,source\nsoil,en,Good soil,What grows,Us\nhealthy-sex,en,Ours,,\n"
BAD = (
    "slug,language,pack,category,text,ask\n"
    "one,en,healthy-sex,nowhere,We eat together.,When?\n"
    "two,en,healthy-sex,consent,We give each other our passwords.,Which?\n"
    "three,xx,healthy-sex,consent,=1+1,When?\n"
)


@dataclass(frozen=True)
class Stage:
    """A stage of a text: its name, the path of its page."""

    name: str
    path: str


def stages(curator, colleague, now):
    """Lead clauses through their lives; return the page of each stage as the curator sees it."""
    row = ClauseTemplate.published.get(slug="monogamy", language="en")
    better = {"text": row.text + " We say so early.", "watch": "How easy was it?"}
    row.revise(fields=better, by=colleague).submit().publish(by=curator, now=now)
    row = ClauseTemplate.published.get(slug="monogamy", language="en")
    old = ClauseTemplate.objects.get(slug="monogamy", language="en", number=1)
    too_far = {"text": "We give each other our passwords."}
    made = {
        "published": row,
        "retired": old,
        "draft": row.revise(fields={"watch": "Was it easy?"}, by=curator),
        "draft-with-faults": row.revise(fields=too_far, by=curator),
        "waits-for-colleague": row.revise(fields={"ask": "What is ours?"}, by=curator).submit(),
        "to-publish": row.revise(fields={"ask": "What is mine?"}, by=colleague).submit(),
        "one-language": Pack.begin(
            slug="soil", language="en", fields={"name": "Soil", "about": "a", "source": "b"},
            by=curator,
        ),
    }  # fmt: skip
    return [
        Stage(f"admin-stage-{name}", desk.of(type(one)).page("change", one.pk))
        for name, one in made.items()
    ]


def send_file(page, home, kind, text):
    """Send a file to be read, and stay on what it would do."""
    page.goto(f"{home}/desk/import/")
    page.get_by_label("What the file holds").select_option(kind)
    file = {"name": "texts.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("The file, CSV or JSON").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.locator("#found").wait_for()
