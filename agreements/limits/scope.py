"""By force of which words: what denies, frees, obliges or conditions each word of a sentence, PURE."""

from dataclasses import dataclass

from agreements.limits.parts import (
    AND,
    ASKS,
    AUX,
    CHOOSES,
    DUTY,
    FORBIDS,
    FREE,
    IF,
    NEGATION,
    NOBODY,
    STARTS,
    SUBJECT,
    THAT,
    TURNS,
    WHO,
    WITHOUT,
    Part,
    parts_of,
)
from agreements.limits.words import TAGS, Word

AFTER = TAGS["NOBODY|NO"]  # these deny an act before them: "reads no messages"
MUST, ONLY, BE, NAMES = TAGS["MUST"], TAGS["ONLY"], TAGS["BE"], TAGS["NAME"]
ASK, FIRST = TAGS["ASK"], TAGS["FIRST"]
CONSENT, VOLUNTARY, LIMITED = TAGS["CONSENT"], TAGS["VOLUNTARY"], TAGS["LIMITED"]
THIRD = TAGS["THIRD"]
EACHOTHER, OTHER, OURS = TAGS["EACHOTHER"], TAGS["OTHER"], TAGS["OURS"]
EVERY = TAGS["WHOEVER"]  # "decides about every purchase"
OWNWISH = TAGS["OWNWISH"]
# The words that one person is spoken of by.
PERSONS = {
    word: words[0]
    for words in (
        *(("i", "me", "my", "mine", "myself"), ("you", "your", "yours", "yourself")),
        *(("she", "her", "hers", "herself"), ("he", "him", "his", "himself")),
        ("ich", "mich", "mir", *(f"mein{end}" for end in ("", "e", "en", "em", "er", "es"))),
        ("du", "dich", "dir", *(f"dein{end}" for end in ("", "e", "en", "em", "er", "es"))),
        ("er", "ihn", "ihm", *(f"sein{end}" for end in ("", "e", "en", "em", "er", "es"))),
        ("sie", *(f"ihr{end}" for end in ("", "e", "en", "em", "er", "es"))),
    )
    for word in words
}


@dataclass(frozen=True, slots=True)
class Force:
    """How one word stands: whether it is denied, free to do, only a condition, only so and so."""

    denied: bool
    free: bool
    allowed: bool  # free by "may" or "can", and not by a duty that is denied
    free_of_duty: bool
    condition: bool
    only: bool


class Scope:
    """The force of each word of one sentence."""

    def __init__(self, words: list[Word], *, verb_last: bool) -> None:
        """`verb_last`: a denial counts wherever it stands in its part, as in German."""
        self.words, self.verb_last = words, verb_last
        self.parts = parts_of(words, verb_last=verb_last)
        self.tags = 0
        for word in words:
            self.tags |= word.tags
        self._part_at = [part for part in self.parts for _word in part.words]
        self._forces: dict[int, Force] = {}

    def force(self, place: int) -> Force:
        """Return the force of the word at `place`."""
        if place not in self._forces:
            self._forces[place] = self._weigh(place, self._part_at[place])
        return self._forces[place]

    def asks_leave(self, place: int) -> bool:
        """Whether somebody is asked first, or has to agree, in other words than the one at `place`."""
        return self._holds(CONSENT, but=place)

    def is_voluntary(self) -> bool:
        """Whether the sentence says that it is offered, or hangs on the wish of both."""
        return self._holds(VOLUNTARY)

    def is_of_one_name(self) -> bool:
        """Whether the same name owns and does, and nobody else is named: "Kim's pay is Kim's"."""
        if self.tags & (EACHOTHER | OURS) or any(one.folded in PERSONS for one in self.words):
            return False
        names = [one.folded.removesuffix("s") for one in self.words if one.tags & NAMES]
        return len(names) > 1 and len(set(names)) == 1

    def is_own_wish(self) -> bool:
        """Whether whoever does it does it if they want: "I show you, if I like"."""
        return bool(self.tags & OWNWISH)

    def is_limited(self) -> bool:
        """Whether it says how often, or how much, at most."""
        return bool(self.tags & LIMITED)

    def denies_near(self, place: int) -> bool:
        """Whether anything denies or turns in the part of the word at `place`."""
        part = self._part_at[place]
        return part.negates or part.turns > 0

    def bans_near(self, place: int) -> bool:
        """Whether anything denies or forbids in the part of the word at `place`."""
        part = self._part_at[place]
        return part.negates or bool(part.tags & FORBIDS)

    def is_own_choice(self, place: int) -> bool:
        """Whether whoever decides at `place` decides for themselves, or all together."""
        before, after = self.words[:place], self._with_what_hangs_on(place)
        near = self.words[max(place - 4, self._part_at[place].first) : place] + after[:7]
        if self._is_of_one_alone():
            return True
        names = [word.folded.removesuffix("s") for word in before if word.tags & NAMES]
        if any(word.folded.removesuffix("s") in names for word in self.words[place:]):
            return True  # "only Kim decides about Kim's body"
        if any(word.tags & EACHOTHER for word in after[:8]):
            return False
        here = {word.folded for word in self._part_at[place].words if word.tags & NAMES}
        is_alone = len(here) < 2 and not any(
            part.is_condition and part.tags & NAMES for part in self.parts
        )
        if names and is_alone and not any(word.tags & NAMES for word in after):
            meets = any(word.tags & (OTHER | OURS | EVERY) for word in after[:8])
            return any(word.tags & THIRD for word in near) or not meets
        return any(word.tags & CHOOSES for word in near)

    # --- below

    def _is_of_one_alone(self) -> bool:
        """Whether one person only is spoken of: "whether she goes, she decides", "my hair, I decide"."""
        if self.tags & (EACHOTHER | OURS):
            return False
        persons = [PERSONS[word.folded] for word in self.words if word.folded in PERSONS]
        persons += [word.folded.removesuffix("s") for word in self.words if word.tags & NAMES]
        return len(persons) > 1 and len(set(persons)) == 1

    def _with_what_hangs_on(self, place: int) -> list[Word]:
        """Return the words from `place` on, with the parts that say what: "decides which ..."."""
        end = place
        for part in self.parts[self.parts.index(self._part_at[place]) :]:
            if part.first > place and not part.join & (ASKS | THAT | IF):
                break
            end = part.first + len(part.words)
        return self.words[place:end]

    def _weigh(self, place: int, part: Part) -> Force:
        negated, turned, freed, only = part.reached, part.turned, part.freed, False
        is_without = False
        for here, word in enumerate(part.words, start=part.first):
            tags, is_before = word.tags, here < place
            only = only or bool(tags & ONLY)
            if here == place and not tags & NOBODY:
                continue
            reaches = here <= place or self.verb_last
            if tags & NEGATION and (reaches or self._denies_before(here, place, part)):
                negated = True
            if tags & FORBIDS or (tags & TURNS and reaches):
                turned += 1
            if tags & WITHOUT and is_before and self._is_within(here, place, part):
                is_without = True
            if tags & (FREE | MUST) and reaches:
                freed = bool(tags & FREE)
        free_of_duty = part.relieved or (bool(part.tags & DUTY) and part.denies_duty)
        allowed = freed and not part.negates
        return Force(
            denied=(negated + turned + is_without) % 2 == 1 and not free_of_duty,
            free=free_of_duty or allowed or bool(part.negates and part.tags & FORBIDS),
            allowed=allowed,
            free_of_duty=free_of_duty,
            condition=part.is_decided or (part.is_condition and self._is_closed(part)),
            only=only,
        )

    def _denies_before(self, here: int, place: int, part: Part) -> bool:
        """Whether a denial at `here` is meant for `place` before it: "reads none", "leaving is not"."""
        if self.words[here].tags & AFTER and here - place <= 4:
            return True
        ahead, between = self.words[part.first : place], self.words[place:here]
        return any(word.tags & BE for word in between) and not any(
            word.tags & (SUBJECT | AUX) for word in ahead
        )

    def _is_within(self, here: int, place: int, part: Part) -> bool:
        """Whether "without" at `here` reaches to `place`: as a rule to the end of its part."""
        rest = part.words[here - part.first :]
        if not self.verb_last or any(word.folded == "zu" for word in rest):
            return True
        return place - here <= 2 and self.words[place].typed[0].isupper()

    def _is_closed(self, part: Part) -> bool:
        """Whether a condition ends somewhere: "whoever lies pays" says both in one breath."""
        if part is not self.parts[0]:
            return not part.join & WHO
        after = self.words[part.first + len(part.words) :]
        return bool(after) and (after[0].is_pause or bool(after[0].tags & STARTS))

    def _is_an_aside(self, place: int) -> bool:
        """Whether it is said for itself: "her phone is locked, and he is fine with that"."""
        part = self._part_at[place]
        starts_anew = part.first > 0 and part.join & AND and part.has_subject
        return bool(starts_anew) and not part.tags & (FIRST | NAMES | ASK)

    def _holds(self, tags: int, *, but: int = -1) -> bool:
        if not self.tags & tags:
            return False
        for place, word in enumerate(self.words):
            if not word.tags & tags or place == but:
                continue
            force = self.force(place)
            if force.denied or force.free_of_duty or self._is_an_aside(place):
                continue
            is_first = any(near.tags & FIRST for near in self.words[place : place + 4])
            if not (word.tags & ASK and force.condition and not is_first):
                return True  # "when one of us asks" is a demand, and no leave
        return False
