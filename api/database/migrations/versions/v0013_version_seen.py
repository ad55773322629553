"""Which publication a version of a draft takes into account, where its draft knew the last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

SEEN = "seen"


def upgrade() -> None:
    """Give each version what its draft took into account: of earlier ones no more is known."""
    column: sa.Column[int] = sa.Column(SEEN, sa.Integer(), nullable=False, server_default="0")
    op.add_column("rota_version", column)
    op.execute(
        "UPDATE rota_version SET seen = "
        "(SELECT rota.seen FROM rota WHERE rota.id = rota_version.rota)"
    )
    op.drop_column("rota", SEEN)


def downgrade() -> None:
    """Give each draft back what its current version takes into account."""
    column: sa.Column[int] = sa.Column(SEEN, sa.Integer(), nullable=False, server_default="0")
    op.add_column("rota", column)
    op.execute(
        "UPDATE rota SET seen = COALESCE((SELECT version.seen FROM rota_version AS version "
        "WHERE version.rota = rota.id AND version.number = rota.head), 0)"
    )
    op.drop_column("rota_version", SEEN)
