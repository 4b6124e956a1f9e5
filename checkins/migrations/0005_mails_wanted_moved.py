from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkins", "0004_mails_wanted_move")]
    operations = [migrations.RemoveField(model_name="ritualtime", name="mail")]
