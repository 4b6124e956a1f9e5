"""Whether a mail reminds of a ritual is known to what sends: it moves to the settings of reminders."""

from django.db import migrations


def keep_who_wants_no_mail(apps, schema_editor):
    """Write settings for those who had switched the mail of a ritual off; the others had none."""
    RitualTime = apps.get_model("checkins", "RitualTime")
    Reminders = apps.get_model("notices", "Reminders")
    off = RitualTime.objects.filter(mail=False).values_list("partner__person", "ritual")
    rows = [Reminders(person_id=person, subject=ritual, mail=False) for person, ritual in off]
    Reminders.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def bring_back(apps, schema_editor):
    """Switch the mails off again where they are off now."""
    RitualTime = apps.get_model("checkins", "RitualTime")
    Reminders = apps.get_model("notices", "Reminders")
    off = Reminders.objects.filter(is_own=True, mail=False).exclude(subject=None)
    for person, ritual in off.values_list("person", "subject"):
        RitualTime.objects.filter(partner__person=person, ritual=ritual).update(mail=False)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_what_takes_whose_place"), ("notices", "0003_channels")]
    operations = [migrations.RunPython(keep_who_wants_no_mail, bring_back, elidable=True)]
