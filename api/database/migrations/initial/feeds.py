"""Tables of feeds: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "feed_bytes",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("alarm", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("data", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "target", "alarm", name=op.f("pk_feed_bytes")),
    )
    op.create_table(
        "feed_event",
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_feed_event")),
    )
    op.create_index("ix_feed_event_ends", "feed_event", ["ends"], unique=False)
    op.create_index(op.f("ix_feed_event_owner"), "feed_event", ["owner"], unique=False)
    op.create_table(
        "feed",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("alarm", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reader", sa.String(length=120), nullable=False),
        sa.Column("read_publication", sa.Integer(), nullable=True),
        sa.Column("given_etag", sa.String(length=80), nullable=True),
        sa.Column("given_changed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user"],
            ["user_account.id"],
            name=op.f("fk_feed_user_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("hash", name=op.f("uq_feed_hash")),
    )
    op.create_index(op.f("ix_feed_user"), "feed", ["user"], unique=False)
    op.create_table(
        "feed_read",
        sa.Column("feed", sa.String(length=32), nullable=False),
        sa.Column("publication", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed"], ["feed.id"], name=op.f("fk_feed_read_feed_feed"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed", "publication", name=op.f("pk_feed_read")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("feed_read")
    op.drop_table("feed")
    op.drop_table("feed_event")
    op.drop_table("feed_bytes")
