from django.db import migrations

CURATORS = "Curators"


def make_the_group(apps, schema_editor):
    """Let the group be there before the first curator is: to be in it is all that the desk asks."""
    apps.get_model("auth", "Group").objects.get_or_create(name=CURATORS)


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("people", "0002_curated_by_two")]

    operations = [migrations.RunPython(make_the_group, migrations.RunPython.noop)]
