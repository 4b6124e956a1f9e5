"""`manage.py replay_erasures`: after a dump was restored, erases anew whoever was erased since."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from trustpact.couples.erasing import empty_the_log, erase
from trustpact.couples.models import Couple
from trustpact.privacy import ledger
from trustpact.privacy.erasure import erase_rows_in


class Command(BaseCommand):
    """Hold the database against the ledger; with nothing to do it changes nothing."""

    help = __doc__
    requires_system_checks: list[str] = []  # one of them asks for this very command

    def handle(self, **options):
        """Erase whoever is back; persons first, because couples go with the last of theirs."""
        ledger.keep_up()
        found = ledger.returned()
        for number in found:
            erase(number, now=timezone.now())
        for couple in Couple.objects.filter(pk__in=ledger.returned()):
            erase_rows_in(couple.pk)
        ledger.keep_up()
        empty_the_log()
        if found and options["verbosity"]:
            self.stdout.write(f"Erased anew: {len(found)}. Nobody of the ledger is left.")
