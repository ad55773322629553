"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "acknowledgement",
    "agency",
    "attachment",
    "calendar_revision",
    "employer",
    "feed_bytes",
    "feed_event",
    "idempotency",
    "leave_request",
    "login_try",
    "mail",
    "opinion",
    "provider_try",
    "rota",
    "season",
    "state",
    "subject",
    "swap",
    "trail",
    "user_account",
    "worked",
    "worker",
    "agreement_term",
    "applied_agreement",
    "dispositif",
    "feed",
    "job",
    "person",
    "publication",
    "rota_version",
    "scheme",
    "school_days",
    "site",
    "token",
    "user_grant",
    "vehicle",
    "absence",
    "assignment",
    "carried",
    "cohort",
    "contract",
    "exceptional_day",
    "feed_read",
    "ground",
    "job_event",
    "notice",
    "outside_hours",
    "pair",
    "past_week",
    "publication_entry",
    "publication_notice",
    "slot",
    "slot_lock",
    "socle",
    "solidarity",
    "standing",
    "template",
    "title",
    "trip",
    "wish",
    "cohort_days",
    "cohort_member",
    "need",
    "template_break",
    "template_exception",
)
MAKE = {
    "sqlite": (
        (
            "CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication BEGIN SELECT "
            "RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
        (
            "CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication BEGIN SELECT "
            "RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
        (
            "CREATE TRIGGER publication_entry_no_update BEFORE UPDATE ON publication_entry "
            "BEGIN SELECT RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
        (
            "CREATE TRIGGER publication_entry_no_delete BEFORE DELETE ON publication_entry "
            "BEGIN SELECT RAISE(ABORT, 'le registre des publications ne se modifie pas'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'le registre des publications ne se modifie pas'; END $$"
        ),
        (
            "CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON publication FOR EACH "
            "STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_entry_no_update BEFORE UPDATE ON publication_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_entry_no_delete BEFORE DELETE ON publication_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
        (
            "CREATE TRIGGER publication_entry_no_truncate BEFORE TRUNCATE ON "
            "publication_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
    ),
}
UNMAKE = {
    "sqlite": (
        ("DROP TRIGGER publication_no_update"),
        ("DROP TRIGGER publication_no_delete"),
        ("DROP TRIGGER publication_entry_no_update"),
        ("DROP TRIGGER publication_entry_no_delete"),
    ),
    "postgresql": (
        ("DROP TRIGGER publication_no_update ON publication"),
        ("DROP TRIGGER publication_no_delete ON publication"),
        ("DROP TRIGGER publication_no_truncate ON publication"),
        ("DROP TRIGGER publication_entry_no_update ON publication_entry"),
        ("DROP TRIGGER publication_entry_no_delete ON publication_entry"),
        ("DROP TRIGGER publication_entry_no_truncate ON publication_entry"),
        ("DROP FUNCTION refuse_change()"),
    ),
}


def upgrade() -> None:  # noqa: PLR0915 - drawn
    """Make all tables, then the triggers that keep the register append-only."""
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
        "attachment",
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_attachment")),
    )
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
        "idempotency",
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user", "key", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_at"), "idempotency", ["at"], unique=False)
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
        "login_try",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_try")),
    )
    op.create_index("ix_login_try_who_at", "login_try", ["who", "at"], unique=False)
    op.create_table(
        "mail",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=240), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=240), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
    )
    op.create_index(op.f("ix_mail_next_try"), "mail", ["next_try"], unique=False)
    op.create_index(op.f("ix_mail_publication"), "mail", ["publication"], unique=False)
    op.create_index(op.f("ix_mail_user"), "mail", ["user"], unique=False)
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
        "provider_try",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_provider_try")),
    )
    op.create_index(op.f("ix_provider_try_made"), "provider_try", ["made"], unique=False)
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
        "state",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_state")),
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
        "trail",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("object", sa.String(length=255), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
    )
    op.create_index(op.f("ix_trail_at"), "trail", ["at"], unique=False)
    op.create_index(op.f("ix_trail_user"), "trail", ["user"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("oidc_subject", sa.String(length=255), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_user_account_oidc_subject")),
    )
    op.create_index(op.f("ix_user_account_person"), "user_account", ["person"], unique=False)
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
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
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
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("rota", sa.String(length=32), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("best", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rota"], ["rota.id"], name=op.f("fk_job_rota_rota")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_rota_asked", "job", ["rota", "asked"], unique=False)
    op.create_index(op.f("ix_job_state"), "job", ["state"], unique=False)
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
        "token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user"],
            ["user_account.id"],
            name=op.f("fk_token_user_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
        sa.UniqueConstraint("id", name=op.f("uq_token_id")),
    )
    op.create_index(op.f("ix_token_user"), "token", ["user"], unique=False)
    op.create_table(
        "user_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("dispositif", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["user_account.id"],
            name=op.f("fk_user_grant_user_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_grant")),
        sa.UniqueConstraint(
            "user",
            "role",
            "agency",
            "dispositif",
            name=op.f("uq_user_grant_user_role_agency_dispositif"),
        ),
    )
    op.create_index(op.f("ix_user_grant_user"), "user_grant", ["user"], unique=False)
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
        "feed_read",
        sa.Column("feed", sa.String(length=32), nullable=False),
        sa.Column("publication", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed"], ["feed.id"], name=op.f("fk_feed_read_feed_feed"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed", "publication", name=op.f("pk_feed_read")),
    )
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
        "job_event",
        sa.Column("job", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job"], ["job.id"], name=op.f("fk_job_event_job_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("pk_job_event")),
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
    for statement in MAKE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take all tables and triggers away."""
    for statement in UNMAKE[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table)
