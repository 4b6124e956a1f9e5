"""What comes with the product for people: the helplines of `helplines.toml`."""

import tomllib
from importlib.resources import files

from django.apps import apps


def load_helplines(*, now):
    """Bring the helplines into the library; what a curator changed stays."""
    text = files(__name__).joinpath("helplines.toml").read_text(encoding="utf-8")
    lines = tomllib.loads(text)["helpline"]
    texts = [
        (line["slug"], {name: line[name] for name in line if name != "slug"}) for line in lines
    ]
    apps.get_model("people", "Helpline").load_starters(texts, now=now)
