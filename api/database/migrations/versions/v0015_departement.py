"""The département of an agency, which decides its local public holidays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the column: no département is known of the agencies that are there."""
    with op.batch_alter_table("agency") as table:
        departement: sa.Column[str] = sa.Column(
            "departement", sa.String(length=120), nullable=False, server_default=""
        )
        table.add_column(departement)


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("agency") as table:
        table.drop_column("departement")
