"""
Every part in every state, in development and in tests.

A part is a file of static/css/components; what shows it is the file of its name in web/parts.
"""

from types import SimpleNamespace

from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Field, Fieldset, Layout, Row, Submit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from trustpact.access.guards import open_to_all
from trustpact.web.charts import Line, Words, level_chart
from trustpact.web.difference import difference
from trustpact.web.fields import NameField, WordsField

LEVELS = [
    ("1", _("low")),
    ("2", _("rather low")),
    ("3", _("middling")),
    ("4", _("rather high")),
    ("5", _("high")),
    ("", _("rather not say")),
]


class SampleForm(forms.Form):
    """One field of every kind."""

    name = NameField(label=_("Name"), help_text=_("As your partner calls you."))
    email = forms.EmailField(
        label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    words = WordsField(
        label=_("Your own clause"), limit=200, help_text=_("Say what you will do, and when.")
    )
    level = forms.ChoiceField(
        label=_("How close did you feel today?"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        required=False,
    )
    watch = forms.ChoiceField(
        label=_("This clause felt"),
        choices=[("good", _("good")), ("mixed", _("mixed")), ("hard", _("hard"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("On these days"),
        choices=[("1", _("Monday")), ("4", _("Thursday"))],
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.ChoiceField(
        label=_("Remind me by"), choices=[("app", _("in the app")), ("mail", _("mail"))]
    )
    count = forms.IntegerField(label=_("Every how many weeks"), min_value=1)
    day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}))
    seen = forms.CharField(widget=forms.HiddenInput, initial="4f1c")
    agreed = forms.BooleanField(
        label=_("I have read this text and I agree to it."),
        error_messages={"required": _("Tick the box to sign, or leave the page to think it over.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            Fieldset(_("You"), "name", "email", "password", "words"),
            "level",
            "watch",
            Fieldset(_("When"), "days", "channel", "count", Row("day", "time")),
            "seen",
            "agreed",
            ButtonHolder(
                Submit("sign", _("Sign"), css_id=f"{self.prefix or 'rest'}-sign"),
                Submit(
                    "later",
                    _("Not yet"),
                    css_class="button--quiet",
                    css_id=f"{self.prefix or 'rest'}-later",
                ),
            ),
        )


class RowForm(forms.Form):
    """Levels side by side."""

    connection = forms.ChoiceField(label=_("Connection"), choices=LEVELS, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Field("connection", wrapper_class="choices--row"))


NOTHING = "web/parts/nothing.html"  # for a part that has no entry yet; a test asks for one
LOOKS = ("device", "light", "dark", "rtl")
COUPLE = [SimpleNamespace(name="Ana", mark="circle"), SimpleNamespace(name="بِن", mark="square")]
SCALE = Words("Trust", "An example.", ["low", "middling", "high"], [(0, "January"), (11, "March")])
LINES = [Line("circle", [(0, 1), (1, 2), (2, 2), (6, 3), (7, 2)]), Line("square", [(1, 2), (2, 3)])]


def parts():
    """Return the parts there are, by the names of their stylesheets, with what shows them."""
    sources = sorted((settings.BASE_DIR / "static" / "css" / "components").glob("*.css"))
    return {source.stem: (f"web/parts/{source.stem}.html", NOTHING) for source in sources}


@require_safe
@open_to_all
def styleguide(request):
    """Show the parts, light, dark or from right to left; the form at rest and refused."""
    messages.info(request, _("Your name is changed."))
    refused = SampleForm(
        {"name": "a\u202eb", "email": "nobody", "words": "x" * 220, "level": "3"}, prefix="refused"
    )
    refused.data = {f"refused-{name}": value for name, value in refused.data.items()}
    look = request.GET.get("as")
    context = {"form": SampleForm(), "refused": refused, "row": RowForm(), "levels": LEVELS}
    context |= {"couple": COUPLE, "pieces": difference("within two days", "within a calm day")}
    context |= {"chart": level_chart("sample", SCALE, LINES, 12)}
    context |= {"parts": parts(), "looks": LOOKS, "look": look if look in LOOKS else LOOKS[0]}
    return render(request, "web/styleguide.html", context)
