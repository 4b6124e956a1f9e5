"""Author and publisher differ, and what was published stands: the database says it too."""

from django.db import migrations, models

from trustpact.curation.standing import published_stands


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_first'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='helpline',
            options={'default_manager_name': 'objects', 'verbose_name': 'helpline', 'verbose_name_plural': 'helplines'},
        ),
        migrations.AddConstraint(
            model_name='helpline',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='helpline_author_is_not_publisher'),
        ),
        published_stands(
            "people.Helpline",
        ),
    ]
