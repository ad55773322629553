"""Why a shift that an imported folder tells of isn't any more as it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column, empty: until now folders told of what was taken away alone."""
    with op.batch_alter_table("removal") as table:
        cause = sa.Column("cause", sa.String(length=20), nullable=False, server_default="")
        table.add_column(cause)


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("removal") as table:
        table.drop_column("cause")
