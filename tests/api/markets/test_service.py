"""What is done, planned and left of a market, to who answers for it and to who pays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.database.engine import reading, writing
from api.ledger.history import whole
from api.ledger.subjects import forget
from api.markets.service import statements
from tests.api.markets.folder import with_market
from tests.api.publishing import publish
from tests.api.service import Service, serving

MARCH = date(2026, 3, 1)
NOON = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
"""The posts of the 2nd to the 4th have ended, and that of the 5th goes on."""


@pytest.fixture
def paid(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Service]:
    """Two people on each post of March: seven hours of a day, four of a Wednesday's evening."""
    for made in serving(sqlite_engine, with_market(tmp_path, "400;")):
        made.app.state.now = lambda: NOON
        publish(made.engine, MARCH, 2)
        yield made


def markets(service: Service, role: Role, agency: str = "", dispositif: str = "") -> Any:
    grant = Grant(role=role, agency=agency, dispositif=dispositif)
    with reading(service.engine) as session:
        return statements(Caller(user="1" * 32, grants=(grant,)), session, NOON)


def test_hours_are_done_planned_and_left(paid: Service) -> None:
    (statement,) = markets(paid, Role.RESPONSABLE, agency="ville")

    account, march = statement.account, statement.months[2]
    assert (statement.market.volume, statement.market.total) == (400 * 60, 12 * 400 * 60)
    # Twenty-two days and four evenings; three days and one evening have ended.
    done, planned = 2 * (3 * 7 + 4) * 60, 2 * (19 * 7 + 3 * 4) * 60
    assert (account.total_done, account.total_planned) == (done, planned)
    assert account.left == 4800 * 60 - done - planned
    assert (march.month, march.due, march.worked) == (MARCH, 400 * 60, done + planned)
    assert (account.done[MARCH], account.planned[MARCH]) == (done, planned)
    assert statement.far == frozenset()


def test_who_pays_sees_the_same(paid: Service) -> None:
    mine = markets(paid, Role.COMMANDITAIRE, agency="ville", dispositif="P")

    assert mine == markets(paid, Role.RH)
    assert markets(paid, Role.COMMANDITAIRE, agency="ville", dispositif="Z") == []


def test_who_was_erased_still_counts_and_is_not_named(paid: Service) -> None:
    before = markets(paid, Role.RH)
    with writing(paid.engine) as session:
        forget(session, "ada")
    with reading(paid.engine) as session:
        named = {row.worked.mediator for rows in whole(session).history.values() for row in rows}

    assert "ada" not in named
    assert markets(paid, Role.RH) == before
