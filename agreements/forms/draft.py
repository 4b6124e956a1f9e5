"""The forms with which a draft is written: own words, blanks, terms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.limits import folded, within_limits
from agreements.models import BlankKind, Category
from agreements.models.draft import EACH, LONGEST_TERM_DAYS, SHORTEST_TERM_DAYS
from agreements.models.refusals import objections
from trustpact.web.fields import NameField, WordsField
from trustpact.web.forms import one_button

OWN_HEADING = "own:"  # in front of a heading of the couple's own, in the list of headings
LARGEST_AMOUNT = 999_999_999


class SearchForm(forms.Form):
    """What to look for in the library."""

    q = NameField(limit=80, required=False, label=_("Search the library"))


class OwnClauseForm(forms.Form):
    """A clause in one's own words, and the heading under which it stands."""

    words = WordsField(
        label=_("Your words"),
        help_text=_("One understanding, as you would say it to each other."),
        error_messages={"required": _("Write the clause first.")},
    )
    under = forms.ChoiceField(
        label=_("Under which heading"),
        required=False,
        error_messages={"invalid_choice": _("Choose a heading from the list.")},
    )
    heading = NameField(
        limit=60,
        required=False,
        label=_("Or under a heading of your own"),
        help_text=_("It counts instead of the one above."),
    )

    def __init__(self, *args, headings, language, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        library = Category.published.read_in(language)
        own = [(OWN_HEADING + heading, heading) for heading in headings]
        self.fields["under"].choices = [
            ("", _("Choose a heading")),
            *((category.slug, category.name) for category in library),
            *own,
        ]
        self.helper = one_button(
            "words", "under", "heading", action=action, name="add", label=_("Add to the draft")
        )

    def clean_words(self):
        """Take words within the limits."""
        return within_limits(self.cleaned_data["words"], self.language)

    def clean(self):
        """Ask for a heading where there is none."""
        cleaned = super().clean()
        if not self.errors and not cleaned["under"] and not cleaned["heading"]:
            self.add_error("under", _("Choose a heading, or write one of your own."))
        return cleaned

    @property
    def place(self):
        """Where the clause stands, as `agreement.add_own` takes it."""
        under, heading = self.cleaned_data["under"], self.cleaned_data["heading"]
        if heading:
            return {"heading": heading}
        if under.startswith(OWN_HEADING):
            return {"heading": under.removeprefix(OWN_HEADING)}
        return {"category": under}


class RewordForm(forms.Form):
    """New words for a clause of one's own."""

    words = WordsField(
        label=_("Your words"),
        help_text=_("Whatever either of you said of the old words does not count for new ones."),
        error_messages={"required": _("Write the clause first.")},
    )

    def __init__(self, *args, language, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        self.helper = one_button("words", action=action, name="save", label=_("Keep these words"))

    def clean_words(self):
        """Take words within the limits."""
        return within_limits(self.cleaned_data["words"], self.language)


class BlanksForm(forms.Form):
    """The blanks of one clause; each may stay empty, and a suggestion counts only once taken."""

    def __init__(self, *args, clause, **kwargs):
        kwargs.setdefault("prefix", "blank")
        super().__init__(*args, initial=clause.blanks, **kwargs)
        self.clause = clause
        for name, blank in clause.blanks_known.items():
            self.fields[name] = self._field(blank)
            self.fields[name].show_hidden_initial = True  # what stood there when the page was read

    def clean(self):
        """Take blanks that leave the clause within the limits."""
        cleaned = super().clean()
        changed = [name for name in self.changed_data if name in cleaned]
        blanks = {name: "" if cleaned[name] is None else str(cleaned[name]) for name in changed}
        if said := objections(self.clause.text_with(blanks), self.clause.language):
            for name in changed or [None]:
                self.add_error(name, folded(said))
                break
        return cleaned

    def filled(self, *, taken):
        """
        Return what to fill in: what was changed, and the suggestion for the blank `taken`.

        What this partner did not touch is left out, so that two who fill in different blanks at
        one time do not empty each other's.
        """
        values = {name: self.cleaned_data[name] for name in self.changed_data}
        values = {name: "" if value is None else str(value) for name, value in values.items()}
        if taken in self.clause.suggestions:
            values[taken] = self.clause.suggestions[taken]
        return values

    def rows(self):
        """Each field with the name and the words of its suggestion."""
        return [
            (self[name], name, blank["suggest"]) for name, blank in self.clause.blanks_known.items()
        ]

    def _field(self, blank):
        kind, label = blank["kind"], blank["label"]
        if kind == BlankKind.MONEY:
            currency = self.clause.agreement.couple.currency
            return _whole_number(f"{label} ({currency})", 0, LARGEST_AMOUNT, blank["suggest"])
        if kind == BlankKind.NUMBER:
            return _whole_number(label, 1, 999, blank["suggest"])
        if kind == BlankKind.PARTNER:
            names = self.clause.agreement.names
            people = [(str(place), name) for place, name in names.items()]
            return forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("Choose")), (EACH, _("Each of us")), *people],
                error_messages={"invalid_choice": _("Choose from the list.")},
            )
        return NameField(
            label=label,
            limit=300,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": blank["suggest"]}),
        )


class TermsForm(forms.Form):
    """Whom an intrusive clause concerns, and when it ends by itself."""

    concerns = forms.ChoiceField(label=_("Whom it concerns"), widget=forms.RadioSelect)
    term_days = forms.IntegerField(
        label=_("It ends by itself after this many days"),
        help_text=_("From 60 to 90 days. Both of you can renew it then."),
        min_value=SHORTEST_TERM_DAYS,
        max_value=LONGEST_TERM_DAYS,
    )

    def __init__(self, *args, clause, action, **kwargs):
        kept = {"concerns": clause.concerns, "term_days": clause.term_days}
        super().__init__(*args, initial=kept, **kwargs)
        people = [(str(place), name) for place, name in clause.agreement.names.items()]
        self.fields["concerns"].choices = [("both", _("Both of us")), *people]
        self.helper = one_button(
            "concerns", "term_days", action=action, name="keep", label=_("Keep")
        )


def _whole_number(label, smallest, largest, suggestion):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=smallest,
        max_value=largest,
        widget=forms.NumberInput(attrs={"placeholder": suggestion}),
        error_messages={"invalid": _("Write a whole number.")},
    )
