from datetime import date
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from api.database.engine import reading, writing
from api.ledger.chain import GENESIS
from api.ledger.history import head, history_of, known, whole
from api.ledger.subjects import forget
from tests.api.ledger.cases import BASE, LATER, MORE, publish


def labels_read(engine: Engine) -> list[str]:
    """Read the history, and return the months for which the table `standing` was asked."""
    statements: list[str] = []

    def seen(_c: object, _cur: object, statement: str, values: Any, *_rest: object) -> None:
        if "FROM standing" in statement:
            statements.extend(values.values() if isinstance(values, dict) else values)

    event.listen(engine, "before_cursor_execute", seen)
    with reading(engine) as session:
        history_of(session)
    event.remove(engine, "before_cursor_execute", seen)
    return statements


def test_nothing_published_is_no_month_and_the_first_head(engine: Engine) -> None:
    with reading(engine) as session:
        assert dict(history_of(session)) == {}
        assert (head(session).number, head(session).hash) == (0, GENESIS)


def test_what_a_publication_adds_makes_its_month_alone_be_read_again(engine: Engine) -> None:
    march, may = date(2026, 3, 1), date(2026, 5, 1)
    publish(engine, BASE, first=march)
    publish(engine, frozenset({("ada", "P-J-2026-05-04")}), first=may)
    assert labels_read(engine) == ["2026-05"]
    assert labels_read(engine) == []

    publish(engine, MORE, LATER, first=march)

    assert labels_read(engine) == ["2026-03"]


def test_what_a_transaction_saw_and_undid_is_not_believed(engine: Engine) -> None:
    publish(engine, BASE)
    with reading(engine) as session:
        before = history_of(session)

    with engine.connect() as raw, raw.begin():
        with Session(raw) as session:
            forget(session, "ada")
            assert len(history_of(session)["2026-03"]) == 1
        raw.get_transaction().rollback()  # type: ignore[union-attr]

    with reading(engine) as session:
        assert history_of(session) == before


def test_who_was_forgotten_is_told_apart_from_who_was_nearly(engine: Engine) -> None:
    publish(engine, BASE)
    with engine.connect() as raw, raw.begin():
        with Session(raw) as session:
            forget(session, "ada")
            assert [r.worked.mediator for r in history_of(session)["2026-03"]] == ["brice"]
        raw.get_transaction().rollback()  # type: ignore[union-attr]

    with writing(engine) as session:
        forget(session, "brice")

    with reading(engine) as session:
        assert [r.worked.mediator for r in history_of(session)["2026-03"]] == ["ada"]


def test_a_reader_that_began_before_a_publication_still_sees_what_stood(engine: Engine) -> None:
    publish(engine, BASE)
    with reading(engine) as old:
        assert len(history_of(old)["2026-03"]) == 2
        publish(engine, MORE, LATER)
        with reading(engine) as new:
            assert len(history_of(new)["2026-03"]) == 3

        assert len(history_of(old)["2026-03"]) == 2


def test_the_whole_association_is_made_once_for_the_same_numbers(engine: Engine) -> None:
    publish(engine, BASE)
    with reading(engine) as session:
        first, two = whole(session), whole(session)
        assert first is two
        assert first.history is known(session).months

    with writing(engine) as session:
        forget(session, "ada")
        assert len(whole(session).history["2026-03"]) == 1
