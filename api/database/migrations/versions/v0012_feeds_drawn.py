"""What drew the bytes of feeds; where their events are isn't kept beside them any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

PLACES = ("site", "dispositif")


def upgrade() -> None:
    """Let the bytes that are there be drawn again: no release is known to have drawn them."""
    with op.batch_alter_table("feed_bytes") as table:
        drawn: sa.Column[str] = sa.Column("drawn", sa.String(64), nullable=False, server_default="")
        table.add_column(drawn)
    with op.batch_alter_table("feed_event") as table:
        for name in PLACES:
            table.drop_column(name)


def downgrade() -> None:
    """Take the column away, and leave the places of events empty: a rendering writes them."""
    with op.batch_alter_table("feed_event") as table:
        for name in PLACES:
            place: sa.Column[str] = sa.Column(
                name, sa.String(120), nullable=False, server_default=""
            )
            table.add_column(place)
    with op.batch_alter_table("feed_bytes") as table:
        table.drop_column("drawn")
