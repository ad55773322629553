from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, delete, func, select

from api.access.accounts.service import LOCAL
from api.access.journal import note
from api.access.secrets.secret import Kind, issue, revoke
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import data_number
from api.data.stored.importing import check_folder, put
from api.data.tables.rows import RowChangeRow
from api.database.engine import reading, writing
from api.database.tables.access import (
    IdempotencyRow,
    LoginTryRow,
    ProviderTryRow,
    TokenRow,
    TrailRow,
)
from api.database.tables.asking import LeaveRow
from api.database.tables.controls import ControlFileRow, ControlRow
from api.database.tables.events import EventRow, WebhookRow, WebhookSendingRow
from api.database.tables.mail import MailRow
from api.events.facts import EventType, Fact, record
from api.privacy.retention import OVER, end_mails, purge
from scheduler.domain.people import AbsenceKind
from tests.api.access.people import QUICK, opened_account
from tests.api.commands import PETIT

NOW = datetime(2030, 3, 1, 12, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
TYPES = tuple(EventType)
NOTHING = dict.fromkeys(
    (
        "journal",
        "history",
        "mails",
        "secrets",
        "tries",
        "provider",
        "receipts",
        "answers",
        "events",
        "controls",
        "problems",
        "reasons",
    ),
    0,
)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def count(engine: Engine, table: type) -> int:
    with reading(engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_an_empty_database_has_nothing_to_purge(engine: Engine) -> None:
    assert purge(engine, QUICK, NOW) == NOTHING


def test_the_trail_is_kept_a_year_to_the_instant(engine: Engine) -> None:
    with writing(engine) as session:
        for at in (ago(days=365), ago(days=365) - TICK):
            note(session, LOCAL, "publier", "planning", "a")
            session.flush()
            last = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
            assert last is not None
            last.at = at

    assert purge(engine, QUICK, NOW) == NOTHING | {"journal": 1}
    assert purge(engine, QUICK, NOW) == NOTHING
    assert count(engine, TrailRow) == 1


def test_the_history_of_rows_is_kept_as_long_as_the_trail(engine: Engine) -> None:
    with writing(engine) as session:
        for at in (ago(days=365), ago(days=365) - TICK):
            session.add(RowChangeRow(at=at, kind="sites", key=1, after={"id": "a"}))

    assert purge(engine, QUICK, NOW) == NOTHING | {"history": 1}
    assert purge(engine, QUICK, NOW) == NOTHING
    assert count(engine, RowChangeRow) == 1


def test_mails_are_kept_three_months_once_they_are_gone(engine: Engine) -> None:
    def mail(key: str, **ended: datetime) -> MailRow:
        return MailRow(
            key=key,
            kind="changement",
            address="ana@exemple.org",
            subject="s",
            body="b",
            made=ago(days=999),
            next_try=ago(days=999),
            **ended,
        )

    with writing(engine) as session:
        session.add(mail("attend"))
        session.add(mail("parti", sent=ago(days=90)))
        session.add(mail("ancien", sent=ago(days=90) - TICK))
        session.add(mail("abandon", given_up=ago(days=90) - TICK))

    assert purge(engine, QUICK, NOW) == NOTHING | {"mails": 2}
    with reading(engine) as session:
        assert sorted(session.scalars(select(MailRow.key))) == ["attend", "parti"]


def waiting(engine: Engine, key: str, kind: str = "changement", **more: datetime) -> None:
    values = {"made": NOW, "next_try": NOW, "until": NOW + TICK, **more}
    with writing(engine) as session:
        session.add(
            MailRow(key=key, kind=kind, address="a@b.fr", subject="s", body="secret", **values)
        )


def left(engine: Engine) -> dict[str, tuple[str, str]]:
    """Return the text and the error of mails, by key."""
    with reading(engine) as session:
        return {mail.key: (mail.body, mail.error) for mail in session.scalars(select(MailRow))}


def test_a_mail_that_no_server_takes_is_ended_and_emptied_by_its_date(engine: Engine) -> None:
    waiting(engine, "encore")
    waiting(engine, "passe", until=NOW)
    waiting(engine, "vieux", made=ago(days=5) - TICK)
    waiting(engine, "juste", made=ago(days=5))

    assert purge(engine, QUICK, NOW) == NOTHING

    assert left(engine) == {
        "encore": ("secret", ""),
        "juste": ("secret", ""),
        "passe": ("", OVER),
        "vieux": ("", "pas parti en 5 jours"),
    }
    assert end_mails(engine, QUICK, NOW) == 0


def test_a_link_that_opens_an_account_waits_for_a_mail_server_alone(engine: Engine) -> None:
    with_server = QUICK.model_copy(update={"smtp_host": "courriel.exemple.org"})
    for kind in (Kind.INVITATION, Kind.RESET):
        waiting(engine, str(kind), str(kind))
    waiting(engine, "envoi", str(Kind.RESET), next_try=NOW + TICK)
    waiting(engine, "changement")

    assert end_mails(engine, with_server, NOW) == 0
    assert end_mails(engine, QUICK, NOW) == 2

    ended = ("", "aucun serveur de courriel n’est réglé : renvoyez ce lien quand il y en aura un")
    assert left(engine) == {
        "invitation": ended,
        "reset": ended,
        "envoi": ("secret", ""),
        "changement": ("secret", ""),
    }


def test_secrets_are_kept_a_month_once_they_are_ended(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        for label, expires in (
            ("sans fin", None),
            ("bon", NOW + TICK),
            ("fini", ago(days=30)),
            ("ancien", ago(days=30) - TICK),
        ):
            issue(session, user, Kind.API, now=ago(days=99), expires=expires, label=label)
        for label, at in (("revoque", ago(days=30)), ("ancien", ago(days=30) - TICK)):
            made = issue(session, user, Kind.API, now=at, expires=None, label=label)
            revoke(session, user, Kind.API, now=at, only=made.id)

    assert purge(engine, QUICK, NOW)["secrets"] == 2
    with reading(engine) as session:
        assert sorted(session.scalars(select(TokenRow.label))) == [
            "bon",
            "fini",
            "revoque",
            "sans fin",
        ]


def test_what_serves_for_minutes_is_gone_soon_after(engine: Engine) -> None:
    def once(key: str, at: datetime) -> IdempotencyRow:
        return IdempotencyRow(
            user="0" * 32, key=key, request="r", status=200, headers={}, body="", at=at
        )

    with writing(engine) as session:
        for at in (ago(minutes=60), ago(minutes=60) - TICK):
            session.add(LoginTryRow(who="a" * 64, at=at))
        for name, at in (("a", ago(minutes=10) + TICK), ("b", ago(minutes=10))):
            session.add(ProviderTryRow(state=name, nonce="n", verifier="v", made=at))
        session.add(once("a", ago(days=2)))
        session.add(once("b", ago(days=2) - TICK))

    assert purge(engine, QUICK, NOW) == NOTHING | {"tries": 1, "provider": 1, "answers": 1}


def test_files_made_elsewhere_are_kept_a_day(engine: Engine) -> None:
    for name, at in (("a", ago(days=1) + TICK), ("b", ago(days=1))):
        user = opened_account(engine, f"{name}@exemple.org").user
        with writing(engine) as session:
            session.add(ControlRow(user=user, token=name, wanted={}, at=at))
            session.flush()
            session.add(
                ControlFileRow(user=user, position=0, part="fichiers", name=name, content=b"Ada")
            )

    assert purge(engine, QUICK, NOW)["controls"] == 1
    assert purge(engine, QUICK, NOW) == NOTHING
    with reading(engine) as session:
        assert session.scalars(select(ControlFileRow.name)).all() == ["a"]


def test_reasons_that_tell_of_health_are_forgotten_after_three_years(engine: Engine) -> None:
    with writing(engine) as session:
        put(session, check_folder(PETIT))
        before = [
            rows.add(
                session,
                KINDS["absences"],
                {"mediator": "ada", "start": start, "end": end, "kind": kind},
            ).key
            for start, end, kind in (
                ("2027-02-01", "2027-02-28", "maladie"),
                ("2027-02-01 08:00", "2027-02-28 18:00", "accident_travail"),
                ("2027-02-20", "2027-03-01", "maladie"),
                ("2027-01-10", "2027-01-12", "conge"),
            )
        ]
        number = data_number(session)

    assert purge(engine, QUICK, NOW) == NOTHING | {"reasons": 2, "history": 4}
    assert purge(engine, QUICK, NOW) == NOTHING
    with reading(engine) as session:
        kinds = [rows.get(session, KINDS["absences"], key).row for key in before]
        assert data_number(session) == number + 1
    assert [getattr(record, "kind", None) for record in kinds] == [
        AbsenceKind.OTHER,
        AbsenceKind.OTHER,
        AbsenceKind.SICK,
        AbsenceKind.LEAVE,
    ]


def test_personal_constraints_are_deleted_with_their_history_after_three_years(
    engine: Engine,
) -> None:
    kind = KINDS["contraintes_personnelles"]
    with writing(engine) as session:
        put(session, check_folder(PETIT))
        for until in ("2027-02-28", "2027-03-01", None):
            values = {"mediator": "ada", "reason": "sante", "since": "2026-03-01", "until": until}
            rows.add(session, kind, values | {"no_overtime": True})

    assert purge(engine, QUICK, NOW)["reasons"] == 1
    assert purge(engine, QUICK, NOW) == NOTHING
    with reading(engine) as session:
        left = [entry.values["until"] for entry in rows.of_person(session, kind, "ada")]
        kept = session.scalars(select(RowChangeRow).where(RowChangeRow.kind == kind.name)).all()
    assert left == ["2027-03-01", None]
    assert all(change.after["until"] != "2027-02-28" for change in kept)


def test_leave_asked_for_long_ago_says_no_more_why(engine: Engine) -> None:
    def leave_until(end: date) -> LeaveRow:
        return LeaveRow(
            mediator="ada",
            start="2027-01-01",
            end=end.isoformat(),
            kind="maternite_paternite",
            note="échographie",
            answer="bien sûr",
            state="granted",
            requested=ago(days=2000),
        )

    with writing(engine) as session:
        session.add(leave_until(date(2027, 2, 28)))
        session.add(leave_until(date(2027, 3, 1)))

    assert purge(engine, QUICK, NOW) == NOTHING | {"reasons": 1}
    with reading(engine) as session:
        rows_ = session.execute(
            select(LeaveRow.kind, LeaveRow.note, LeaveRow.answer).order_by(LeaveRow.end)
        ).all()
    assert [tuple(row) for row in rows_] == [
        ("autre", "", ""),
        ("maternite_paternite", "échographie", "bien sûr"),
    ]


def test_events_are_kept_thirty_days_to_the_instant_and_their_sendings_with_them(
    engine: Engine,
) -> None:
    with writing(engine) as session:
        session.add(WebhookRow(url="https://exemple.org", types=TYPES, secret="s", made=NOW))  # noqa: S106
        for at in (ago(days=30), ago(days=30) - TICK):
            session.flush()
            record(session, Fact(type=EventType.CALCULATED, data={}), now=at)

    assert purge(engine, QUICK, NOW) == {**NOTHING, "events": 1}

    assert (count(engine, EventRow), count(engine, WebhookSendingRow)) == (1, 1)
    with writing(engine) as session:
        session.execute(delete(EventRow))
        record(session, Fact(type=EventType.CALCULATED, data={}), now=NOW)
        assert session.scalars(select(EventRow.number)).one() == 3  # never a number again
