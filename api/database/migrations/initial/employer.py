"""Tables of employer: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "acknowledgement",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("ground", sa.String(length=240), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("code", name=op.f("uq_acknowledgement_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "employer",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=240), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_employer")),
        sa.UniqueConstraint("about", name=op.f("uq_employer_about")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "opinion",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=240), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_opinion")),
        sa.UniqueConstraint("about", "day", name=op.f("uq_opinion_about_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agreement_term",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("parameter", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=240), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_agreement_term_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_agreement_term")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_agreement_term_agency"), "agreement_term", ["agency"], unique=False)
    op.create_table(
        "applied_agreement",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("agreement", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_applied_agreement_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_applied_agreement")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_applied_agreement_agency"), "applied_agreement", ["agency"], unique=False
    )
    op.create_table(
        "scheme",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=True),
        sa.Column("annual_minutes", sa.Integer(), nullable=True),
        sa.Column("notice", sa.String(length=20), nullable=True),
        sa.Column("branch", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=240), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_scheme_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_scheme")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_scheme_agency"), "scheme", ["agency"], unique=False)
    op.create_table(
        "carried",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_carried_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_carried")),
        sa.UniqueConstraint("mediator", "kind", "day", name=op.f("uq_carried_mediator_kind_day")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_carried_mediator"), "carried", ["mediator"], unique=False)
    op.create_table(
        "exceptional_day",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=240), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("mediator", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_exceptional_day_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_exceptional_day_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_exceptional_day")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exceptional_day_agency"), "exceptional_day", ["agency"], unique=False)
    op.create_index(
        op.f("ix_exceptional_day_mediator"), "exceptional_day", ["mediator"], unique=False
    )
    op.create_table(
        "notice",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("notified", sa.Date(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("exceptional", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_notice_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notice")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notice_mediator"), "notice", ["mediator"], unique=False)
    op.create_table(
        "outside_hours",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_outside_hours_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outside_hours")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outside_hours_mediator"), "outside_hours", ["mediator"], unique=False)
    op.create_table(
        "past_week",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_past_week_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_past_week")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_past_week_mediator"), "past_week", ["mediator"], unique=False)
    op.create_table(
        "solidarity",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("mediator", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_solidarity_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_solidarity_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_solidarity")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_solidarity_agency"), "solidarity", ["agency"], unique=False)
    op.create_index(op.f("ix_solidarity_mediator"), "solidarity", ["mediator"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("solidarity")
    op.drop_table("past_week")
    op.drop_table("outside_hours")
    op.drop_table("notice")
    op.drop_table("exceptional_day")
    op.drop_table("carried")
    op.drop_table("scheme")
    op.drop_table("applied_agreement")
    op.drop_table("agreement_term")
    op.drop_table("opinion")
    op.drop_table("employer")
    op.drop_table("acknowledgement")
