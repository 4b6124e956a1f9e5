"""No template speaks English past the catalogue: every word on a page can be translated."""

import re
from html.parser import HTMLParser

from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
# Pages of a development machine alone, and examples that nobody else sees.
OURS_ALONE = ("web/parts/", "web/styleguide.html", "web/mailbox.html")
NAMES = {"TrustPact", "Shift", "PDF", "JSON", "CSV", "Admin"}
SPOKEN = {"aria-label", "placeholder", "alt", "title", "label"}
SILENT = {"script", "style", "kbd", "code"}
TAGS = re.compile(
    r"{#.*?#}|{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{2,}")


class Said(HTMLParser):
    """Every piece of text that stands in a template itself, seen or heard."""

    def __init__(self, source):
        super().__init__()
        self.pieces, self.inside = [], []
        self.feed(TAGS.sub("", source))

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        self.pieces += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not (self.inside and self.inside[-1] in SILENT):
            self.pieces.append(data)


def literals(source):
    return [
        " ".join(piece.split()) for piece in Said(source).pieces if set(WORD.findall(piece)) - NAMES
    ]


def test_no_template_holds_a_literal_word():
    found = {
        name: said
        for path in sorted(FOLDER.rglob("*.html"))
        if not (name := str(path.relative_to(FOLDER))).startswith(OURS_ALONE)
        if (said := literals(path.read_text("utf-8")))
    }

    assert found == {}


def test_search_for_literals_is_awake():
    assert literals('<p>{% translate "Kept" %} Kept</p>') == ["Kept"]
    assert literals('<a title="Look" href="/x/">{{ x }}</a>') == ["Look"]
    assert literals("{% blocktranslate %}Kept{% endblocktranslate %}<b>TrustPact</b>") == []
