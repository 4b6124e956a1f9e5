"""The form of one check-in: a field for each question, and beside it who will see the answer."""

from dataclasses import dataclass, field

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.answers import (
    ME,
    RATHER_NOT,
    TEXT_LIMIT,
    US,
    WITH_THERAPIST,
    digest,
    is_answered,
)
from checkins.wording import answer_in_words
from trustpact.web.fields import WordsField

WHO = [(ME, gettext_lazy("Only me")), (US, gettext_lazy("Both of us"))]
ALSO = [(WITH_THERAPIST, gettext_lazy("With our therapist"))]
FOR = "-for"  # ends the name of the field that says who sees an answer


CHOSEN = ("level", "words", "choice", "yes-no")  # kinds that are answered by choosing


@dataclass
class Row:
    """One question on the page: what is answered and who sees it, or the words to say aloud."""

    question: dict
    value: object = None
    visibility: str | None = None  # None: there is nothing to choose
    errors: list = field(default_factory=list)
    seen: str = ""
    those: list = field(default_factory=lambda: WHO)  # who can be chosen to see it

    @cached_property
    def kind(self):
        """Which part of the template shows it."""
        return self.question["kind"] if is_answered(self.question) else "aloud"

    @cached_property
    def is_chosen(self):
        """Whether it is answered by choosing."""
        return self.kind in CHOSEN

    @cached_property
    def offered(self):
        """What can be chosen: (value, label)."""
        return offered(self.question)

    @cached_property
    def chosen(self):
        """The values that are chosen."""
        if self.kind == "words":
            return {str(one) for one in self.value or ()}
        return {str(self.value or "")}

    @property
    def has_more_chosen(self):
        """Whether something that is folded away is chosen."""
        folded = self.question["words"][self.question["at_first"] :]
        return not self.chosen.isdisjoint(folded)


class CheckInForm(forms.Form):
    """
    The questions of a check-in, but for those whose answers stand open to both.

    Pages draw it from its rows; fields are made where something was sent. `late` leaves out who
    sees an answer: after the window it is for its author alone. A posting names in `seen`
    ("question:digest", any number) the questions that it speaks of, and what its author had read
    there; one that names none speaks of all.
    """

    def __init__(self, *args, checkin, locked=(), late=False, **kwargs):
        super().__init__(*args, auto_id="answer_%s", **kwargs)
        self.checkin, self.late = checkin, late
        self.questions = [
            question for question in checkin.asked() if question["slug"] not in locked
        ]
        if self.is_bound:
            for question in filter(is_answered, self.questions):
                self._ask(question)

    def _ask(self, question):
        slug = question["slug"]
        self.fields[slug] = field_for(question)
        if self._asks_who(question):
            self.fields[slug + FOR] = forms.ChoiceField(
                choices=self.who,
                required=False,
                label=who_sees(question),
                error_messages={"invalid_choice": _("Choose who sees this.")},
            )

    @property
    def who(self):
        """Who can see an answer: a therapist only where there is one."""
        return WHO + (ALSO if self.checkin.partner.has_therapist else [])

    def _asks_who(self, question):
        return not (self.late or question.get("private"))

    @cached_property
    def all_rows(self):
        """Every question, in the order asked."""
        return [self._row(question) for question in self.questions]

    @property
    def rows(self):
        """The questions that show at once."""
        return [row for row in self.all_rows if not row.question.get("folded")]

    @property
    def folded_rows(self):
        """The questions that are one tap away."""
        return [row for row in self.all_rows if row.question.get("folded")]

    @property
    def has_folded_answers(self):
        """Whether something is written in what is folded away, so that it shows."""
        return any(row.value or row.errors for row in self.folded_rows)

    def _row(self, question):
        if not is_answered(question):
            return Row(question)
        slug, (value, visibility) = question["slug"], self.checkin.stands(question)
        errors = []
        if self.is_bound:
            value, errors = self[slug].value(), [*self.errors.get(slug, [])]
            visibility = self.data.get(slug + FOR, visibility)
            errors += self.errors.get(slug + FOR, [])
        who = visibility if self._asks_who(question) else None
        if who == WITH_THERAPIST and not self.checkin.partner.has_therapist:
            who = US
        seen = f"{slug}:{self._digest(question)}"
        return Row(question, value, who, errors, seen, self.who)

    def _digest(self, question):
        return digest(*self.checkin.stands(question, late=self.late))

    def digests(self):
        """Return question to `answers.digest` of what stands there by now, all that are asked."""
        asked = filter(is_answered, self.questions)
        return {question["slug"]: self._digest(question) for question in asked}

    def seen(self):
        """Return question to the digest of what its author had read; None where all are meant."""
        named = self.data.getlist("seen")
        return dict(one.rpartition(":")[::2] for one in named) if named else None

    def given(self):
        """Return the answers as `CheckIn.save_answers` takes them."""
        return {
            question["slug"]: {
                "value": self.cleaned_data[question["slug"]],
                "visibility": self.cleaned_data.get(question["slug"] + FOR) or ME,
            }
            for question in self.questions
            if question["slug"] in self.fields
        }

    def say_elsewhere(self, slugs):
        """Say of these questions that another window answered them meanwhile."""
        for question in self.questions:
            if question["slug"] in slugs:
                self.add_error(question["slug"], self._elsewhere(question))

    def _elsewhere(self, question):
        value, _visibility = self.checkin.stands(question)
        if value is None:
            return _("In another window this answer was taken out. Done keeps this one.")
        return _("In another window you answered: “%(answer)s”. Done keeps this one instead.") % {
            "answer": answer_in_words(question, value)
        }

    def wrong(self):
        """Return question to the sentence that says what is wrong with its answer."""
        said = {}
        for name, errors in self.errors.items():
            said.setdefault(name.removesuffix(FOR), errors[0])
        return said


class WordsToPick(forms.MultipleChoiceField):
    """Some words of a list; `at_most` of them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, at_most=None, **kwargs):
        super().__init__(**kwargs)
        self.at_most = at_most

    def validate(self, value):
        """Refuse more words than the question takes."""
        super().validate(value)
        if self.at_most and len(value) > self.at_most:
            raise forms.ValidationError(
                ngettext("Choose %(count)d word.", "Choose up to %(count)d words.", self.at_most)
                % {"count": self.at_most}
            )


def who_sees(question):
    """Return what the list of those who may see an answer is called."""
    return _("Who sees this: %(question)s") % {"question": question["text"]}


def offered(question):
    """Return what a question offers to choose from: (value, label)."""
    match question["kind"]:
        case "level":
            levels = [(str(number), word) for number, word in enumerate(question["words"], start=1)]
            return [*levels, (RATHER_NOT, _("Rather not say"))]
        case "words":
            return [(word, word) for word in question["words"]]
        case "choice":
            choices = [(choice, choice) for choice in question["choices"]]
            return [*choices, ("", _("No answer"))]
        case _:
            return [("yes", _("Yes")), ("no", _("No")), ("", _("No answer"))]


def field_for(question):
    """Return the field in which a question is answered; every one can be left empty."""
    asked = {"label": question["text"], "required": False}
    if question["kind"] not in CHOSEN:
        return WordsField(limit=TEXT_LIMIT, rows=2, **asked)
    asked["error_messages"] = {"invalid_choice": _("Choose one of the answers shown.")}
    if question["kind"] == "words":
        return WordsToPick(choices=offered(question), at_most=question.get("at_most"), **asked)
    return forms.ChoiceField(choices=offered(question), widget=forms.RadioSelect, **asked)
