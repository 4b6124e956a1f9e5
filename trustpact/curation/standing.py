"""
What was published stands: the database itself refuses to change a published revision.

For migrations. Only its status, its place in the order and who wrote and published it (which
erasing an account empties) can change. A migration that rebuilds one of these tables on SQLite
must lay the rule anew.
"""

from django.db import migrations

REFUSED = "What was published stays as it is."
MOVES = {"status", "position", "written_by_id", "published_by_id"}


def published_stands(*models):
    """Return the operation that lays the rule on these models ("agreements.Pack", ...)."""

    def lay(apps, schema_editor):
        for table, columns in _tables(apps, schema_editor, models):
            for statement in _statements(table, columns, schema_editor.connection.vendor):
                schema_editor.execute(statement)

    def lift(apps, schema_editor):
        postgresql = schema_editor.connection.vendor == "postgresql"
        for table, _columns in _tables(apps, schema_editor, models):
            on = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stands{on}")
            if postgresql:
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")

    return migrations.RunPython(lay, lift)


def _tables(apps, schema_editor, models):
    for name in models:
        meta = apps.get_model(name)._meta
        columns = [field.column for field in meta.concrete_fields if field.column not in MOVES]
        yield meta.db_table, columns


def _statements(table, columns, vendor):
    if vendor == "sqlite":
        changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)
        return [
            f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} "
            f"WHEN OLD.published_on IS NOT NULL AND ({changed}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        ]
    changed = " OR ".join(
        f'NEW."{column}"::text IS DISTINCT FROM OLD."{column}"::text' for column in columns
    )
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (OLD.published_on IS NOT NULL AND ({changed})) EXECUTE FUNCTION {table}_refuse()",
    ]
