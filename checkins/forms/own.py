"""The form in which a couple writes a ritual of its own: its words, and its questions in order."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins import asking
from checkins.answers import ME, US
from checkins.models import Level
from checkins.models.refusals import objections
from trustpact.web.fields import NameField, WordsField

KINDS = [
    ("level", gettext_lazy("A level")),
    ("words", gettext_lazy("Words to pick")),
    ("choice", gettext_lazy("One of several answers")),
    ("yes-no", gettext_lazy("Yes or no")),
    ("text", gettext_lazy("Own words")),
    ("item", gettext_lazy("Something to do")),
]
MOST_PLACES = 40  # more than that nobody typed
STARTS = [(ME, gettext_lazy("Only me")), (US, gettext_lazy("Both of us"))]


def within_limits(text, language):
    """Return the text; ValidationError, with kinder words, where it demands too much."""
    if said := objections(text, language):
        raise forms.ValidationError(said, code="limits")
    return text


class OwnRitualForm(forms.Form):
    """What an own ritual is called, and what it is for."""

    name = NameField(
        limit=60,
        label=gettext_lazy("Name"),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    about = NameField(
        limit=200,
        required=False,
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("One sentence for both of you. You can leave it empty."),
    )

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, auto_id="own_%s", **kwargs)
        self.language = language

    def clean_name(self):
        """Take a name within the limits."""
        return within_limits(self.cleaned_data["name"], self.language)

    def clean_about(self):
        """Take words within the limits."""
        return within_limits(self.cleaned_data["about"], self.language)


class QuestionForm(forms.Form):
    """One question: what its kind needs, and no more."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    slug = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)
    text = NameField(
        limit=asking.TEXT_LIMIT,
        label=gettext_lazy("Question"),
        error_messages={"required": gettext_lazy("Write the question.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Which level"),
        error_messages={
            "required": gettext_lazy("Choose a level."),
            "invalid_choice": gettext_lazy("Choose a level from the list."),
        },
    )
    offered = WordsField(
        limit=600,
        rows=4,
        label=gettext_lazy("Answers to pick from"),
        help_text=gettext_lazy("One a line, two at least."),
        error_messages={"required": gettext_lazy("Write two answers at least, one a line.")},
    )
    starts = forms.ChoiceField(
        label=gettext_lazy("Seen by, to start with"),
        choices=STARTS,
        error_messages={
            "required": gettext_lazy("Choose who sees it to start with."),
            "invalid_choice": gettext_lazy("Choose who sees it to start with."),
        },
    )

    def __init__(self, *args, key, asks, language, levels, **kwargs):
        super().__init__(*args, prefix=f"q{key}", auto_id="%s", **kwargs)
        self.key, self.asks, self.language = key, asks, language
        self.fields["level"].choices = levels
        for name in ("text",) if asks == "level" else ("level",):
            del self.fields[name]
        if asks not in asking.WITH_CHOICES:
            del self.fields["offered"]

    @property
    def asks_in_words(self):
        """What kind of question it is, as the page says it."""
        return dict(KINDS)[self.asks]

    def clean_text(self):
        """Take a question that demands nothing that no agreement could."""
        return within_limits(self.cleaned_data["text"], self.language)

    def clean_offered(self):
        """Return the answers to pick from, each once."""
        lines = [line.strip() for line in self.cleaned_data["offered"].split("\n")]
        offered = list(dict.fromkeys(filter(None, lines)))
        if not asking.FEWEST_CHOICES <= len(offered) <= asking.MOST_CHOICES:
            raise forms.ValidationError(
                _("Write %(fewest)d answers at least and %(most)d at most, one a line.")
                % {"fewest": asking.FEWEST_CHOICES, "most": asking.MOST_CHOICES}
            )
        if any(len(line) > asking.CHOICE_LIMIT for line in offered):
            raise forms.ValidationError(
                _("An answer to pick has room for %(limit)d characters.")
                % {"limit": asking.CHOICE_LIMIT}
            )
        for line in offered:
            within_limits(line, self.language)
        return offered

    def question(self):
        """Return the question as `OwnQuestions` takes it."""
        given = self.cleaned_data
        asked = {"kind": self.asks, "visibility": given["starts"]}
        if self.asks == "level":
            return asked | {"slug": given["level"]}
        asked |= {"slug": given["slug"], "text": given["text"]}
        if offered := asking.WITH_CHOICES.get(self.asks):
            asked[offered] = given["offered"]
        return asked


class Questions:
    """
    The questions in the order in which they stand on the page, and what was pressed among them.

    The page holds all of it, so that nothing half-typed lies anywhere else. `place` names the keys
    of the questions in their order: who drags one moves its key.
    """

    def __init__(self, couple, data=None, questions=()):
        self.language, self.data, self.error = couple.language, data, ""
        levels = Level.published.read_in(couple.language)
        self.levels = [(level.slug, level.question) for level in levels]
        if data is None:
            kinds = [(str(key), one["kind"]) for key, one in enumerate(questions)]
            starts = [_start(one) for one in questions]
            self.forms = [
                self._form(key, asks, initial=start)
                for (key, asks), start in zip(kinds, starts, strict=True)
            ]
        else:
            self.order = [(key, data.get(f"q{key}-kind")) for key in _keys(data)]
            self.order = [(key, asks) for key, asks in self.order if asks in dict(KINDS)]
            self.forms = [self._form(key, asks, data) for key, asks in self.order]

    def _form(self, key, asks, *args, **kwargs):
        return QuestionForm(
            *args, key=key, asks=asks, language=self.language, levels=self.levels, **kwargs
        )

    def press(self):
        """Do what was pressed (add, remove, up, down), without asking whether all of it is right."""
        order, data = list(self.order), self.data
        keys = [key for key, _asks in order]
        if data.get("add") in dict(KINDS):
            if len(order) >= asking.MOST_QUESTIONS:
                self.error = _most()
            else:
                order.append((str(max(map(int, keys), default=-1) + 1), data["add"]))
        elif data.get("remove") in keys:
            order = [one for one in order if one[0] != data["remove"]]
        for name, step in (("up", -1), ("down", 1)):
            if data.get(name) in keys:
                place = keys.index(data[name])
                order.insert(max(0, place + step), order.pop(place))
        self.forms = [self._form(key, asks, initial=self._typed(key, asks)) for key, asks in order]

    def _typed(self, key, asks):
        """Return what was typed, as it was typed: nobody is told of mistakes before they are done."""
        start = {"kind": asks, "starts": ME}
        typed = {name: self.data.get(f"q{key}-{name}") for name in QuestionForm.base_fields}
        return start | {name: value for name, value in typed.items() if value is not None}

    def is_valid(self):
        """Say whether every question can be asked, and together they are neither none nor too many."""
        if not self.forms:
            self.error = _("Add one question at least.")
        elif len(self.forms) > asking.MOST_QUESTIONS:
            self.error = _most()
        right = [form.is_valid() for form in self.forms]
        if all(right) and not self.error:
            self._refuse_the_same_level_twice()
        return all(form.is_valid() for form in self.forms) and not self.error

    def _refuse_the_same_level_twice(self):
        seen = set()
        for form in self.forms:
            level = form.cleaned_data.get("level")
            if level and level in seen:
                form.add_error("level", _("This level is asked already."))
            seen.add(level)

    @property
    def errors(self):
        """Every field that is wrong, in order, for the summary above the form."""
        return [field for form in self.forms if form.is_bound for field in form if field.errors]

    def given(self):
        """Return the questions as `OwnQuestions` takes them."""
        return [form.question() for form in self.forms]


def _keys(data):
    keys = [key for key in data.getlist("place") if key.isascii() and key.isdigit()]
    return list(dict.fromkeys(key for key in keys[:MOST_PLACES] if len(key) < 4))


def _start(question):
    """Return what stands in the form of a question that is asked already."""
    start = {"kind": question["kind"], "slug": question["slug"], "starts": question["visibility"]}
    if question["kind"] == "level":
        return start | {"level": question["slug"]}
    offered = question.get(asking.WITH_CHOICES.get(question["kind"], ""), ())
    return start | {"text": question["text"], "offered": "\n".join(offered)}


def _most():
    return _("There is room for %(most)d questions.") % {"most": asking.MOST_QUESTIONS}
