"""What is asked of somebody who has just begun: their clock, and how reminders may reach them."""

from crispy_forms.layout import Row
from django.utils.translation import gettext_lazy as _

from checkins.forms.reminders import RemindersForm
from trustpact.people.forms import ProfileForm
from trustpact.web.forms import Folded, one_button

LABEL = _("Keep it and go on")


class FirstProfileForm(ProfileForm):
    """A name and a clock, to be looked over."""

    language = None  # type: ignore[assignment]

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].help_text = ""  # the page says it above
        self.helper = one_button("name", "zone", action=action, name="keep", label=LABEL)


class FirstRemindersForm(RemindersForm):
    """Whether a mail may come, and the hours in which none does; the rest is under Reminders."""

    push = calendar = lead = weekdays = often = None  # type: ignore[assignment]

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, has_push=True, **kwargs)
        self.fields["mail"].help_text = ""  # the page says it above
        folded = Folded(
            Row("quiet_from", "quiet_end"),
            summary=_("Hours in which nothing is sent"),
            is_open=bool({"quiet_from", "quiet_end"} & self.errors.keys()),
        )
        self.helper = one_button("mail", folded, action=action, name="keep", label=LABEL)
