"""How nearly every form is laid out: its fields, then its one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit


def one_button(*fields, action="", name, label, kind="primary", css_id=None):
    """
    Return the crispy helper of a form with one button; `kind` is primary, plain, quiet, danger.

    `css_id` is for a page with several such buttons of one name.
    """
    helper = FormHelper()
    helper.form_action = action
    helper.layout = Layout(*fields, Submit(name, label, css_class=f"button--{kind}", css_id=css_id))
    return helper


class Folded(Div):
    """Fields behind a summary, which opens without a script; `is_open` where one of them is wrong."""

    template = "%s/layout/folded.html"

    def __init__(self, *fields, summary, is_open=False):
        super().__init__(*fields, **({"open": ""} if is_open else {}))
        self.summary = summary
