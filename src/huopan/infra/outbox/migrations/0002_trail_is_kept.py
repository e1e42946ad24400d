"""What happened stays written: no row of the trail is deleted, and only the relay's own columns may change."""

from django.db import migrations

CONTENT = "id, name, aggregate, aggregate_id, payload, concerns, at, person_id, party_id, role, request_id"

SQLITE = [
    """CREATE TRIGGER trail_keeps_rows BEFORE DELETE ON outbox_trailentry
       BEGIN SELECT RAISE(ABORT, 'the trail is never deleted'); END""",
    f"""CREATE TRIGGER trail_keeps_content BEFORE UPDATE OF {CONTENT} ON outbox_trailentry
       BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'the trail is never %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER trail_keeps_rows BEFORE DELETE ON outbox_trailentry
       FOR EACH ROW EXECUTE FUNCTION trail_refuses('deleted')""",
    f"""CREATE TRIGGER trail_keeps_content BEFORE UPDATE OF {CONTENT} ON outbox_trailentry
       FOR EACH ROW EXECUTE FUNCTION trail_refuses('changed')""",
]


def raise_guards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def lower_guards(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON outbox_trailentry"
    schema_editor.execute(f"DROP TRIGGER trail_keeps_rows{on}")
    schema_editor.execute(f"DROP TRIGGER trail_keeps_content{on}")
    if on:
        schema_editor.execute("DROP FUNCTION trail_refuses()")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
