from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, update
from sqlalchemy.orm import Session

from api.access.reach import Area
from api.data.association import Association
from api.data.errors import BadFilesError
from api.data.folder.load import load
from api.data.rows.columns import Row
from api.data.rows.kinds import KINDS
from api.data.rows.people import PersonRow
from api.data.rows.places import AgencyRow
from api.data.stored.association import Index, data_number, read, state
from api.data.stored.importing import check_folder, put
from api.data.stored.places import EVERYWHERE, NOWHERE, Places
from api.data.tables.rows import table_of
from api.database.counters import DATA, number, raise_number
from api.database.engine import connect, reading, writing
from tests.api.database.folders import PETIT, SAISON, bare, imported, without_history
from tests.api.schema import make_schema


@pytest.mark.parametrize("folder", [PETIT, SAISON])
def test_what_a_folder_says_is_what_its_database_says(engine: Engine, folder: Path) -> None:
    imported(engine, folder)
    with reading(engine) as session:
        assert read(session) == without_history(folder)


def test_the_whole_association_is_read_back(sqlite_engine: Engine, tmp_path: Path) -> None:
    association = imported(sqlite_engine, bare(tmp_path / "association"))
    with reading(sqlite_engine) as session:
        assert read(session) == association


def test_an_empty_database_is_an_empty_association(engine: Engine) -> None:
    with reading(engine) as session:
        assert (read(session), data_number(session)) == (Association(), 0)


def test_the_association_is_read_once_while_nothing_is_written(engine: Engine) -> None:
    imported(engine)
    with reading(engine) as first, reading(engine) as other:
        assert read(first) is read(other)
        assert data_number(first) == 1


def test_a_counter_raised_makes_the_association_be_read_again(engine: Engine) -> None:
    imported(engine)
    with reading(engine) as session:
        before = read(session)
    with writing(engine) as session:
        north = {"id": "nord", "name": "Nord", "academy": "", "zone": "", "departement": ""}
        session.execute(insert(table_of(AgencyRow)).values(north))
        raise_number(session, DATA)
    with reading(engine) as session:
        assert read(session) is not before
        assert [agency.id for agency in read(session).agencies] == ["ville", "nord"]


def test_two_databases_are_two_associations(tmp_path: Path) -> None:
    states = []
    for name, folder in (("un", PETIT), ("deux", SAISON)):
        engine = connect(f"sqlite:///{tmp_path / name}.db")
        make_schema(engine)
        imported(engine, folder)
        with reading(engine) as session:
            states.append((data_number(session), read(session) == without_history(folder)))
        engine.dispose()
    assert states == [(1, True), (1, True)]


def test_rows_that_contradict_each_other_are_all_told(engine: Engine) -> None:
    imported(engine)
    with writing(engine) as session:
        people = table_of(PersonRow)
        session.execute(update(people).where(people.c.key == 1).values(sites=("nulle-part",)))
        raise_number(session, DATA)
    with reading(engine) as session, pytest.raises(BadFilesError) as caught:
        read(session)
    assert [(e.file, e.line, e.column, e.received) for e in caught.value.errors] == [
        ("personnes.csv", 1, "sites", "nulle-part")
    ]


def test_counters_are_counted_each_apart(engine: Engine) -> None:
    with writing(engine) as session:
        assert [raise_number(session, "a"), raise_number(session, "a")] == [1, 2]
        assert raise_number(session, "b", to=7) == 7
    with reading(engine) as session:
        assert [number(session, name) for name in ("a", "b", "c")] == [2, 7, 0]


def _replace_and_fail(session: Session, before: Association) -> None:
    put(session, check_folder(SAISON), replace=True)
    assert read(session) != before
    raise RuntimeError("assez")


def test_a_write_undone_leaves_the_association_as_it_was(engine: Engine) -> None:
    imported(engine)
    with reading(engine) as session:
        before = read(session)
    with pytest.raises(RuntimeError, match="assez"), writing(engine) as session:
        _replace_and_fail(session, before)
    with reading(engine) as session:
        assert read(session) is before


PLACE = Area("paris", "1")


def rows(index: Index) -> dict[int, Row]:
    return {line.line: line.row for line in index.lines}


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


def test_rows_lie_where_what_they_name_lies() -> None:
    places = Places(load(PETIT))
    here = frozenset({Area("ville", "P")})

    assert places.of("absences", {"mediator": "ada"}) == here
    assert places.of("absences", {"mediator": "nobody"}) == NOWHERE
    assert places.of("besoins", {"template": "P-J"}) == here
    assert places.of("verrous", {"mediator": "ada", "slot": "P-J-2026-03-04"}) == here
    assert places.of("verrous", {"mediator": "ada", "slot": "x"}) == here | NOWHERE
    assert places.of("trajets", {"origin": "place", "goal": "cfa"}) == {Area("ville")}
    assert places.of("dates_cohortes", {"cohort": "AMIS-2025"}) == {Area("ville")}
    assert places.of("derogations", {"agency": "", "dispositif": ""}) == EVERYWHERE
    assert places.of("derogations", {"agency": "ville", "dispositif": ""}) == {Area("ville")}
    assert places.of("employeur", {"about": "effectif"}) == EVERYWHERE


def test_what_is_learnt_for_one_request_stays_there() -> None:
    places = Places(load(PETIT))
    mine = places.copy()

    mine.learn("personnes", {"id": "gael", "agency": "ville", "dispositifs": ["P"]})

    assert mine.person("gael") == {Area("ville", "P")}
    assert places.person("gael") == NOWHERE


def test_what_is_there_is_not_learnt_anew() -> None:
    places = Places(load(PETIT)).copy()

    places.learn("personnes", {"id": "ada", "agency": "mer", "dispositifs": []})

    assert places.person("ada") == {Area("ville", "P")}
