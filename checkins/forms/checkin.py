"""The form of one check-in: a field for each question, and beside it who will see the answer."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.answers import ME, RATHER_NOT, TEXT_LIMIT, US, digest, is_answered
from checkins.wording import answer_in_words
from trustpact.web.fields import WordsField

WHO = [(ME, gettext_lazy("Only me")), (US, gettext_lazy("Both of us"))]
FOR = "-for"  # ends the name of the field that says who sees an answer


@dataclass
class Row:
    """One question on the page: its fields and what stood there, or the words to say aloud."""

    question: dict
    field: object = None
    who: object = None
    seen: str = ""

    @property
    def kind(self):
        """Which part of the template shows it."""
        return self.question["kind"] if is_answered(self.question) else "aloud"

    @cached_property
    def is_chosen(self):
        """Whether it is answered by choosing."""
        return self.kind in ("level", "words", "choice", "yes-no")

    @cached_property
    def errors(self):
        """What is wrong with the answer, or with who sees it."""
        return [*self.field.errors, *(self.who.errors if self.who else [])]

    @cached_property
    def choices(self):
        """What can be chosen: (id, value, label, whether it is chosen)."""
        name, chosen = self.field.auto_id, self.field.value()
        chosen = {str(one) for one in chosen or ()} if self.kind == "words" else {str(chosen or "")}
        offered = self.field.field.choices
        return [
            (f"{name}_{place}", value, label, value in chosen)
            for place, (value, label) in enumerate(offered)
        ]

    @property
    def first_choices(self):
        """What shows at once."""
        return self.choices[: self.question.get("at_first") or None]

    @property
    def more_choices(self):
        """What is one tap away."""
        at_first = self.question.get("at_first")
        return self.choices[at_first:] if at_first else []

    @property
    def has_more_chosen(self):
        """Whether something that is folded away is chosen."""
        return any(chosen for *_, chosen in self.more_choices)

    @property
    def who_options(self):
        """Who may see it: (value, label, whether it is chosen)."""
        chosen = self.who.value()
        return [(value, label, value == chosen) for value, label in WHO]


class CheckInForm(forms.Form):
    """
    The questions of a check-in, but for those whose answers stand open to both.

    `late` leaves out who sees an answer: after the window it is for its author alone. A posting
    names in `seen` ("question:digest", any number) the questions that it speaks of, and what its
    author had read there; one that names none speaks of all.
    """

    def __init__(self, *args, checkin, locked=(), late=False, **kwargs):
        super().__init__(*args, auto_id="answer_%s", **kwargs)
        self.checkin, self.late = checkin, late
        self.questions = [
            question for question in checkin.asked() if question["slug"] not in locked
        ]
        for question in filter(is_answered, self.questions):
            self._ask(question)

    def _ask(self, question):
        slug = question["slug"]
        value, visibility = self.checkin.stands(question)
        self.fields[slug] = field_for(question)
        self.initial.setdefault(slug, value)
        if not (self.late or question.get("private")):
            self.fields[slug + FOR] = forms.ChoiceField(
                choices=WHO,
                required=False,
                label=_("Who sees this: %(question)s") % {"question": question["text"]},
                error_messages={"invalid_choice": _("Choose who sees this.")},
            )
            self.initial.setdefault(slug + FOR, visibility)

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
        return any(row.field.value() or row.errors for row in self.folded_rows)

    def _row(self, question):
        slug = question["slug"]
        if slug not in self.fields:
            return Row(question)
        who = self[slug + FOR] if slug + FOR in self.fields else None
        return Row(question, self[slug], who, f"{slug}:{self._digest(question)}")

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
            return _("In another window this answer was taken out. To keep this one, press again.")
        return _(
            "In another window you answered: “%(answer)s”. To keep this one instead, press again."
        ) % {"answer": answer_in_words(question, value)}

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


def field_for(question):
    """Return the field in which a question is answered; every one can be left empty."""
    asked = {"label": question["text"], "required": False}
    offered = {"invalid_choice": _("Choose one of the answers shown.")}
    match question["kind"]:
        case "level":
            levels = [(str(number), word) for number, word in enumerate(question["words"], start=1)]
            levels.append((RATHER_NOT, _("Rather not say")))
            return _one_of(levels, asked, offered)
        case "words":
            words = [(word, word) for word in question["words"]]
            return WordsToPick(
                choices=words, at_most=question.get("at_most"), error_messages=offered, **asked
            )
        case "choice":
            choices = [(choice, choice) for choice in question["choices"]]
            return _one_of([*choices, ("", _("No answer"))], asked, offered)
        case "yes-no":
            return _one_of(
                [("yes", _("Yes")), ("no", _("No")), ("", _("No answer"))], asked, offered
            )
        case _:
            return WordsField(limit=TEXT_LIMIT, rows=2, **asked)


def _one_of(choices, asked, messages):
    return forms.ChoiceField(
        choices=choices, widget=forms.RadioSelect, error_messages=messages, **asked
    )
