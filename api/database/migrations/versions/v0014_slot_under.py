"""How many posts of a published slot are open under a minimum, need by need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column: of slots published before, what their sums tell, which one need's do."""
    with op.batch_alter_table("slot") as table:
        under: sa.Column[int] = sa.Column("under", sa.Integer(), nullable=False, server_default="0")
        table.add_column(under)
    op.execute("UPDATE slot SET under = minimum - held WHERE minimum > held")


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("slot") as table:
        table.drop_column("under")
