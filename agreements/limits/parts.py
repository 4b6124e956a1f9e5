"""
A sentence cut into parts at pauses and conjunctions, and how far a denial reaches from one to the next, PURE.

"Neither of us reads, copies or forwards": the denial reaches over the list. "We do not shout, and
we share our passwords": it ends where the second part begins anew.
"""

from dataclasses import dataclass

from agreements.limits.words import TAGS, Word

NEGATION = TAGS["NOT|NOBODY|NO"]  # not, never | nobody, neither | no, none, nothing
TURNS = TAGS["TURNS"]  # refuses, stops, avoids: what comes after it is not done
FORBIDS = TAGS["FORBID"]  # off limits, taboo: denies its part, before and after
NOBODY, WITHOUT, FREE, DUTY = TAGS["NOBODY"], TAGS["WITHOUT"], TAGS["FREE"], TAGS["DUTY"]
NEEDNOT = TAGS["NEEDNOT"]  # "muss es nicht zeigen": denied from behind, it frees too
JUDGES = TAGS["FINE|DEMAND"]  # it is okay that ..., nobody expects that ...
ACTS = TAGS["LOOK|TELL|GIVE|MEET|UNLOCK|TRACK|DELETE|FORWARD|SEARCH|STOPSEEING"]
SUBJECT, AUX = TAGS["SUBJECT"], TAGS["AUX"]
STARTS = TAGS["STARTS"]  # I, we, he: never an object
PAUSED = TAGS["PAUSED"]  # joins on only behind a pause, or at the beginning

INVERTED = TAGS["IF|WHOEVER"]
CHOOSES = TAGS["SELF|CHOOSER"]  # by oneself, or each
ASKS, DECIDES = TAGS["ASKS"], TAGS["DECIDE"]  # "decides which", "does not ask why"
JOINS = TAGS["ASKS|WHO|AND|OR|BUT|IF|THAT|BECAUSE|BEFORE|UNLESS"]
AND, OR, IF, WHO, BEFORE = TAGS["AND"], TAGS["OR"], TAGS["IF"], TAGS["WHO"], TAGS["BEFORE"]
BUT, THAT = TAGS["BUT"], TAGS["THAT"]
ANEW = TAGS["BUT|BECAUSE|UNLESS"]


@dataclass(slots=True)
class Part:
    """A stretch of a sentence: its words, what joins it on, and what reaches it from before."""

    first: int
    words: list[Word]
    join: int = 0
    is_condition: bool = False
    is_decided: bool = False  # it says what somebody decides: "decides alone who uses it"
    is_paused: bool = False  # a pause, or a subject, ends it
    reached: bool = False  # a plain denial (not, nobody) reaches in
    turned: int = 0  # how many others (refuses, off limits) reach in
    freed: bool = False  # "can" or "may" reaches in
    relieved: bool = False  # a duty that is denied reaches in
    forbidden: bool = False

    @property
    def tags(self) -> int:
        """All that its words mean."""
        tags = 0
        for word in self.words:
            tags |= word.tags
        return tags

    @property
    def negates(self) -> bool:
        """Whether a plain denial stands in it or reaches in; two of them say no twice."""
        return self.reached or bool(self.tags & NEGATION)

    @property
    def turns(self) -> int:
        """How often it refuses or forbids, what reaches in counted."""
        return self.turned + sum(bool(word.tags & (TURNS | FORBIDS)) for word in self.words)

    @property
    def frees(self) -> bool:
        """Whether it says that something may be done."""
        return bool(self.tags & FREE) and not self.negates

    @property
    def denies_duty(self) -> bool:
        """Whether "nobody has to" is meant, and not "has to keep from doing it"."""
        denied, negates = self.reached, self.negates
        for word in self.words:
            if word.tags & DUTY and (denied or (word.tags & NEEDNOT and negates)):
                return True
            denied |= bool(word.tags & NEGATION)
        return False

    def begins_with(self, tags: int, *, within: int) -> bool:
        """Whether one of its first words means this."""
        return any(word.tags & tags for word in self.words[:within])

    @property
    def has_subject(self) -> bool:
        """Whether it names anew who does it."""
        return self.begins_with(SUBJECT, within=4)


def parts_of(words: list[Word], *, verb_last: bool) -> list[Part]:
    """Return the parts of a sentence; `verb_last` as in `Scope`."""
    if _is_inverted(words, verb_last=verb_last):
        words[0].tags |= INVERTED
    parts = _cut(words)
    _reach(parts, verb_last=verb_last)
    _reach_back(parts, verb_last=verb_last)
    return parts


def _is_inverted(words: list[Word], *, verb_last: bool) -> bool:
    """Whether it begins with a verb for "if": "Should Ben lie, ...", "Zieht Tanja aus, ..."."""
    if len(words) < 4 or not words[1].tags & SUBJECT or not any(one.is_pause for one in words[2:]):
        return False
    first = words[0]
    if not verb_last:
        return first.folded in ("should", "had", "were")
    is_verb = first.folded[-1] in "tn" or first.folded in ("will", "soll", "kann", "darf", "muss")
    return is_verb and not first.tags & (SUBJECT | JOINS | NEGATION | TAGS["ARTICLE|NAME|PLAIN"])


def _cut(words: list[Word]) -> list[Part]:
    parts = [Part(0, [])]
    for place, word in enumerate(words):
        last = parts[-1]
        join = BUT if word.folded == ":" else word.tags & JOINS
        if word.tags & PAUSED and place and not words[place - 1].is_pause:
            join = 0
        if word.tags & STARTS and last.is_condition and place - last.first > 2:
            last.is_paused = True  # "if I feel unsure I look": the second subject goes on
            parts.append(Part(place, [word]))
            continue
        if word.is_pause or join:
            if last.words and not last.words[-1].is_pause:
                last.is_paused = word.is_pause
                parts.append(Part(place, []))
            parts[-1].join |= join
            parts[-1].is_condition |= bool(join & IF)
        parts[-1].words.append(word)
    return parts


def _reach(parts: list[Part], *, verb_last: bool) -> None:
    """Let denials, and freedom, reach from each part into the next where they do."""
    listed = _listed_with_or(parts)
    for place in range(1, len(parts)):
        before, part = parts[place - 1], parts[place]
        decides = bool(before.tags & DECIDES and before.tags & CHOOSES)
        part.is_decided = decides and bool(part.join & (WHO | ASKS))
        how = _joined(before, part, listed=listed[place], verb_last=verb_last)
        if how == "all":
            part.reached, part.turned = before.negates, before.turns
            part.relieved = before.relieved or before.denies_duty
        if how in ("all", "freedom"):
            part.freed = before.freed or before.frees or bool(part.join & ASKS)


def _joined(before: Part, part: Part, *, listed: bool, verb_last: bool) -> str:
    """Return what reaches over: "all", "freedom" alone, or ""."""
    if part.join & ASKS:
        return "freedom" if before.tags & DECIDES else ""
    if part.is_condition or part.join & THAT:
        return "all" if before.tags & JUDGES and not part.join & ANEW else ""
    if part.join & (ANEW | BEFORE):
        return ""
    if part.begins_with(WITHOUT, within=2) or (verb_last and _is_infinitive(part)):
        return "all"
    if part.join & OR or listed:
        return "all" if part.join & OR or not part.has_subject else ""
    if part.has_subject:
        return ""
    if before.tags & NOBODY or ((before.reached or before.turned) and not before.tags & ACTS):
        return "all"
    if not before.tags & ACTS:
        return "freedom" if part.join & AND or not before.tags & NEGATION else ""
    starts_anew = part.begins_with(AUX, within=3)
    return "all" if part.tags & ACTS and part.join & AND and not starts_anew else "freedom"


def _is_infinitive(part: Part) -> bool:
    """Whether a German part hangs on the one before: "ist verpflichtet, ihr Handy zu zeigen"."""
    folded = [word.folded for word in part.words]
    return folded[-2:-1] == ["zu"] or ("zu" in folded and not part.has_subject)


def _listed_with_or(parts: list[Part]) -> list[bool]:
    """Say of each part whether it stands in a list that goes on to an "or"."""
    listed, goes_on = [False] * len(parts), False
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if part.join:
            goes_on = bool(part.join & OR) and not part.has_subject
        listed[place] = goes_on and not part.join
    return listed


def _reach_back(parts: list[Part], *, verb_last: bool) -> None:
    """Let what forbids a list reach all of it: "hitting, pushing and shouting are off limits"."""
    if parts[0].begins_with(WITHOUT, within=1) and any(part.negates for part in parts[1:3]):
        parts[0].reached = True  # "without saying where, nobody goes": it has to be said
    for place in range(len(parts) - 1, 0, -1):
        part, before = parts[place], parts[place - 1]
        if verb_last and part.tags & FORBIDS and not any(one.has_subject for one in parts):
            parts[0].turned += place > 1  # "etwas auszugeben, ohne zu fragen, ist nicht erlaubt"
        if part.join & ~(AND | OR):
            continue
        forbidden = bool(part.tags & FORBIDS) or part.forbidden
        if verb_last and part.tags & NEGATION and max(len(before.words), len(part.words)) <= 3:
            before.reached |= not part.has_subject  # "wir schlagen, stossen und werfen nicht"
        elif verb_last and part.reached and len(before.words) <= 2:
            before.reached = True
        elif forbidden and not before.tags & (SUBJECT | AUX):
            before.forbidden = True
            before.turned += 1
