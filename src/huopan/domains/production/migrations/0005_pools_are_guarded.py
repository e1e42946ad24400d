"""Nobody joins a pool but while it is open, and it makes only the moves it may: whoever asks, and however late.

SQLite drops a table's triggers when a later migration rebuilds the table: run `install` again in that migration.
"""

from django.db import migrations

MOVES = (
    ("open", "locked"),
    ("open", "released"),
    ("open", "dissolved"),
    ("locked", "released"),
    ("locked", "completed"),
    ("locked", "dissolved"),
    ("released", "completed"),
    ("released", "dissolved"),
)
MAY = " OR ".join(f"(OLD.state = '{origin}' AND NEW.state = '{target}')" for origin, target in MOVES)
OPEN = "EXISTS (SELECT 1 FROM production_productionpool WHERE id = NEW.pool_id AND state = 'open' AND closes_at > NEW.joined_at)"  # noqa: E501

SQLITE = (
    f"""
    CREATE TRIGGER production_pool_moves BEFORE UPDATE OF state ON production_productionpool
    WHEN OLD.state <> NEW.state AND NOT ({MAY})
    BEGIN SELECT RAISE(ABORT, 'a pool makes no such move'); END
    """,
    f"""
    CREATE TRIGGER production_pool_is_joined_open BEFORE INSERT ON production_poolmember
    WHEN NOT {OPEN}
    BEGIN SELECT RAISE(ABORT, 'nobody joins a pool that is not open'); END
    """,
    """
    CREATE TRIGGER production_pool_keeps_its_members BEFORE UPDATE ON production_poolmember
    WHEN OLD.pool_id <> NEW.pool_id OR OLD.demand_id <> NEW.demand_id
        OR (OLD.left_at IS NOT NULL AND NEW.left_at IS NULL)
    BEGIN SELECT RAISE(ABORT, 'a member of a pool only leaves it'); END
    """,
)
# The pool's row is locked, so that who joins and who locks it wait for each other.
POSTGRESQL = (
    f"""
    CREATE FUNCTION production_guard_pool() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state <> NEW.state AND NOT ({MAY}) THEN
            RAISE EXCEPTION 'a pool makes no such move' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER production_pool_moves BEFORE UPDATE OF state ON production_productionpool
        FOR EACH ROW EXECUTE FUNCTION production_guard_pool()
    """,
    f"""
    CREATE FUNCTION production_guard_member() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            PERFORM 1 FROM production_productionpool WHERE id = NEW.pool_id FOR SHARE;
            IF NOT {OPEN} THEN
                RAISE EXCEPTION 'nobody joins a pool that is not open' USING ERRCODE = 'check_violation';
            END IF;
        ELSIF OLD.pool_id <> NEW.pool_id OR OLD.demand_id <> NEW.demand_id
            OR (OLD.left_at IS NOT NULL AND NEW.left_at IS NULL) THEN
            RAISE EXCEPTION 'a member of a pool only leaves it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER production_pool_is_joined_open BEFORE INSERT OR UPDATE ON production_poolmember
        FOR EACH ROW EXECUTE FUNCTION production_guard_member()
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER production_pool_keeps_its_members",
    "DROP TRIGGER production_pool_is_joined_open",
    "DROP TRIGGER production_pool_moves",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER production_pool_is_joined_open ON production_poolmember",
    "DROP FUNCTION production_guard_member()",
    "DROP TRIGGER production_pool_moves ON production_productionpool",
    "DROP FUNCTION production_guard_pool()",
)


def install(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("production", "0004_pools_as_records")]
    operations = [migrations.RunPython(install, remove)]
