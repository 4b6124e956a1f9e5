"""What is written in a journal, and the passage of it that goes into a check-in."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.answers import ME, TEXT_LIMIT, joined
from checkins.forms.checkin import WHO
from trustpact.web.fields import WordsField

LIMIT = 10_000  # characters
NO_MEMORY = {"autocomplete": "off"}  # the browser is not to remember or to offer any of it


class EntryForm(forms.Form):
    """An entry; `prompts` are pairs of id and sentence to begin with."""

    words = WordsField(limit=LIMIT, rows=10, label=gettext_lazy("What you write"))
    prompt = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("A sentence to begin with"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the sentences shown.")},
    )

    def __init__(self, *args, prompts=(), **kwargs):
        super().__init__(*args, auto_id="entry_%s", **kwargs)
        self.fields["words"].widget.attrs |= NO_MEMORY
        self.sentences = {str(one.pk): one.text for one in prompts}
        self.fields["prompt"].choices = [("", _("Without one")), *self.sentences.items()]
        if not prompts:
            del self.fields["prompt"]

    def written(self):
        """Return what `JournalEntry.write` takes."""
        prompt = self.sentences.get(self.cleaned_data.get("prompt"), "")
        return {"words": self.cleaned_data["words"], "prompt": prompt}


class PassageForm(forms.Form):
    """A passage, the question it goes to, and who will see it there."""

    words = WordsField(
        limit=TEXT_LIMIT,
        rows=6,
        label=gettext_lazy("The passage"),
        help_text=gettext_lazy("Take out what stays with you. The entry itself stays as it is."),
    )
    place = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Where it goes"),
        error_messages={
            "required": gettext_lazy("Choose where it goes."),
            "invalid_choice": gettext_lazy("This check-in is not open any more. Choose another."),
        },
    )
    who = forms.ChoiceField(
        choices=WHO,
        initial=ME,
        widget=forms.RadioSelect,
        label=gettext_lazy("Who sees it, once you press Done there"),
        error_messages={
            "required": gettext_lazy("Choose who sees this."),
            "invalid_choice": gettext_lazy("Choose who sees this."),
        },
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, auto_id="passage_%s", **kwargs)
        self.places = {place.key: place for place in places}
        self.fields["words"].widget.attrs |= NO_MEMORY
        self.fields["place"].choices = [(place.key, _label(place)) for place in places]
        if len(places) == 1:
            self.initial.setdefault("place", places[0].key)

    def clean(self):
        """Refuse a passage for which the answer has no room."""
        place = self.places.get(self.cleaned_data.get("place"))
        words = self.cleaned_data.get("words", "")
        if place and len(joined(place.answer, words)) > TEXT_LIMIT:
            self.add_error("words", _("This answer has no room for it. Take a shorter passage."))
        return self.cleaned_data

    @property
    def chosen(self):
        """The place that was chosen."""
        return self.places[self.cleaned_data["place"]]


def _label(place):
    occurrence = place.checkin.occurrence
    day = date_format(occurrence.date, _("j F"))
    return f"{place.question['text']} ({occurrence.ritual.name}, {day})"
