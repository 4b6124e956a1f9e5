"""Plainer forms of a word, by its ending, so that a lexicon need not list each, PURE."""

VOWELS = frozenset("aeiouy")

# What a German verb can leave behind at the end of its sentence.
PARTICLES = frozenset(
    (
        *("ab", "an", "auf", "aus", "bei", "bloss", "durch", "ein", "fest", "frei", "heim", "her"),
        *("heraus", "hin", "los", "mit", "nach", "offen", "preis", "raus", "rein", "teil", "um"),
        *("vor", "weg", "weiter", "zurueck", "zusammen"),
    )
)


def english(word: str) -> list[str]:
    """Return what `word` may be a form of: sleeping, sleeps, stopped."""
    if len(word) < 5:
        return [word[:-1]] if len(word) == 4 and word[-1] == "s" and word[-2] not in "su" else []
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    if word.endswith(("ches", "shes", "sses", "xes")):
        return [word[:-2]]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1]]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem == "us":
            return ["use"]
        if stem != word and len(stem) > 2 and VOWELS & set(stem):
            whole = [stem, stem + "e"]
            return [*whole, stem[:-1]] if stem[-1] == stem[-2] else whole
    return []


def german(word: str) -> list[str]:
    """Return what `word` may be a form of: schlaefst, hinterlege, fuehrst."""
    if len(word) < 5 or not word.isalpha():
        return []
    for particle in PARTICLES:
        rest = word.removeprefix(particle)
        if rest != word and rest.startswith(("zu", "ge")) and len(rest) > 5:
            return [particle + rest[2:]]  # anzulassen, angelassen
    if word.endswith("st"):
        return [word[:-2] + "t", word[:-2] + "en"]
    if word.endswith("e"):
        return [word + "n", word[:-1] + "t"]
    if word.endswith("t"):
        return [word[:-1] + "en"]
    return []
