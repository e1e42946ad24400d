"""No day of an organisation is covered by two memberships: whoever writes, and however late.

PostgreSQL excludes it by an index (the organisation's id as a range of one number, so that no extension is needed);
SQLite, which has one writer at a time, by triggers. What covers no day (`until_day` before `from_day`) meets nothing.
SQLite drops a table's triggers when a later migration rebuilds the table: run `install` again in that migration.
"""

from django.db import migrations

MEETS = """EXISTS (
        SELECT 1 FROM membership_subscription AS other
        WHERE other.party_id = NEW.party_id AND other.from_day <= other.until_day AND NEW.from_day <= NEW.until_day
            AND other.from_day <= NEW.until_day AND other.until_day >= NEW.from_day{but_itself}
    )"""
SAYS = "BEGIN SELECT RAISE(ABORT, 'a day is covered by one membership only'); END"
SQLITE = (
    f"""
    CREATE TRIGGER membership_covers_once_at_first BEFORE INSERT ON membership_subscription
    WHEN {MEETS.format(but_itself="")}
    {SAYS}
    """,
    f"""
    CREATE TRIGGER membership_covers_once_later BEFORE UPDATE OF party_id, from_day, until_day ON membership_subscription
    WHEN {MEETS.format(but_itself=" AND other.id <> NEW.id")}
    {SAYS}
    """,
)
POSTGRESQL = (
    """
    ALTER TABLE membership_subscription ADD CONSTRAINT membership_covers_once EXCLUDE USING gist (
        int8range(party_id, party_id, '[]') WITH &&, daterange(from_day, until_day + 1) WITH &&
    )
    """,
)
SQLITE_BACK = ("DROP TRIGGER membership_covers_once_later", "DROP TRIGGER membership_covers_once_at_first")
POSTGRESQL_BACK = ("ALTER TABLE membership_subscription DROP CONSTRAINT membership_covers_once",)


def install(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
