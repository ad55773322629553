"""Tables of people: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "person",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("dispositifs", sa.Text(), nullable=False),
        sa.Column("sites", sa.Text(), nullable=False),
        sa.Column("licence", sa.Boolean(), nullable=False),
        sa.Column("home", sa.String(length=120), nullable=False),
        sa.Column("night_worker", sa.Boolean(), nullable=True),
        sa.Column("night_worker_since", sa.Date(), nullable=True),
        sa.Column("medical_visit", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_person_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_person")),
        sa.UniqueConstraint("id", name=op.f("uq_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_agency"), "person", ["agency"], unique=False)
    op.create_table(
        "absence",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("start", sa.String(length=16), nullable=False),
        sa.Column("end", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("day_minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_absence_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_absence")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_absence_mediator"), "absence", ["mediator"], unique=False)
    op.create_table(
        "contract",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=True),
        sa.Column("annual_minutes", sa.Integer(), nullable=True),
        sa.Column("short_hours", sa.String(length=40), nullable=True),
        sa.Column("group", sa.String(length=120), nullable=False),
        sa.Column("adult_relay", sa.Boolean(), nullable=False),
        sa.Column("priority_area", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_contract_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_contract")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contract_mediator"), "contract", ["mediator"], unique=False)
    op.create_table(
        "pair",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(length=120), nullable=False),
        sa.Column("second", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first"],
            ["person.id"],
            name=op.f("fk_pair_first_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["second"],
            ["person.id"],
            name=op.f("fk_pair_second_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pair")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pair_first"), "pair", ["first"], unique=False)
    op.create_index(op.f("ix_pair_second"), "pair", ["second"], unique=False)
    op.create_table(
        "socle",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_socle_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_socle")),
        sa.UniqueConstraint("mediator", name=op.f("uq_socle_mediator")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_socle_mediator"), "socle", ["mediator"], unique=False)
    op.create_table(
        "title",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_title_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_title")),
        sa.UniqueConstraint("mediator", "title", name=op.f("uq_title_mediator_title")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_title_mediator"), "title", ["mediator"], unique=False)
    op.create_table(
        "wish",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("start", sa.String(length=16), nullable=False),
        sa.Column("end", sa.String(length=16), nullable=False),
        sa.Column("wants", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_wish_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_wish")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_wish_mediator"), "wish", ["mediator"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("wish")
    op.drop_table("title")
    op.drop_table("socle")
    op.drop_table("pair")
    op.drop_table("contract")
    op.drop_table("absence")
    op.drop_table("person")
