"""Rituals begun before 0002 take the place that the library gave them; a couple can change it now."""

from django.db import migrations


def take_the_places_of_the_library(apps, schema_editor):
    """Copy what each ritual of the library replaces from its template."""
    RitualTemplate = apps.get_model("checkins", "RitualTemplate")
    Ritual = apps.get_model("checkins", "Ritual")
    for template in RitualTemplate.objects.exclude(replaces=""):
        rituals = Ritual.objects.filter(template=template, replaces="")
        rituals.update(replaces=template.replaces)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0002_own_rituals")]
    operations = [
        migrations.RunPython(
            take_the_places_of_the_library, migrations.RunPython.noop, elidable=True
        )
    ]
