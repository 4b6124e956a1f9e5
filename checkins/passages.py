"""Where a passage of a journal can go: the text questions of an own check-in that is not done."""

from dataclasses import dataclass

from checkins import planning
from checkins.answers import ME, is_answered
from checkins.models import CheckIn


@dataclass(frozen=True)
class Place:
    """One text question of one open check-in."""

    checkin: CheckIn
    question: dict

    @property
    def key(self):
        """What stands for it in a form."""
        return f"{self.checkin.occurrence.pk}:{self.question['slug']}"

    @property
    def answer(self):
        """What is answered there so far, or None."""
        return self.checkin.answers.get(self.question["slug"])

    def take(self, words, *, visibility, now):
        """Put a passage there; a private question stays for its author alone."""
        meant = ME if self.question.get("private") else visibility
        self.checkin.take_in(self.question["slug"], words, visibility=meant, now=now)


def places(partner, now):
    """Return the places for a passage, the questions of one check-in beside each other."""
    rituals = list(partner.couple.rituals.kept().seen_by(partner))
    found = []
    for occurrence in planning.due_for(partner, rituals, now):
        checkin = occurrence.checkin_of(partner)
        if checkin.state == CheckIn.State.OPEN and not occurrence.ritual.is_session:
            texts = [one for one in checkin.asked() if one["kind"] == "text" and is_answered(one)]
            found += [Place(checkin, question) for question in texts]
    return found
