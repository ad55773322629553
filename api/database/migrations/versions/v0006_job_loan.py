"""Parts of a calculation that another worker searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, empty: until now a calculation was one worker's."""
    op.create_table(
        "job_loan",
        sa.Column("job", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("now", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("best", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job"], ["job.id"], name=op.f("fk_job_loan_job_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("pk_job_loan")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("job_loan")
