"""`manage.py appoint curator|operator MAILBOX`: the first of each; `--end` takes it back."""

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from trustpact.access.roles import CURATORS
from trustpact.people.mailboxes import normal
from trustpact.people.models import Person


class Command(BaseCommand):
    """Make a person who signed up a curator or an operator."""

    help = __doc__

    def add_arguments(self, parser):
        """Ask for the role and the mailbox."""
        parser.add_argument("role", choices=["curator", "operator"])
        parser.add_argument("mailbox")
        parser.add_argument("--end", action="store_true", help="take the role back")

    def handle(self, *, role, mailbox, end, **options):
        """Give or take the role, and say what comes next."""
        person = Person.objects.filter(
            email=normal(mailbox), emailaddress__verified=True, is_active=True
        ).first()
        if person is None:
            raise CommandError("Nobody has signed up with this mailbox and confirmed it.")
        if role == "curator":
            group, _made = Group.objects.get_or_create(name=CURATORS)
            (group.user_set.remove if end else group.user_set.add)(person)
        else:
            person.is_superuser = not end
            person.save(update_fields=["is_superuser"])
        next_step = "It ends now." if end else "Sign in, set up a second factor, and open /desk/."
        self.stdout.write(next_step)
