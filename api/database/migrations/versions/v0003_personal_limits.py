"""What one person's rota is bounded to, slots that may not follow others, and weights."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ADDED: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "need": (("missing_weight", sa.Integer(), "1"), ("surplus_weight", sa.Integer(), "0")),
    "wish": (("templates", sa.Text(), ""),),
}
"""Columns by table: name, type, and what rows that are there already get."""


def upgrade() -> None:
    """Make two tables, empty, and give needs and wishes what they meant until now."""
    op.create_table(
        "personal_limit",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("templates", sa.Text(), nullable=False),
        sa.Column("slot_kind", sa.String(length=40), nullable=True),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("least_minutes", sa.Integer(), nullable=True),
        sa.Column("most_minutes", sa.Integer(), nullable=True),
        sa.Column("every", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        *_of_person("personal_limit"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "forbidden_succession",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=True),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("first_kind", sa.String(length=40), nullable=True),
        sa.Column("following", sa.Text(), nullable=False),
        sa.Column("following_kind", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        *_of_person("forbidden_succession"),
        sqlite_autoincrement=True,
    )
    for table in ("personal_limit", "forbidden_succession"):
        op.create_index(op.f(f"ix_{table}_mediator"), table, ["mediator"], unique=False)
    for table, columns in ADDED.items():
        for name, kind, value in columns:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
            for name, kind, _ in columns:
                batch.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    """Take all of it away."""
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
            for name, _, _ in columns:
                batch.drop_column(name)
    op.drop_table("forbidden_succession")
    op.drop_table("personal_limit")


def _of_person(table: str) -> tuple[sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f(f"fk_{table}_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
    )
