"""When a shift that was taken away had first and last been published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns, empty: until now folders didn't tell it."""
    with op.batch_alter_table("removal") as table:
        for name in ("created", "changed"):
            table.add_column(
                sa.Column(name, sa.String(length=32), nullable=False, server_default="")
            )


def downgrade() -> None:
    """Take the columns away."""
    with op.batch_alter_table("removal") as table:
        for name in ("created", "changed"):
            table.drop_column(name)
