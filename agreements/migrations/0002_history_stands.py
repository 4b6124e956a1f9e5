"""
The database itself refuses to change or delete history, and to change what a version says.

Only two changes are let through, both for erasure: emptying the sealed `who` of an entry, and
emptying the sealed text or the salt of a version. The rules stand in triggers because an ORM can
be gone round; a migration that rebuilds one of these tables on SQLite must lay them anew.
"""

from django.db import migrations

HISTORY, VERSION = "agreements_historyentry", "agreements_version"
HISTORY_FIXED = ["id", "agreement_id", "version_id", "kind", "clause", "signer_id", "seq"]
HISTORY_FIXED += ["statement", "seal", "prev", "hash"]
VERSION_FIXED = ["id", "agreement_id", "number", "language", "digest", "proposed_by_id"]
VERSION_FIXED += ["proposed_on", "review_on"]
REFUSED = "The history only grows, and a version stays as it was put forward."


def same(columns, word):
    """Return SQL that says that none of these columns changes; `word` compares with nulls."""
    return " AND ".join(f'NEW."{column}" {word} OLD."{column}"' for column in columns)


def same_or_emptied(column, word):
    return f'(NEW."{column}" {word} OLD."{column}" OR length(NEW."{column}") = 0)'


def rules(word):
    """Return, by table, what an update may do."""
    return {
        HISTORY: f'{same(HISTORY_FIXED, word)} AND length(NEW."who") = 0',
        VERSION: " AND ".join(
            [
                same(VERSION_FIXED, word),
                same_or_emptied("text", word),
                same_or_emptied("salt", word),
            ]
        ),
    }


def lay_sqlite(execute):
    for table, allowed in rules("IS").items():
        execute(
            f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} WHEN NOT ({allowed}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    execute(
        f"CREATE TRIGGER {HISTORY}_stays BEFORE DELETE ON {HISTORY} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def lay_postgresql(execute):
    execute(
        "CREATE FUNCTION agreements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, allowed in rules("IS NOT DISTINCT FROM").items():
        execute(
            f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN (NOT ({allowed})) EXECUTE FUNCTION agreements_refuse()"
        )
    execute(
        f"CREATE TRIGGER {HISTORY}_stays BEFORE DELETE ON {HISTORY} FOR EACH ROW "
        "EXECUTE FUNCTION agreements_refuse()"
    )


def lay(apps, schema_editor):
    """Lay the triggers in the words of this database."""
    dialects = {"sqlite": lay_sqlite, "postgresql": lay_postgresql}
    dialects[schema_editor.connection.vendor](schema_editor.execute)


def lift(apps, schema_editor):
    """Take the triggers away again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table in (("stands", HISTORY), ("stands", VERSION), ("stays", HISTORY)):
        on = f" ON {table}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS agreements_refuse()")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_first")]
    operations = [migrations.RunPython(lay, lift)]
