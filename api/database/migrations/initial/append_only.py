"""The register is append-only: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

from alembic import op

MAKE = {
    "sqlite": (
        (
            "CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication BEGIN SELECT "
            "RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
        (
            "CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication BEGIN SELECT "
            "RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
        (
            "CREATE TRIGGER publication_entry_no_update BEFORE UPDATE ON publication_entry "
            "BEGIN SELECT RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
        (
            "CREATE TRIGGER publication_entry_no_delete BEFORE DELETE ON publication_entry "
            "BEGIN SELECT RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'le registre des publications ne se modifie pas'; END $$"
        ),
        (
            "CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON publication FOR EACH "
            "STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_entry_no_update BEFORE UPDATE ON publication_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_entry_no_delete BEFORE DELETE ON publication_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_entry_no_truncate BEFORE TRUNCATE ON "
            "publication_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
    ),
}
UNMAKE = {
    "sqlite": (
        ("DROP TRIGGER publication_no_update"),
        ("DROP TRIGGER publication_no_delete"),
        ("DROP TRIGGER publication_entry_no_update"),
        ("DROP TRIGGER publication_entry_no_delete"),
    ),
    "postgresql": (
        ("DROP TRIGGER publication_no_update ON publication"),
        ("DROP TRIGGER publication_no_delete ON publication"),
        ("DROP TRIGGER publication_no_truncate ON publication"),
        ("DROP TRIGGER publication_entry_no_update ON publication_entry"),
        ("DROP TRIGGER publication_entry_no_delete ON publication_entry"),
        ("DROP TRIGGER publication_entry_no_truncate ON publication_entry"),
        ("DROP FUNCTION refuse_change()"),
    ),
}


def upgrade() -> None:
    """Make the triggers."""
    for statement in MAKE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    for statement in UNMAKE[op.get_bind().dialect.name]:
        op.execute(statement)
