from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from api.data.rows.columns import Kind, cells_of
from api.data.rows.kinds import KIND_OF_FILE, KINDS
from api.data.stored.association import stored_rows
from api.data.stored.entries import RefusedRowsError, row_of
from api.data.tables.rows import table_of
from api.database.engine import connect
from tests.api.data.folder.drawn_cells import read_row, rows_of
from tests.api.databases import KINDS as DATABASES
from tests.api.databases import database

EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
ABSENCES, CONTRACTS, NOTICES = KINDS["absences"], KINDS["contrats"], KINDS["prevenances"]


def test_each_kind_has_a_table_and_a_file_of_its_own() -> None:
    assert len({kind.table for kind in KINDS.values()}) == len(KINDS)
    assert {kind.file for kind in KINDS.values()} == set(KIND_OF_FILE)


@EACH
def test_each_field_is_a_column(kind: Kind) -> None:
    columns = [c.name for c in table_of(kind.model).columns]
    assert columns == ["key", "number", *kind.model.model_fields]


@EACH
def test_each_field_has_a_description(kind: Kind) -> None:
    schema = kind.model.model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["description"] == kind.words
    assert [p for p in schema["properties"].values() if not p.get("description")] == []


@EACH
def test_the_example_of_a_kind_is_a_row_of_it(kind: Kind) -> None:
    row = row_of(kind, kind.examples)
    assert read_row(kind, cells_of(row)) == row


@EACH
@settings(max_examples=8)
@given(data=st.data())
def test_a_row_as_json_is_read_back(kind: Kind, data: st.DataObject) -> None:
    row = read_row(kind, data.draw(rows_of(kind)))
    values = row.model_dump(mode="json")
    again = row_of(kind, values)
    assert again == row
    assert again.model_dump(mode="json") == values


@EACH
@settings(max_examples=1)
@given(data=st.data())
def test_a_row_as_json_holds_bare_values(kind: Kind, data: st.DataObject) -> None:
    row = read_row(kind, data.draw(rows_of(kind)))
    for value in row.model_dump(mode="json").values():
        some = value if isinstance(value, list) else [value]
        assert all(type(item) in {str, int, float, bool, type(None)} for item in some)


@pytest.fixture(scope="module")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Engine]]:
    """Give an empty database of each kind, for all examples: each undoes what it writes."""
    path = tmp_path_factory.mktemp("genres") / "roulement.db"
    with ExitStack() as stack:
        urls = [
            stack.enter_context(contextmanager(database)(request, kind, path)) for kind in DATABASES
        ]
        made = [connect(url) for url in urls]
        yield made
        for engine in made:
            engine.dispose()


@pytest.mark.long
@EACH
@settings(max_examples=3)
@given(data=st.data())
def test_a_row_comes_back_from_both_databases(
    engines: list[Engine], kind: Kind, data: st.DataObject
) -> None:
    row = read_row(kind, data.draw(rows_of(kind)))
    for engine in engines:
        with Session(engine) as session:
            session.execute(insert(table_of(kind.model)).values(row.__dict__))
            (line,) = stored_rows(session, kind)
            assert line.row == row
            session.rollback()


LEAVE = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "conge"}


@pytest.mark.parametrize(
    ("change", "field", "received", "expected"),
    [
        ({"start": "2026-3-2"}, "start", "2026-3-2", "un jour comme 2026-12-31"),
        ({"start": 3}, "start", "3", "un texte"),
        ({"kind": "vacances"}, "kind", "vacances", "l’un de : 'conge'"),
        ({"mediator": ""}, "mediator", "", "une valeur, elle est obligatoire"),
        ({"mediator": "a\x00b"}, "mediator", "a\x00b", "un texte sans caractère de contrôle"),
        ({"mediator": "a\ud800"}, "mediator", "a?", "un texte en UTF-8"),
        ({"mediator": "x" * 121}, "mediator", "x" * 60 + "…", "120 caractères au plus"),
        ({"motif": "conge"}, "motif", "conge", "aucun champ de ce nom"),
    ],
)
def test_what_json_cannot_say_is_refused_in_french(
    change: dict[str, Any], field: str, received: str, expected: str
) -> None:
    with pytest.raises((RefusedRowsError, ValueError)) as caught:
        ABSENCES.columns["mediator"].checked(
            row_of(ABSENCES, LEAVE | change).model_dump()["mediator"]
        )
    if isinstance(caught.value, RefusedRowsError):
        (fault,) = caught.value.faults
        assert (fault.kind, fault.field, fault.received) == ("absences", field, received)
        assert fault.expected.startswith(expected)
    else:
        assert expected in str(caught.value)


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(RefusedRowsError) as caught:
        row_of(CONTRACTS, {"kind": 1, "days": [0, 7, "lundi"], "adult_relay": "oui"})
    assert [(f.field, f.received, f.expected) for f in caught.value.faults] == [
        ("mediator", "", "une valeur : ce champ est obligatoire"),
        ("kind", "1", "l’un de : 'CDI', 'CDD', 'apprentissage' ou 'interim'"),
        ("start", "", "une valeur : ce champ est obligatoire"),
        ("days.1", "7", "6 au plus"),
        ("days.2", "lundi", "un nombre entier"),
        ("adult_relay", "oui", "true ou false"),
    ]


def test_a_list_cannot_smuggle_one_id_more() -> None:
    notice = {"mediator": "ada", "kind": "horaire", "notified": "2026-01-01"}
    with pytest.raises(RefusedRowsError) as caught:
        row_of(NOTICES, notice | {"effective": "2026-01-09", "duties": ["a,b"]})
    assert [(f.field, f.received) for f in caught.value.faults] == [("duties.0", "a,b")]


def test_texts_are_trimmed_and_lines_end_as_on_unix() -> None:
    row = row_of(KINDS["employeur"], {"about": "effectif", "value": "  12\r\n3 "})
    assert cells_of(row) == {"cle": "effectif", "valeur": "12\n3"}


def test_values_already_read_are_taken_too() -> None:
    model = KINDS["gabarits"].model
    made = model.model_validate(
        {
            "id": "J",
            "dispositif": "P",
            "weekdays": [4, 0],
            "start": time(9),
            "end": "17:00",
            "since": date(2026, 1, 1),
        }
    )
    cells = cells_of(row_of(KINDS["gabarits"], made))
    assert (cells["jours"], cells["debut"], cells["fin"]) == ("lun,ven", "09:00", "17:00")
    assert made.model_dump(mode="json")["start"] == "09:00"
