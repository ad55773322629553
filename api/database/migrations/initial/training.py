"""Tables of training: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "attachment",
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_attachment")),
    )
    op.create_table(
        "cohort",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column("morning", sa.String(length=120), nullable=False),
        sa.Column("afternoon", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("ical", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["site"],
            ["site.id"],
            name=op.f("fk_cohort_site_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cohort")),
        sa.UniqueConstraint("id", name=op.f("uq_cohort_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cohort_site"), "cohort", ["site"], unique=False)
    op.create_table(
        "cohort_days",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"],
            ["cohort.id"],
            name=op.f("fk_cohort_days_cohort_cohort"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cohort_days")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cohort_days_cohort"), "cohort_days", ["cohort"], unique=False)
    op.create_table(
        "cohort_member",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.String(length=120), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"],
            ["cohort.id"],
            name=op.f("fk_cohort_member_cohort_cohort"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_cohort_member_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cohort_member")),
        sa.UniqueConstraint("cohort", "mediator", name=op.f("uq_cohort_member_cohort_mediator")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cohort_member_cohort"), "cohort_member", ["cohort"], unique=False)
    op.create_index(op.f("ix_cohort_member_mediator"), "cohort_member", ["mediator"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("cohort_member")
    op.drop_table("cohort_days")
    op.drop_table("cohort")
    op.drop_table("attachment")
