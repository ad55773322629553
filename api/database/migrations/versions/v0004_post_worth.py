"""What a post of the target is worth to a dispositif, in hours over contract."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, empty: dispositifs say nothing of it yet."""
    with op.batch_alter_table("dispositif") as table:
        table.add_column(sa.Column("post_worth", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("dispositif") as table:
        table.drop_column("post_worth")
