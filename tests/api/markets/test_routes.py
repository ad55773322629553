"""What is done, planned and left of a market, to who answers for it and to who pays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from api.database.engine import reading, writing
from api.ledger.history import whole
from api.ledger.subjects import forget
from tests.api.markets.folder import with_market
from tests.api.publishing import publish
from tests.api.service import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.api.service import Service

HERE = "/api/v1/marches"
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


def markets(service: Service, *roles: str, **place: str) -> Any:
    answer = service.client(*roles, **place).get(HERE)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_hours_are_done_planned_and_left(paid: Service) -> None:
    (market,) = markets(paid, "responsable", agency="ville")

    assert {key: market[key] for key in ("unit", "volume", "per", "total")} == {
        "unit": "minutes",
        "volume": 400 * 60,
        "per": "mois",
        "total": 12 * 400 * 60,
    }
    # Twenty-two days and four evenings; three days and one evening have ended.
    done, planned = 2 * (3 * 7 + 4) * 60, 2 * (19 * 7 + 3 * 4) * 60
    assert (market["done"], market["planned"]) == (done, planned)
    assert market["left"] == 4800 * 60 - done - planned
    assert market["months"][2] == {
        "month": "2026-03",
        "due": 400 * 60,
        "done": done,
        "planned": planned,
        "far": False,
    }


def test_who_pays_sees_the_same_and_nobody_s_name(paid: Service) -> None:
    (mine,) = markets(paid, "commanditaire", agency="ville", dispositif="P")

    assert mine == markets(paid, "rh")[0]
    assert "Ada" not in str(mine)
    assert markets(paid, "commanditaire", agency="ville", dispositif="Z") == []


def test_who_neither_answers_nor_pays_is_refused(paid: Service) -> None:
    assert paid.client("mediateur", person="ada").get(HERE).status_code == 403


def test_who_was_erased_still_counts_and_is_not_named(paid: Service) -> None:
    before = markets(paid, "rh")
    with writing(paid.engine) as session:
        forget(session, "ada")
    with reading(paid.engine) as session:
        named = {row.worked.mediator for rows in whole(session).history.values() for row in rows}

    assert "ada" not in named
    assert markets(paid, "rh") == before


def test_the_table_has_a_line_a_month_with_a_comma_and_the_distance(paid: Service) -> None:
    answer = paid.client("commanditaire", agency="ville").get(f"{HERE}.csv")

    header, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert header.startswith("marche;nom;commanditaire;dispositifs;debut;fin;unite;mois;au_marche;")
    assert len(lines) == 12
    assert lines[0] == (
        "place;Médiation de place;Ville de Port;P;01/01/2026;31/12/2026;heures;2026-01;400;0;0;-400"
    )
    assert lines[2].endswith(";heures;2026-03;400;50;290;-60")
