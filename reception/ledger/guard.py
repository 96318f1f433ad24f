"""The database's own refusal to change or delete what the ledger holds."""

TABLE = "ledger_entry"
NAMES = {"UPDATE": "ledger_entry_no_update", "DELETE": "ledger_entry_no_delete"}

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'The ledger is append-only.'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()
"""


def install(connection) -> None:
    """Make the triggers that refuse UPDATE and DELETE; doing it twice is harmless."""
    template = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for event, name in NAMES.items():
            cursor.execute(template.format(name=name, event=event, table=TABLE))


def remove(connection) -> None:
    """Take the triggers away: for a migration that must rebuild the table."""
    on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in NAMES.values():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
