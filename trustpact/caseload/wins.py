"""Small wins as a therapist reads them: the one place that says what counts as one."""

# What these questions ask for is a win or a thanks, in its author's words.
QUESTIONS = {"noticed", "thanks", "went-well", "proud"}


def wins(notes):
    """Return those of one partner's notes, open to the therapist, that tell of a win."""
    return [note for note in notes if note.question in QUESTIONS]
