from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.access.errors import LastAdminError
from api.access.secrets.passwords import known_as
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.database.base import Base
from api.database.engine import reading, writing
from api.database.tables.access import (
    GrantRow,
    IdempotencyRow,
    LoginTryRow,
    TokenRow,
    TrailRow,
    UserRow,
)
from api.database.tables.jobs import JobRow
from api.database.tables.month import OpenPostsRow, RotaRow
from api.jobs.states import State, move
from api.ledger.history import head, history_of
from api.ledger.subjects import forget
from api.ledger.verifying import verify_database
from api.privacy.erasure import Erased, KeptByLawError, check, erase, erase_account
from scheduler.domain.employment.fixed_terms import TermReason
from tests.api.access.life import EMAIL, HELD, NAME, WHO, lived
from tests.api.access.people import QUICK
from tests.api.ledger.cases import publish

LATER = datetime(2029, 9, 1, 8, tzinfo=UTC)
"""The day after the last day for which the law asks that hours be kept: 31 August 2029."""

HOUR = timedelta(hours=1)


def erased(engine: Engine, **changed: Any) -> Erased:
    with writing(engine) as session:
        options = {"now": LATER, "forget": forget, **changed}
        return erase(session, LOCAL, QUICK, options.pop("person", WHO), **options)


def where_found(engine: Engine, *words: str) -> dict[str, list[str]]:
    """Return every table and column of the database in which a word still stands."""
    places: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(sa.text(f'SELECT * FROM "{table.name}"')).mappings():  # noqa: S608
                for column, value in row.items():
                    text = bytes(value).decode() if isinstance(value, bytes) else str(value)
                    if any(word in text for word in words):
                        places.setdefault(table.name, []).append(str(column))
    return places


def test_nothing_of_an_erased_person_is_left_anywhere(engine: Engine) -> None:
    lived(engine, HOUR)
    before = where_found(engine, WHO, NAME, EMAIL)

    done = erased(engine)

    assert sorted(before) == [
        "absence", "assignment", "calendar_revision", "cohort_member", "contract", "control",
        "control_file", "feed", "feed_bytes", "feed_event", "idempotency", "job", "leave_request",
        "mail", "pair", "person", "row_change", "subject", "swap", "trail", "user_account",
        "worked",
    ]  # fmt: skip
    assert where_found(engine, WHO, NAME, EMAIL) == {}
    assert done == Erased(rows=5, account=True)
    assert where_found(engine, "Tableau de bord", "mariage") == {}


def test_no_question_that_was_refused_names_them(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        job = JobRow(
            kind="alternative",
            state=State.CREATED,
            rota=session.scalars(sa.select(RotaRow.id)).first(),
            options={"person": WHO, "slot": "P-J-2026-03-03"},
            asked_by=LOCAL.user,
            requested=LATER,
        )
        session.add(job)
        session.flush()
        move(session, job, State.SOLVING)
        move(session, job, State.INVALID, f"person : une personne (reçu : « {WHO} »)")

    erased(sqlite_engine)

    assert where_found(sqlite_engine, WHO) == {}


def test_what_was_found_of_open_posts_is_forgotten_since_it_names_people(
    sqlite_engine: Engine,
) -> None:
    lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        (rota,) = session.scalars(sa.select(RotaRow.id).limit(1))
        session.add(OpenPostsRow(rota=rota, number=1, facts="f", kept=LATER, posts=b"p"))

    erased(sqlite_engine)

    with reading(sqlite_engine) as session:
        assert session.get(OpenPostsRow, rota) is None


def test_tries_of_an_erased_e_mail_are_forgotten_from_wherever(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LoginTryRow)) == 2
        session.add(LoginTryRow(who=known_as("email", "bea@exemple.org"), at=LATER))

    erased(sqlite_engine)

    with reading(sqlite_engine) as session:
        left = session.scalars(sa.select(LoginTryRow.who)).all()
    assert left == [known_as("email", "bea@exemple.org")]


@pytest.mark.parametrize("body", [f'{{"note": "{NAME}"}}', '{"note": "Leval (Dorian)"}'])
def test_no_kept_answer_names_them_and_none_is_done_again(sqlite_engine: Engine, body: str) -> None:
    chief, user = lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        for sender, key in ((chief.user, "nom"), (user, "nom")):
            session.add(
                IdempotencyRow(
                    user=sender,
                    key=key,
                    request="c" * 64,
                    status=201,
                    headers={"Location": "/ici"},
                    body=body,
                    at=LATER,
                )
            )

    erased(sqlite_engine)

    with reading(sqlite_engine) as session:
        kept = session.scalars(sa.select(IdempotencyRow).order_by(IdempotencyRow.key)).all()
    assert [(answer.user, answer.key, answer.request, answer.body) for answer in kept] == [
        (chief.user, "essai", "b" * 64, ""),
        (chief.user, "nom", "c" * 64, ""),
    ]


def test_the_register_still_verifies_and_names_nobody_there(engine: Engine) -> None:
    lived(engine, HOUR)
    with reading(engine) as session:
        before = head(session)
        assert [p.worked.mediator for p in history_of(session)["2026-03"]] == ["brice", WHO]

    erased(engine)

    with reading(engine) as session:
        verdict = verify_database(session, before.hash)
        assert (verdict.faults, head(session)) == ([], before)
        assert [p.worked.mediator for p in history_of(session)["2026-03"]] == ["brice"]


def test_who_is_left_is_published_again_after_someone_was_erased(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)
    erased(sqlite_engine)
    with reading(sqlite_engine) as session:
        left = read(session)

    publish(sqlite_engine, HELD - {(WHO, "P-J-2026-03-02")} | {("ada", "P-J-2026-03-02")},
            datetime(2029, 9, 2, tzinfo=UTC), association=left)  # fmt: skip

    with reading(sqlite_engine) as session:
        assert verify_database(session).faults == []
        assert [p.worked.mediator for p in history_of(session)["2026-03"]] == ["ada", "brice"]


def test_the_trail_keeps_what_was_done_but_not_to_whom(sqlite_engine: Engine) -> None:
    chief, user = lived(sqlite_engine, HOUR)

    erased(sqlite_engine)

    with reading(sqlite_engine) as session:
        rows = session.execute(
            sa.select(TrailRow.user, TrailRow.action, TrailRow.object, TrailRow.detail)
            .where(TrailRow.user.in_([chief.user, user, "local"]))
            .order_by(TrailRow.id.desc())
            .limit(3)
        ).all()
        users = session.scalars(sa.select(UserRow.id)).all()
        of_user = session.scalars(sa.select(TokenRow.user).union(sa.select(GrantRow.user))).all()
    assert [tuple(row) for row in rows] == [
        ("local", "effacer", "efface", {"lignes": 5}),
        (chief.user, "exporter", "efface", None),
        (chief.user, "abonner", "x", {"genre": "personne", "cible": "efface"}),
    ]
    assert users == [chief.user]
    assert of_user == [chief.user]


def test_hours_are_kept_three_years_after_the_contract_to_the_day(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)

    def refusal(now: datetime) -> str:
        with reading(sqlite_engine) as session, pytest.raises(KeptByLawError) as refused:
            check(session, QUICK, WHO, now)
        return str(refused.value)

    # Paris: the 31st ends at 22:00 UTC.
    assert refusal(datetime(2029, 8, 31, 21, 59, tzinfo=UTC)) == (
        "effacement refusé : les heures se gardent 3 ans après la fin du contrat (code du travail, "
        "art. L3245-1), jusqu’au 31/08/2029 compris"
    )
    with reading(sqlite_engine) as session:
        check(session, QUICK, WHO, datetime(2029, 8, 31, 22, 0, tzinfo=UTC))


def test_the_setting_says_how_long(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)
    longer = QUICK.model_copy(update={"hours_years": 5})

    with reading(sqlite_engine) as session, pytest.raises(KeptByLawError, match="31/08/2031"):
        check(session, longer, WHO, LATER)


def test_who_works_here_is_not_erased(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)

    with pytest.raises(KeptByLawError, match="un contrat sans fin est en cours"):
        erased(sqlite_engine, person="brice")
    with reading(sqlite_engine) as session:
        assert "brice" in read(session).mediator_of


def test_an_administrator_may_force_it_with_a_reason(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)

    assert erased(sqlite_engine, person="brice", forced="décision de la CNIL").rows == 3

    with reading(sqlite_engine) as session:
        assert "brice" not in read(session).mediator_of
        detail = session.scalars(sa.select(TrailRow.detail).order_by(TrailRow.id.desc())).first()
    assert detail == {"lignes": 3, "motif": "décision de la CNIL"}


def test_someone_never_employed_may_be_erased_at_once(sqlite_engine: Engine) -> None:
    lived(sqlite_engine, HOUR)

    assert erased(sqlite_engine, person="inconnue") == Erased(rows=0, account=False)


def test_the_last_administrator_is_not_erased(sqlite_engine: Engine) -> None:
    chief, _ = lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        session.get_one(UserRow, chief.user).person = "chloe"

    with pytest.raises(LastAdminError):
        erased(sqlite_engine, person="chloe", forced="essai")
    with pytest.raises(LastAdminError), writing(sqlite_engine) as session:
        erase_account(session, LOCAL, session.get_one(UserRow, chief.user))
    with reading(sqlite_engine) as session:
        assert "chloe" in read(session).mediator_of


def test_an_account_is_erased_alone(sqlite_engine: Engine) -> None:
    _, user = lived(sqlite_engine, HOUR)

    with writing(sqlite_engine) as session:
        erase_account(session, LOCAL, session.get_one(UserRow, user))

    assert where_found(sqlite_engine, EMAIL) == {}
    with reading(sqlite_engine) as session:
        assert WHO in read(session).mediator_of


def test_a_contract_of_another_stays_when_the_person_whom_it_replaces_is_erased(
    sqlite_engine: Engine,
) -> None:
    lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        (open_,) = rows.of_person(session, KINDS["contrats"], "chloe")
        values = {**open_.values, "kind": "CDD", "end": "2026-12-31", "reason": "remplacement"}
        rows.change(
            session, KINDS["contrats"], open_.key, open_.number, {**values, "replaces": WHO}
        )

    erased(sqlite_engine)

    assert where_found(sqlite_engine, WHO) == {}
    with reading(sqlite_engine) as session:
        (contract,) = read(session).mediator_of["chloe"].contracts
    assert (contract.reason, contract.replaces) == (TermReason.REPLACEMENT, "")


def test_time_of_a_team_stays_when_somebody_whom_it_names_is_erased(
    sqlite_engine: Engine,
) -> None:
    lived(sqlite_engine, HOUR)
    values = {
        "id": "P-REUNION",
        "name": "Réunion",
        "dispositif": "P",
        "people": ["chloe", WHO],
        "site": "place",
        "start": "09:30",
        "end": "11:00",
        "since": "2026-03-03",
        "attendance": "obligatoire",
    }
    with writing(sqlite_engine) as session:
        rows.add(session, KINDS["temps_equipe"], values)

    erased(sqlite_engine)

    assert where_found(sqlite_engine, WHO) == {}
    with reading(sqlite_engine) as session:
        (entry,) = rows.page(session, KINDS["temps_equipe"])
    assert tuple(entry.values["people"]) == ("chloe",)
