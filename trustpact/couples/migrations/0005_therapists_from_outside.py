"""
The database itself refuses a therapist who is no outsider (product.md, H9).

Nobody is the therapist of a couple with one of whose people they share a couple now, or shared one
before; and nothing can be opened to somebody who has become one. A constraint cannot look into
other tables, so the rule stands in triggers; a migration that rebuilds one of these tables on
SQLite must lay them anew.
"""

from django.db import migrations

REFUSED = "A therapist is somebody from outside."
THERAPY, GRANT = "couples_therapy", "couples_grant"
OF_THERAPY = (
    "EXISTS (SELECT 1 FROM couples_therapist t "
    "JOIN couples_partner mine ON mine.person_id = t.person_id "
    "JOIN couples_partner beside ON beside.couple_id = mine.couple_id "
    "JOIN couples_partner theirs ON theirs.person_id = beside.person_id "
    "WHERE t.id = NEW.therapist_id AND theirs.couple_id = NEW.couple_id)"
)
OF_GRANT = (
    "EXISTS (SELECT 1 FROM couples_therapy y JOIN couples_therapist t ON t.id = y.therapist_id "
    "JOIN couples_partner mine ON mine.person_id = t.person_id "
    "JOIN couples_partner beside ON beside.couple_id = mine.couple_id "
    "JOIN couples_partner theirs ON theirs.person_id = beside.person_id "
    "AND theirs.couple_id = y.couple_id WHERE y.id = NEW.therapy_id)"
)
# By name: table, when, and what is refused.
RULES = {
    "couples_therapy_begins": (THERAPY, "INSERT", f"NEW.ended_on IS NULL AND {OF_THERAPY}"),
    "couples_therapy_goes_on": (
        THERAPY,
        "UPDATE OF couple_id, therapist_id, ended_on",
        f"NEW.ended_on IS NULL AND {OF_THERAPY}",
    ),
    "couples_grant_to_outsiders": (GRANT, "INSERT", OF_GRANT),
}


def lay(apps, schema_editor):
    """Lay the triggers in the words of this database."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, (table, when, refused) in RULES.items():
        if postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {refused} THEN RAISE EXCEPTION '{REFUSED}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )


def lift(apps, schema_editor):
    """Take the triggers away again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, (table, _when, _refused) in RULES.items():
        on = f" ON {table}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("couples", "0004_when_somebody_is_erased")]
    operations = [migrations.RunPython(lay, lift)]
