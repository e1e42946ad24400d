"""The ledger's laws, in the database itself: a transfer moves stored balances, stays in one currency, and stays.

SQLite drops a table's triggers when a later migration rebuilds the table: run `install` again in that migration.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER settlement_transfer_moves_balances AFTER INSERT ON settlement_transfer BEGIN
        SELECT RAISE(ABORT, 'a transfer stays in one currency') WHERE
            (SELECT currency FROM settlement_account WHERE id = NEW.debit_id)
            <> (SELECT currency FROM settlement_account WHERE id = NEW.credit_id);
        UPDATE settlement_account SET balance_fen = balance_fen - NEW.amount_fen
            WHERE id = NEW.debit_id AND keeps_balance;
        UPDATE settlement_account SET balance_fen = balance_fen + NEW.amount_fen
            WHERE id = NEW.credit_id AND keeps_balance;
    END
    """,
    """
    CREATE TRIGGER settlement_transfer_never_changed BEFORE UPDATE ON settlement_transfer BEGIN
        SELECT RAISE(ABORT, 'a transfer is never changed; book a reversal');
    END
    """,
    """
    CREATE TRIGGER settlement_transfer_never_deleted BEFORE DELETE ON settlement_transfer BEGIN
        SELECT RAISE(ABORT, 'a transfer is never deleted; book a reversal');
    END
    """,
)

# Two updates in the order of ids, so that opposite transfers between the same accounts cannot deadlock.
POSTGRESQL = (
    """
    CREATE FUNCTION settlement_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT count(DISTINCT currency) FROM settlement_account WHERE id IN (NEW.debit_id, NEW.credit_id)) > 1 THEN
            RAISE EXCEPTION 'a transfer stays in one currency' USING ERRCODE = 'check_violation';
        END IF;
        UPDATE settlement_account
            SET balance_fen = balance_fen + CASE id WHEN NEW.credit_id THEN NEW.amount_fen ELSE -NEW.amount_fen END
            WHERE id = LEAST(NEW.debit_id, NEW.credit_id) AND keeps_balance;
        UPDATE settlement_account
            SET balance_fen = balance_fen + CASE id WHEN NEW.credit_id THEN NEW.amount_fen ELSE -NEW.amount_fen END
            WHERE id = GREATEST(NEW.debit_id, NEW.credit_id) AND keeps_balance;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER settlement_transfer_moves_balances AFTER INSERT ON settlement_transfer
        FOR EACH ROW EXECUTE FUNCTION settlement_move_balances()
    """,
    """
    CREATE FUNCTION settlement_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a transfer is never changed or deleted; book a reversal' USING ERRCODE = 'check_violation';
    END $$
    """,
    """
    CREATE TRIGGER settlement_transfer_never_changed BEFORE UPDATE OR DELETE ON settlement_transfer
        FOR EACH ROW EXECUTE FUNCTION settlement_refuse_change()
    """,
)

SQLITE_BACK = (
    "DROP TRIGGER settlement_transfer_never_deleted",
    "DROP TRIGGER settlement_transfer_never_changed",
    "DROP TRIGGER settlement_transfer_moves_balances",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER settlement_transfer_never_changed ON settlement_transfer",
    "DROP FUNCTION settlement_refuse_change()",
    "DROP TRIGGER settlement_transfer_moves_balances ON settlement_transfer",
    "DROP FUNCTION settlement_move_balances()",
)


def install(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("settlement", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
