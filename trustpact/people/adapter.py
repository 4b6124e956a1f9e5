"""How allauth meets the house: mailboxes, reauthentication, devices, and what it may keep."""

import hmac
import ipaddress
from hashlib import sha256
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.access.recent import is_recent
from trustpact.notices.models import Reminders
from trustpact.people import devices, factors, newcomers
from trustpact.people.consents import Purpose
from trustpact.people.mailboxes import is_mailbox, normal
from trustpact.people.models import Consent
from trustpact.rules import RuleBroken

CHOSEN_PASSWORD = "chosen_password"  # noqa: S105  the hash of one, until the mailbox is proved


class AccountAdapter(DefaultAccountAdapter):
    """allauth's ways, with ours where they differ."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "That is not the code in the mail. Check it and type it again."
        ),
        "incorrect_password": gettext_lazy("That is not your password. Type it again."),
        "email_password_mismatch": gettext_lazy(
            "This mailbox and password do not go together. "
            "Type them again, or leave the password empty and get a code by mail."
        ),
        "too_many_login_attempts": gettext_lazy("That was tried too often. Wait a few minutes."),
        "rate_limited": gettext_lazy("That was asked for too often. Wait a moment."),
        "enter_current_password": gettext_lazy("That is not your present password. Type it again."),
        "duplicate_email": gettext_lazy("This mailbox is already yours here."),
    }

    def clean_email(self, email):
        """Return the mailbox in the form in which it is kept; ValidationError if it cannot be one."""
        if not is_mailbox(email):
            raise ValidationError(_("Write a mailbox such as name@example.org."), code="mailbox")
        return normal(email)

    @transaction.atomic
    def save_user(self, request, user, form, commit=True):
        """
        Make the account of a sign-up.

        A password becomes valid only once the mailbox is proved in this same browser: otherwise
        somebody could set one on another's mailbox, and wait.
        """
        chosen = form.cleaned_data.get("password1")
        user.name = form.cleaned_data["name"]
        user.zone = form.cleaned_data["zone"]
        user.language = form.cleaned_data["language"]
        user.adult_confirmed_on = timezone.now().date()
        user.email = form.cleaned_data["email"]
        user.set_password(chosen)
        if chosen:
            request.session[CHOSEN_PASSWORD] = {"person": str(user.pk), "hash": user.password}
        user.set_unusable_password()
        user.save()
        Consent.objects.give(user, Purpose.INTIMATE, now=timezone.now())
        return user

    def confirm_email(self, request, email_address):
        """Take the mailbox as proved, and with it the password chosen in this browser."""
        confirmed = super().confirm_email(request, email_address)
        chosen = request.session.pop(CHOSEN_PASSWORD, {})
        person = email_address.user
        if confirmed and chosen.get("person") == str(person.pk):
            person.password = chosen["hash"]
            person.save(update_fields=["password"])
        if confirmed:
            Reminders.objects.forget_bounce(person)
        return confirmed

    def login(self, request, user):
        """Sign in, for as long as this device allows."""
        own = request.session.pop(devices.OWN, False)
        super().login(request, user)
        devices.begin(request.session, own=own, now=timezone.now())

    def post_login(self, request, user, **kwargs):
        """Go on after signing in; a new account has just proved its mailbox by code."""
        if kwargs.get("signup") and not get_authentication_records(request, user):
            record_authentication(request, user, method="code", email=user.email)
        response = super().post_login(request, user, **kwargs)
        if not kwargs.get("signup"):
            return response
        response = newcomers.lead_on(request, user) or response
        return factors.offer_codes(request, before=response) or response

    def get_reauthentication_methods(self, user):
        """Return the ways to authenticate anew, best first; without any other, a fresh mail code."""
        methods = super().get_reauthentication_methods(user)
        if not methods and user.is_authenticated:
            return [
                {
                    "id": "fresh_code",
                    "description": _("Get a code by mail"),
                    "url": reverse("people:fresh_code"),
                }
            ]
        return sorted(methods, key=lambda method: "webauthn" not in method["id"])

    def is_reauthentication_required(self, *, app, **kwargs):
        """
        Let allauth's own pages ask what ours ask.

        allauth takes an account with neither password nor second factor for always recent; so
        this answers itself, and raises where it would have to answer yes.
        """
        if not is_recent(self.request):
            raise ReauthenticationRequired
        return False

    def get_client_ip(self, request):
        """
        Return a pseudonym of the address, in the form of one: enough to limit attempts by.

        It changes each day and with the installation's key, so that neither the cache nor the
        list of sessions holds an address. The first 64 bits differ, as allauth counts by them.
        """
        address = f"{timezone.now():%Y-%m-%d} {get_client_ip(request)}"
        digest = hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).digest()
        return str(ipaddress.IPv6Address(b"\xfd" + digest[:7] + bytes(8)))

    def send_mail(self, template_prefix, email, context):
        """Send a mail at once; a mail server that does not answer becomes a sentence."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            raise RuleBroken(
                _("The mail could not be sent just now. Try again in a few minutes.")
            ) from error

    def send_account_already_exists_mail(self, email):
        """Tell the owner of a mailbox, and nobody else, that it has an account already."""
        context = {"sign_in_url": f"{settings.SITE_ADDRESS}{reverse('account_login')}"}
        self.send_mail("account/email/account_already_exists", email, context)

    def format_email_subject(self, subject):
        """Return the subject alone, without a prefix that would tell the lock screen more."""
        return str(subject)
