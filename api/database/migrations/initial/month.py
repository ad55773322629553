"""Tables of month: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "rota",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("dispositifs", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
    )
    op.create_index(op.f("ix_rota_agency"), "rota", ["agency"], unique=False)
    op.create_index(op.f("ix_rota_month"), "rota", ["month"], unique=False)
    op.create_table(
        "rota_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rota", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("data", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("tiers", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["rota"], ["rota.id"], name=op.f("fk_rota_version_rota_rota")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_version")),
        sa.UniqueConstraint("job", name=op.f("uq_rota_version_job")),
        sa.UniqueConstraint("rota", "number", name=op.f("uq_rota_version_rota_number")),
    )
    op.create_table(
        "assignment",
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=160), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.CheckConstraint("change in (-1, 1)", name=op.f("ck_assignment_change")),
        sa.ForeignKeyConstraint(
            ["version"], ["rota_version.id"], name=op.f("fk_assignment_version_rota_version")
        ),
        sa.PrimaryKeyConstraint("version", "slot", "mediator", name=op.f("pk_assignment")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("assignment")
    op.drop_table("rota_version")
    op.drop_table("rota")
