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

# English verbs whose past is no ending: "given up" is a form of "give up".
_PAST = {
    **{"given": "give", "gave": "give", "taken": "take", "took": "take", "shown": "show"},
    **{"told": "tell", "said": "say", "seen": "see", "saw": "see", "gone": "go", "went": "go"},
    **{"kept": "keep", "held": "hold", "left": "leave", "lost": "lose", "sent": "send"},
    **{"made": "make", "paid": "pay", "met": "meet", "spoken": "speak", "written": "write"},
    **{"worn": "wear", "chosen": "choose", "broken": "break", "thrown": "throw", "bought": "buy"},
    **{"spent": "spend", "brought": "bring", "done": "do", "hidden": "hide", "sold": "sell"},
    **{"got": "get", "gotten": "get", "known": "know", "driven": "drive", "begun": "begin"},
    **{"forgotten": "forget", "forbidden": "forbid", "withdrawn": "withdraw", "laid": "lay"},
}

# German strong verbs, as they begin behind "er" or end in the past: "gibt ab", "abgegeben".
_STRONG = (
    *(("gibt", "geben"), ("gegeben", "geben"), ("nimmt", "nehmen"), ("genommen", "nehmen")),
    *(("sieht", "sehen"), ("liest", "lesen"), ("trifft", "treffen"), ("getroffen", "treffen")),
    *(
        ("verlaesst", "verlassen"),
        ("laesst", "lassen"),
        ("haelt", "halten"),
        ("behaelt", "behalten"),
    ),
    *(("spricht", "sprechen"), ("gesprochen", "sprechen"), ("schlaeft", "schlafen")),
    *(("bricht", "brechen"), ("gebrochen", "brechen"), ("traegt", "tragen"), ("faehrt", "fahren")),
    *(
        ("wirft", "werfen"),
        ("geworfen", "werfen"),
        ("verliert", "verlieren"),
        ("vergisst", "vergessen"),
    ),
    *(("faengt", "fangen"), ("erhaelt", "erhalten"), ("hilft", "helfen"), ("isst", "essen")),
    *(("geschrieben", "schreiben"), ("getragen", "tragen"), ("gegangen", "gehen")),
    *(
        ("geschlossen", "schliessen"),
        ("gelassen", "lassen"),
        ("gesehen", "sehen"),
        ("tritt", "treten"),
    ),
)


def english(word: str) -> list[str]:
    """Return what `word` may be a form of: sleeping, sleeps, stopped, given."""
    if word in _PAST:
        return [_PAST[word]]
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
    if len(word) < 4 or not word.isalpha():
        return []
    for strong, weak in _STRONG:
        if word.endswith(strong):
            return [word.removesuffix(strong) + weak]
    if len(word) < 5:
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
