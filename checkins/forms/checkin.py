"""The form of one check-in: a field for each question, and beside it who will see the answer."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.answers import ME, RATHER_NOT, TEXT_LIMIT, US, is_answered
from trustpact.web.fields import WordsField

WHO = [(ME, gettext_lazy("Only me")), (US, gettext_lazy("Both of us"))]
FOR = "-for"  # ends the name of the field that says who sees an answer


@dataclass
class Row:
    """One question on the page: its fields, or the words to say aloud."""

    question: dict
    field: object = None
    who: object = None

    @property
    def kind(self):
        """Which part of the template shows it."""
        return self.question["kind"] if is_answered(self.question) else "aloud"

    def _words(self):
        return list(self.field)

    @property
    def first_words(self):
        """The words that show at once."""
        return self._words()[: self.question.get("at_first") or None]

    @property
    def more_words(self):
        """The words that are one tap away."""
        at_first = self.question.get("at_first")
        return self._words()[at_first:] if at_first else []

    @property
    def has_more_chosen(self):
        """Whether one of the words that are folded away is chosen."""
        return any(word.data["selected"] for word in self.more_words)


class CheckInForm(forms.Form):
    """
    The questions of a check-in, but for those whose answers stand open to both.

    `late` leaves out who sees an answer: after the window it is for its author alone.
    """

    def __init__(self, *args, checkin, locked=(), late=False, **kwargs):
        super().__init__(*args, auto_id="answer_%s", **kwargs)
        self.questions = [
            question for question in checkin.asked() if question["slug"] not in locked
        ]
        self.late = late
        for question in filter(is_answered, self.questions):
            self._ask(question, checkin.answers.get(question["slug"]) or {})

    def _ask(self, question, answer):
        slug = question["slug"]
        self.fields[slug] = field_for(question)
        self.initial.setdefault(slug, answer.get("value"))
        if not (self.late or question.get("private")):
            self.fields[slug + FOR] = forms.ChoiceField(
                choices=WHO,
                required=False,
                label=_("Who sees this: %(question)s") % {"question": question["text"]},
                error_messages={"invalid_choice": _("Choose who sees this.")},
            )
            start = answer.get("visibility") or question.get("visibility", ME)
            self.initial.setdefault(slug + FOR, start)

    def rows(self):
        """The questions that show at once."""
        return [self._row(one) for one in self.questions if not one.get("folded")]

    def folded_rows(self):
        """The questions that are one tap away."""
        return [self._row(one) for one in self.questions if one.get("folded")]

    def has_folded_answers(self):
        """Whether something is written in what is folded away, so that it shows."""
        return any(row.field.value() or row.field.errors for row in self.folded_rows())

    def _row(self, question):
        slug = question["slug"]
        if slug not in self.fields:
            return Row(question)
        return Row(question, self[slug], self[slug + FOR] if slug + FOR in self.fields else None)

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
