from django.db import migrations, models


class AddIndexInUse(migrations.AddIndex):
    """Make an index while others read and write; only PostgreSQL can, and SQLite has one writer."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != 'postgresql':
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.execute(f'DROP INDEX CONCURRENTLY IF EXISTS {self.index.name}')  # a broken one
        schema_editor.add_index(model, self.index, concurrently=True)


class Migration(migrations.Migration):

    atomic = False  # by itself: nothing else is undone if it fails, and it can be run again

    dependencies = [
        ('notices', '0006_set_aside'),
    ]

    operations = [
        AddIndexInUse(
            model_name='notice',
            index=models.Index(condition=models.Q(('next_at__isnull', False), ('urgency', 'sure')), fields=['next_at'], name='notice_sure_ahead'),
        ),
    ]
