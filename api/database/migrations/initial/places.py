"""Tables of places: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "agency",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("academy", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_agency")),
        sa.UniqueConstraint("id", name=op.f("uq_agency_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dispositif",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_dispositif_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_dispositif")),
        sa.UniqueConstraint("id", name=op.f("uq_dispositif_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dispositif_agency"), "dispositif", ["agency"], unique=False)
    op.create_table(
        "site",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=240), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("part_of", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_site_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["part_of"],
            ["site.id"],
            name=op.f("fk_site_part_of_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_site")),
        sa.UniqueConstraint("id", name=op.f("uq_site_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_site_agency"), "site", ["agency"], unique=False)
    op.create_index(op.f("ix_site_part_of"), "site", ["part_of"], unique=False)
    op.create_table(
        "vehicle",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"],
            ["agency.id"],
            name=op.f("fk_vehicle_agency_agency"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("agency", name=op.f("uq_vehicle_agency")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_vehicle_agency"), "vehicle", ["agency"], unique=False)
    op.create_table(
        "trip",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("goal", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal"],
            ["site.id"],
            name=op.f("fk_trip_goal_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["origin"],
            ["site.id"],
            name=op.f("fk_trip_origin_site"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_trip")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_trip_goal"), "trip", ["goal"], unique=False)
    op.create_index(op.f("ix_trip_origin"), "trip", ["origin"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("trip")
    op.drop_table("vehicle")
    op.drop_table("site")
    op.drop_table("dispositif")
    op.drop_table("agency")
