"""Author and publisher differ, and what was published stands: the database says it too."""

from django.conf import settings
from django.db import migrations, models

from trustpact.curation.standing import published_stands


class Migration(migrations.Migration):

    dependencies = [
        ('checkins', '0012_disclosures_and_health_tests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='exercise',
            options={'default_manager_name': 'objects', 'verbose_name': 'exercise', 'verbose_name_plural': 'exercises'},
        ),
        migrations.AlterModelOptions(
            name='journalprompt',
            options={'default_manager_name': 'objects', 'verbose_name': 'journal prompt', 'verbose_name_plural': 'journal prompts'},
        ),
        migrations.AlterModelOptions(
            name='level',
            options={'default_manager_name': 'objects', 'verbose_name': 'level', 'verbose_name_plural': 'levels'},
        ),
        migrations.AlterModelOptions(
            name='repairguide',
            options={'default_manager_name': 'objects', 'verbose_name': 'repair guide', 'verbose_name_plural': 'repair guides'},
        ),
        migrations.AlterModelOptions(
            name='ritualtemplate',
            options={'default_manager_name': 'objects', 'verbose_name': 'ritual', 'verbose_name_plural': 'rituals'},
        ),
        migrations.AlterModelOptions(
            name='wordlist',
            options={'default_manager_name': 'objects', 'verbose_name': 'list of words', 'verbose_name_plural': 'lists of words'},
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='exercise_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='journalprompt',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='journalprompt_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='level_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='repairguide',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='repairguide_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='ritualtemplate',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='ritualtemplate_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='wordlist',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='wordlist_author_is_not_publisher'),
        ),
        published_stands(
            "checkins.Exercise",
            "checkins.JournalPrompt",
            "checkins.Level",
            "checkins.RepairGuide",
            "checkins.RitualTemplate",
            "checkins.WordList",
        ),
    ]
