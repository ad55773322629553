"""Files made elsewhere, while their account has them audited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, empty: until now a process kept such files for itself."""
    op.create_table(
        "control",
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["user_account.id"],
            name=op.f("fk_control_user_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_control")),
    )
    op.create_index("ix_control_at", "control", ["at"], unique=False)
    op.create_table(
        "control_file",
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["control.user"],
            name=op.f("fk_control_file_user_control"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user", "position", name=op.f("pk_control_file")),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("control_file")
    op.drop_table("control")
