"""Tables of ledger: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "calendar_revision",
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_calendar_revision")),
        sa.UniqueConstraint(
            "mediator", "kind", "about", name=op.f("uq_calendar_revision_mediator_kind_about")
        ),
    )
    op.create_index(
        op.f("ix_calendar_revision_mediator"), "calendar_revision", ["mediator"], unique=False
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mediator", sa.String(length=120), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("mediator", name=op.f("uq_subject_mediator")),
    )
    op.create_table(
        "publication",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("dispositifs", sa.Text(), nullable=False),
        sa.Column("rota", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["rota"], ["rota.id"], name=op.f("fk_publication_rota_rota")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_publication")),
        sa.UniqueConstraint("hash", name=op.f("uq_publication_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_publication_id")),
    )
    op.create_index(op.f("ix_publication_month"), "publication", ["month"], unique=False)
    op.create_table(
        "publication_entry",
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=1), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=160), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", sa.String(length=32), nullable=False),
        sa.Column("end", sa.String(length=32), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication"],
            ["publication.number"],
            name=op.f("fk_publication_entry_publication_publication"),
        ),
        sa.PrimaryKeyConstraint("publication", "position", name=op.f("pk_publication_entry")),
    )
    op.create_index(op.f("ix_publication_entry_slot"), "publication_entry", ["slot"], unique=False)
    op.create_index(
        op.f("ix_publication_entry_subject"), "publication_entry", ["subject"], unique=False
    )
    op.create_index(op.f("ix_publication_entry_uid"), "publication_entry", ["uid"], unique=False)
    op.create_table(
        "publication_notice",
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication"],
            ["publication.number"],
            name=op.f("fk_publication_notice_publication_publication"),
        ),
        sa.PrimaryKeyConstraint("publication", "subject", name=op.f("pk_publication_notice")),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication"], ["publication.number"], name=op.f("fk_slot_publication_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index(op.f("ix_slot_agency"), "slot", ["agency"], unique=False)
    op.create_index(op.f("ix_slot_dispositif"), "slot", ["dispositif"], unique=False)
    op.create_index(op.f("ix_slot_month"), "slot", ["month"], unique=False)
    op.create_index(op.f("ix_slot_publication"), "slot", ["publication"], unique=False)
    op.create_table(
        "standing",
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=160), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", sa.String(length=32), nullable=False),
        sa.Column("end", sa.String(length=32), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.String(length=32), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication"],
            ["publication.number"],
            name=op.f("fk_standing_publication_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.id"], name=op.f("fk_standing_subject_subject")
        ),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_standing")),
        sa.UniqueConstraint("subject", "slot", name=op.f("uq_standing_subject_slot")),
    )
    op.create_index(
        "ix_standing_month_dispositif", "standing", ["month", "dispositif"], unique=False
    )
    op.create_index(op.f("ix_standing_publication"), "standing", ["publication"], unique=False)
    op.create_index(op.f("ix_standing_subject"), "standing", ["subject"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("standing")
    op.drop_table("slot")
    op.drop_table("publication_notice")
    op.drop_table("publication_entry")
    op.drop_table("publication")
    op.drop_table("subject")
    op.drop_table("calendar_revision")
