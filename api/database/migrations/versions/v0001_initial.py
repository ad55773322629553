"""
All tables that the program declares, and the triggers that guard the register.

Nothing is released: a table or a column is declared, and no revision is written. The first release
freezes this file (its tables written out), and what comes after it is a revision of its own.
"""

from alembic import op

from api.database.base import every_table

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables; the triggers come with them (`api.database.triggers`)."""
    every_table().create_all(op.get_bind())
