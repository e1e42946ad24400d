"""on_hand is the sum of its movements: none is ever changed or deleted."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER movements_keep_rows BEFORE DELETE ON catalog_stockmovement
       BEGIN SELECT RAISE(ABORT, 'stock movements are never deleted'); END""",
    """CREATE TRIGGER movements_keep_content BEFORE UPDATE ON catalog_stockmovement
       BEGIN SELECT RAISE(ABORT, 'stock movements are never changed'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION stock_movements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'stock movements are never %', TG_ARGV[0]
       USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER movements_keep_rows BEFORE DELETE ON catalog_stockmovement
       FOR EACH ROW EXECUTE FUNCTION stock_movements_refuse('deleted')""",
    """CREATE TRIGGER movements_keep_content BEFORE UPDATE ON catalog_stockmovement
       FOR EACH ROW EXECUTE FUNCTION stock_movements_refuse('changed')""",
]


def raise_guards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def lower_guards(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON catalog_stockmovement"
    schema_editor.execute(f"DROP TRIGGER movements_keep_rows{on}")
    schema_editor.execute(f"DROP TRIGGER movements_keep_content{on}")
    if on:
        schema_editor.execute("DROP FUNCTION stock_movements_refuse()")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
