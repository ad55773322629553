from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.reach import Area
from api.data.rows.kinds import KINDS
from api.data.stored.association import state
from api.database.engine import reading
from tests.api.database.folders import bare, imported

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from api.data.rows.columns import Row
    from api.data.stored.index import Index


PLACE = Area("paris", "1")


def rows(index: Index) -> dict[int, Row]:
    return {line.line: line.row for line in index.lines}  # type: ignore[union-attr]  # of a base


def test_keys_by_area_are_those_of_each_row_that_lies_there(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    imported(sqlite_engine, bare(tmp_path / "association"))
    with reading(sqlite_engine) as session:
        current = state(session)
    index, places = current.indexes["personnes"], current.places
    assert places is not None

    kept = list(index.keys(0, lambda areas: PLACE in areas))

    assert kept == [
        key for key, row in rows(index).items() if PLACE in places.of("personnes", row.__dict__)
    ]
    assert 0 < len(kept) < len(index.lines)
    assert list(index.keys(kept[0], lambda areas: PLACE in areas)) == kept[1:]
    assert list(index.keys(0, lambda _: False)) == []
    assert list(index.keys(0)) == [line.line for line in index.lines]


def test_keys_by_person_are_those_of_rows_that_name_them(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with reading(sqlite_engine) as session:
        indexes = state(session).indexes
    contracts = rows(indexes["contrats"])

    kept = list(indexes["contrats"].keys(0, person="ada"))

    assert kept == [key for key, row in contracts.items() if row.__dict__["mediator"] == "ada"]
    assert len(kept) == 1
    assert list(indexes["contrats"].keys(kept[0], person="ada")) == []
    assert list(indexes["contrats"].keys(0, lambda _: False, "ada")) == []
    assert len(list(indexes["personnes"].keys(0, person="ada"))) == 1
    assert list(indexes["sites"].keys(0, person="ada")) == []


def test_an_index_is_made_once_for_all_who_read_the_same_state(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with reading(sqlite_engine) as session:
        first = state(session).indexes
    with reading(sqlite_engine) as session:
        second = state(session).indexes
    assert first is second
    assert set(first) == set(KINDS)
