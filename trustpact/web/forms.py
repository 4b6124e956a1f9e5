"""How nearly every form is laid out: its fields, then its one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit


def one_button(*fields, action="", name, label, kind="primary"):
    """Return the crispy helper of a form with one button; `kind` is primary, plain, quiet, danger."""
    helper = FormHelper()
    helper.form_action = action
    helper.layout = Layout(*fields, Submit(name, label, css_class=f"button--{kind}"))
    return helper
