"""
How well the limits are read: `python -m tests.agreements.limits_figures [--wrong]`.

Recall is the share of binding sentences that are refused, for whichever category; false alarms are
harmless ones that are refused. About every third sentence, by a hash, is kept aside while rules are
written; `--wrong` prints what is read wrongly of the others.
"""

import sys
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from agreements.limits import Reading, read

CORPUS = Path(__file__).with_name("corpus")


@dataclass(frozen=True)
class Sentence:
    """One sentence of the corpus, and what it is."""

    text: str
    language: str
    category: str
    is_binding: bool

    @property
    def is_kept_aside(self):
        """Whether nobody looks at it while writing rules."""
        return sha256(self.text.encode()).digest()[0] % 3 == 0

    @property
    def reading(self) -> Reading:
        """What the rules say of it."""
        return read(self.text)


def corpus(*, aside=None, files=("en", "de")):
    """Return the sentences: all, or only those kept aside, or only the others."""
    found = []
    for name in files:
        for category, kinds in tomllib.loads((CORPUS / f"{name}.toml").read_text()).items():
            for kind, texts in kinds.items():
                found += [Sentence(one, name[:2], category, kind == "binding") for one in texts]
    return [one for one in found if aside is None or one.is_kept_aside == aside]


def share(sentences, *, binding):
    """Return how many of the binding (or harmless) sentences are refused, and of how many."""
    asked = [one for one in sentences if one.is_binding == binding]
    return sum(bool(one.reading.category) for one in asked), len(asked)


def table(sentences):
    """Yield the lines of the figures, by category and language, and at last of all."""
    yield f"{'':<4}{'category':<18}{'recall':>14}{'false alarms':>16}{'named right':>14}"
    groups = sorted({(one.language, one.category) for one in sentences}) + [("", "all")]
    for language, category in groups:
        these = [
            one
            for one in sentences
            if category == "all" or (one.language, one.category) == (language, category)
        ]
        caught, binding = share(these, binding=True)
        alarms, harmless = share(these, binding=False)
        named = sum(one.is_binding and one.reading.category == one.category for one in these)
        yield (
            f"{language:<4}{category:<18}{caught:>6} of {binding:<4}{alarms:>8} of {harmless:<4}"
            f"{named:>7} of {binding}"
        )


def wrong(sentences):
    """Yield a line for each sentence that is read wrongly: +, it binds; what it is, what was read."""
    for one in sentences:
        read_as = one.reading
        if read_as.category != (one.category if one.is_binding else ""):
            sign = "+" if one.is_binding else "-"
            yield f"{sign} {one.category} | {read_as.category} | {one.text} | {read_as.words}"


def main(arguments):
    """Print the figures of the part kept aside; with --wrong, what is read wrongly of the rest."""
    lines = wrong(corpus(aside=False)) if "--wrong" in arguments else table(corpus(aside=True))
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
