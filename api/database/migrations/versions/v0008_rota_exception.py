"""Exceptions of the day that were recorded for drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table, empty: of earlier drafts nobody knows which exceptions they brought."""
    op.create_table(
        "rota_exception",
        sa.Column("rota", sa.String(length=32), nullable=False),
        sa.Column("template", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["rota"], ["rota.id"], name=op.f("fk_rota_exception_rota_rota")),
        sa.PrimaryKeyConstraint("rota", "template", "day", name=op.f("pk_rota_exception")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("rota_exception")
