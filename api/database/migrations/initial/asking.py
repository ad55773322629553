"""Tables of asking: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "leave_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("start", sa.String(length=20), nullable=False),
        sa.Column("end", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=240), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_request")),
    )
    op.create_index(op.f("ix_leave_request_mediator"), "leave_request", ["mediator"], unique=False)
    op.create_index(op.f("ix_leave_request_state"), "leave_request", ["state"], unique=False)
    op.create_table(
        "swap",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("other", sa.String(length=120), nullable=False),
        sa.Column("gives", sa.String(length=160), nullable=False),
        sa.Column("takes", sa.String(length=160), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=240), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    op.create_index(op.f("ix_swap_mediator"), "swap", ["mediator"], unique=False)
    op.create_index(op.f("ix_swap_other"), "swap", ["other"], unique=False)
    op.create_index(op.f("ix_swap_state"), "swap", ["state"], unique=False)
    op.create_table(
        "worked",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("root", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("duty", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=240), nullable=False),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worked")),
        sa.UniqueConstraint("replaces", name=op.f("uq_worked_replaces")),
    )
    op.create_index(op.f("ix_worked_mediator"), "worked", ["mediator"], unique=False)
    op.create_index("ix_worked_month_mediator", "worked", ["month", "mediator"], unique=False)
    op.create_index(op.f("ix_worked_root"), "worked", ["root"], unique=False)
    op.create_index(op.f("ix_worked_uid"), "worked", ["uid"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("worked")
    op.drop_table("swap")
    op.drop_table("leave_request")
