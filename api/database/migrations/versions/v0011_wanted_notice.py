"""Whether a person asked for a change themselves, in the notices that are entered by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column: nobody is known to have asked for what is entered already."""
    with op.batch_alter_table("notice") as table:
        wanted: sa.Column[bool] = sa.Column(
            "wanted", sa.Boolean(), nullable=False, server_default=sa.false()
        )
        table.add_column(wanted)


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("notice") as table:
        table.drop_column("wanted")
