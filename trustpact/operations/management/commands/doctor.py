"""`manage.py doctor`: is this installation well, and if not, what is to be done."""

from django.core.management import BaseCommand

from trustpact.operations.examining import EXAMINATIONS, NEED_THE_DATABASE


class Command(BaseCommand):
    help = (
        "Looks at everything that an operator keeps running, and says what to do. Changes nothing."
    )
    requires_system_checks = []  # it runs them itself, and says more

    def handle(self, **_options):
        found, is_database_there = 0, True
        for name, look in EXAMINATIONS.items():
            if name in NEED_THE_DATABASE and not is_database_there:
                self.stdout.write(f"?     {name}: not looked at without a database")
                continue
            findings = list(look())
            found += len(findings)
            if name == "database":
                is_database_there = not findings
            self.stdout.write(f"{'look' if findings else 'well'}  {name}")
            for finding in findings:
                self.stdout.write(f"        {finding.sentence}\n        -> {finding.remedy}")
        if found:
            self.stdout.write(f"{found} found.")
            raise SystemExit(1)
        self.stdout.write("All is well.")
