"""
Begin the terms of versions that came into force before terms were kept, and wake for them.

Each began on the day its version came into force, as its own bytes say; one that is over by now is
written down as ended by the first sweep.
"""

import json
from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def begin_terms(apps, schema_editor):
    """Give every intrusive clause in force its term, unless it was withdrawn."""
    version_model = apps.get_model("agreements", "Version")
    for version in version_model.objects.filter(status="in_force").select_related("agreement"):
        gone = set(version.history.exclude(clause="").values_list("clause", flat=True))
        for clause in json.loads(version.text)["clauses"]:
            days = timedelta(days=clause["lapses_after_days"])
            if days and clause["id"] not in gone:
                version.terms.create(
                    clause=clause["id"],
                    began_on=version.in_force_since,
                    ends_on=version.in_force_since + days,
                )
        wake(apps, version)


def wake(apps, version):
    """Plan what comes round about a version for both, from this moment on."""
    partners = apps.get_model("couples", "Partner").objects.filter(left_on=None)
    for partner in partners.filter(couple=version.agreement.couple_id).select_related("person"):
        apps.get_model("notices", "Schedule").objects.get_or_create(
            person=partner.person,
            kind="agreements.ahead",
            subject=version.pk,
            defaults={"next_at": timezone.now(), "zone": partner.person.zone},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_terms"),
        ("couples", "0001_first"),
        ("notices", "0001_first"),
    ]

    operations = [migrations.RunPython(begin_terms, migrations.RunPython.noop, elidable=True)]
