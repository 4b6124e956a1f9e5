"""Form fields for what people write. Every free text of the product comes in through these."""

from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trustpact.web.text import TextRefused, clean_text

SENTENCES = {
    "lines": _("Write this on one line."),
    "control": _(
        "There is a hidden control character in this text, perhaps a tab. Type that part anew."
    ),
    "surrogate": _("One character in this text is broken. Type that part anew."),
    "noncharacter": _("One character in this text is broken. Type that part anew."),
    "direction": _(
        "There is a hidden character in this text that turns the reading direction. "
        "Type that part anew; right-to-left text works without it."
    ),
    "tag": _("There is a hidden character in this text. Type that part anew."),
    "invisible": _("There is a hidden character in this text. Type that part anew."),
    "marks": _("There are too many accents on one letter. Use fewer."),
}


class WordsField(forms.CharField):
    """
    What a person writes, on several lines, in any script.

    `limit` is in characters. The browser is not told the limit: it would cut a pasted text in
    silence, while the form can say how much is too much and keep all of it.
    """

    widget: type[forms.Widget] = forms.Textarea
    default_error_messages = {"required": _("This is still empty.")}
    lines = True

    def __init__(self, *, limit=4000, rows=4, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit
        if isinstance(self.widget, forms.Textarea):
            self.widget.attrs |= {"rows": rows, "cols": 60, "dir": "auto"}
        else:
            self.widget.attrs["dir"] = "auto"

    def to_python(self, value):
        """Return the cleaned text; ValidationError with a sentence that helps."""
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        try:
            return clean_text(text, limit=self.limit, lines=self.lines)
        except TextRefused as refused:
            raise ValidationError(sentence(refused), code=refused.reason) from None


class NameField(WordsField):
    """A name or another short text on one line, in any script, with at least one visible sign."""

    widget = forms.TextInput
    lines = False

    def __init__(self, *, limit=80, **kwargs):
        super().__init__(limit=limit, **kwargs)

    def to_python(self, value):
        """Return the cleaned name; ValidationError where nothing in it can be read."""
        name = super().to_python(value)
        if name and not any(category(sign)[0] in "LNS" for sign in name):
            raise ValidationError(_("Write at least one letter."), code="nothing")
        return name


def sentence(refused):
    """Return the sentence for the person whose text was refused."""
    if refused.reason == "too_long":
        excess = refused.length - refused.limit
        return ngettext(
            "This is %(excess)d character too long. There is room for %(limit)d.",
            "This is %(excess)d characters too long. There is room for %(limit)d.",
            excess,
        ) % {"excess": excess, "limit": refused.limit}
    return SENTENCES[refused.reason]
