"""Shifts taken away before they began, as imported folders tell of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table, empty: until now folders didn't tell of them."""
    op.create_table(
        "removal",
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=160), nullable=False),
        sa.Column("removed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", sa.String(length=32), nullable=False),
        sa.Column("end", sa.String(length=32), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.id"], name=op.f("fk_removal_subject_subject")
        ),
        sa.PrimaryKeyConstraint("subject", "slot", "removed", name=op.f("pk_removal")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("removal")
