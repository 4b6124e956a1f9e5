"""
What no agreement can bind a person to, read from the words of a clause, PURE.

`read` says whether a text would bind somebody to one of CATEGORIES, by which words, and whether it
opens a view into what is the other's. It goes by rules, sentence by sentence: what is done or left
(frames), by force of which words (scope, verdict), in English and German (one set of tags, a lexicon
a language). It does not understand: what it misses is met by the other guards of the product.
"""

from agreements.limits.reading import Reading, read

CATEGORIES = (
    "passwords",
    "location",
    "messages",
    "advance-consent",
    "punishment",
    "isolation",
    "money",
    "health",
    "leaving",
)
__all__ = ["CATEGORIES", "Reading", "read"]
