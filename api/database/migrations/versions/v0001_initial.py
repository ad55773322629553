"""The tables of the first release (see `api.database.migrations.initial`)."""

from __future__ import annotations

from api.database.migrations.initial.order import PARTS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    for part in PARTS:
        part.upgrade()


def downgrade() -> None:
    """Take all tables away."""
    for part in reversed(PARTS):
        part.downgrade()
