from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0005_what_a_stop_left_in_doubt'),
    ]

    operations = [
        migrations.AddField(
            model_name='schedule',
            name='failures',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
