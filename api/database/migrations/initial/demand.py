"""Tables of demand: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "season",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_season")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_season_id"), "season", ["id"], unique=False)
    op.create_table(
        "school_days",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_school_days_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_school_days")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_school_days_agency"), "school_days", ["agency"], unique=False)
    op.create_table(
        "ground",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("dispositif", sa.String(length=120), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=240), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_ground_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dispositif"],
            ["dispositif.id"],
            name=op.f("fk_ground_dispositif_dispositif"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ground")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ground_agency"), "ground", ["agency"], unique=False)
    op.create_index(op.f("ix_ground_dispositif"), "ground", ["dispositif"], unique=False)
    op.create_table(
        "slot_lock",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("slot", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("why", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["person.id"],
            name=op.f("fk_slot_lock_mediator_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_slot_lock")),
        sa.UniqueConstraint("mediator", "slot", name=op.f("uq_slot_lock_mediator_slot")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_slot_lock_mediator"), "slot_lock", ["mediator"], unique=False)
    op.create_table(
        "template",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("season", sa.String(length=120), nullable=True),
        sa.Column("school_zone", sa.String(length=120), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("binome", sa.Boolean(), nullable=False),
        sa.Column("vehicle", sa.Boolean(), nullable=False),
        sa.Column("supervised", sa.Boolean(), nullable=False),
        sa.Column("supervises", sa.Text(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("autumn", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispositif"],
            ["dispositif.id"],
            name=op.f("fk_template_dispositif_dispositif"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["site"],
            ["site.id"],
            name=op.f("fk_template_site_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_template")),
        sa.UniqueConstraint("id", name=op.f("uq_template_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_template_dispositif"), "template", ["dispositif"], unique=False)
    op.create_index(op.f("ix_template_site"), "template", ["site"], unique=False)
    op.create_table(
        "need",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.String(length=240), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template"],
            ["template.id"],
            name=op.f("fk_need_template_template"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_need")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_need_template"), "need", ["template"], unique=False)
    op.create_table(
        "template_break",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["template"],
            ["template.id"],
            name=op.f("fk_template_break_template_template"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_template_break")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_template_break_template"), "template_break", ["template"], unique=False
    )
    op.create_table(
        "template_exception",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["template"],
            ["template.id"],
            name=op.f("fk_template_exception_template_template"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_template_exception")),
        sa.UniqueConstraint("template", "day", name=op.f("uq_template_exception_template_day")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_template_exception_template"), "template_exception", ["template"], unique=False
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("template_exception")
    op.drop_table("template_break")
    op.drop_table("need")
    op.drop_table("template")
    op.drop_table("slot_lock")
    op.drop_table("ground")
    op.drop_table("school_days")
    op.drop_table("season")
