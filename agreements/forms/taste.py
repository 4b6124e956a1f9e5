"""The answers of somebody who tries the blind round; every clause can be left out."""

from django import forms

from agreements.models import Choice


class TasteForm(forms.Form):
    """One of four answers to each clause, by its slug, or none."""

    def __init__(self, *args, templates, **kwargs):
        super().__init__(*args, **kwargs)
        for template in templates:
            self.fields[template.slug] = forms.ChoiceField(choices=Choice.choices, required=False)
