"""Author and publisher differ, and what was published stands: the database says it too."""

from django.conf import settings
from django.db import migrations, models

from trustpact.curation.standing import published_stands


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0006_stance_opens_with_its_partner'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='category',
            options={'default_manager_name': 'objects', 'verbose_name': 'category', 'verbose_name_plural': 'categories'},
        ),
        migrations.AlterModelOptions(
            name='clausetemplate',
            options={'default_manager_name': 'objects', 'verbose_name': 'clause', 'verbose_name_plural': 'clauses'},
        ),
        migrations.AlterModelOptions(
            name='floor',
            options={'default_manager_name': 'objects', 'verbose_name': 'floor', 'verbose_name_plural': 'floor'},
        ),
        migrations.AlterModelOptions(
            name='pack',
            options={'default_manager_name': 'objects', 'verbose_name': 'pack', 'verbose_name_plural': 'packs'},
        ),
        migrations.AlterModelOptions(
            name='watchwords',
            options={'default_manager_name': 'objects', 'verbose_name': 'words for asking', 'verbose_name_plural': 'words for asking'},
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='category_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='clausetemplate',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='clausetemplate_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='floor',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='floor_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='pack_author_is_not_publisher'),
        ),
        migrations.AddConstraint(
            model_name='watchwords',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), ('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='watchwords_author_is_not_publisher'),
        ),
        published_stands(
            "agreements.Category",
            "agreements.ClauseTemplate",
            "agreements.Floor",
            "agreements.Pack",
            "agreements.WatchWords",
        ),
    ]
