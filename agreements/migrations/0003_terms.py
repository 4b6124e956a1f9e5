"""
Terms of clauses, what each said about renewing them, and looks put off.

The new constraints rebuild the table of the history on SQLite, which loses its triggers, so they
are laid anew: whichever way this migration goes, as its last step.
"""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import trustpact.privacy.fields

stands = import_module("agreements.migrations.0002_history_stands")


def lay_anew(apps, schema_editor):
    """Take away what is left of the triggers, and lay them all."""
    stands.lift(apps, schema_editor)
    stands.lay(apps, schema_editor)


def id_field():
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def belongs_to(model, related_name):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=model)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_history_stands"), ("couples", "0001_first")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, lay_anew),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", id_field()),
                ("clause", models.CharField(max_length=36)),
                ("began_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("version", belongs_to("agreements.version", "terms")),
            ],
            options={
                "ordering": ["ends_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "clause"), name="term_one_a_clause"),
                    models.CheckConstraint(condition=models.Q(("ends_on__gt", models.F("began_on"))), name="term_ends_after_it_began"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", id_field()),
                ("auth", models.CharField(max_length=16)),
                ("moment", trustpact.privacy.fields.SealedText(owner="partner.person")),
                ("partner", belongs_to("couples.partner", "+")),
                ("term", belongs_to("agreements.term", "renewals")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("term", "partner"), name="renewal_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewDelay",
            fields=[
                ("id", id_field()),
                ("until", models.DateField()),
                ("partner", belongs_to("couples.partner", "+")),
                ("version", belongs_to("agreements.version", "delays")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "partner"), name="reviewdelay_once")],
            },
        ),
        migrations.RemoveConstraint(model_name="historyentry", name="history_names_no_one_who_withdrew"),
        migrations.AlterField(
            model_name="historyentry",
            name="kind",
            field=models.CharField(choices=[("propose", "put forward"), ("sign", "signed"), ("withdraw", "withdrawn"), ("renew", "renewed"), ("lapse", "ended")], max_length=16),
        ),
        migrations.AddConstraint(
            model_name="historyentry",
            constraint=models.UniqueConstraint(condition=models.Q(("kind", "lapse")), fields=("version", "clause"), name="history_ended_once"),
        ),
        migrations.AddConstraint(
            model_name="historyentry",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("kind__in", ["withdraw", "lapse"]), ("signer__isnull", True)), models.Q(("kind__in", ["propose", "sign", "renew"]), ("signer__isnull", False)), _connector="OR"), name="history_names_no_one_who_withdrew"),
        ),
        migrations.RunPython(lay_anew, migrations.RunPython.noop),
    ]
