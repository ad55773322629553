from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from api.data.rows.sources import SOURCES
from api.data.rows.words import FIELDS
from api.data.rows.words import KINDS as WORDS
from api.data.stored.kinds import KIND_OF_FILE, KINDS, Kind
from api.data.stored.records import RECORDS, row_of, values_of
from api.data.stored.refusals import RefusedRowsError
from api.database.engine import connect
from tests.api.data.folder.drawn_cells import rows_of
from tests.api.databases import KINDS as DATABASES
from tests.api.databases import database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
ABSENCES, CONTRACTS, NOTICES = KINDS["absences"], KINDS["contrats"], KINDS["prevenances"]


def test_each_source_is_a_kind_with_a_table() -> None:
    assert list(KINDS) == [source.name for source in SOURCES] == list(WORDS)
    assert set(RECORDS) == {source.model for source in SOURCES}
    assert {kind.source.file for kind in KINDS.values()} == set(KIND_OF_FILE)


def test_each_field_is_told_in_words_and_no_other() -> None:
    assert {name for kind in KINDS.values() for name in kind.model.model_fields} == set(FIELDS)


@EACH
def test_each_field_is_a_column(kind: Kind) -> None:
    columns = [c.name for c in kind.record.__table__.columns]
    assert columns == ["key", "number", *kind.model.model_fields]


@EACH
def test_each_field_has_a_description(kind: Kind) -> None:
    schema = kind.json_model.model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["description"] == WORDS[kind.name]
    assert [p for p in schema["properties"].values() if not p.get("description")] == []


@EACH
@settings(max_examples=8)
@given(data=st.data())
def test_a_row_as_json_is_read_back(kind: Kind, data: st.DataObject) -> None:
    row = kind.model.model_validate(data.draw(rows_of(kind.source)))
    values = kind.to_json(row)
    again = kind.model.model_validate(kind.from_json(values))
    assert again == row
    assert kind.to_json(again) == values


@EACH
@settings(max_examples=1)
@given(data=st.data())
def test_a_row_as_json_holds_bare_values(kind: Kind, data: st.DataObject) -> None:
    row = kind.model.model_validate(data.draw(rows_of(kind.source)))
    for value in kind.to_json(row).values():
        some = value if isinstance(value, list) else [value]
        assert all(type(one) in {str, int, float, bool, type(None)} for one in some)


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


@EACH
@settings(max_examples=3)
@given(data=st.data())
def test_a_row_comes_back_from_both_databases(
    engines: list[Engine], kind: Kind, data: st.DataObject
) -> None:
    row = kind.model.model_validate(data.draw(rows_of(kind.source)))
    names = list(kind.model.model_fields)
    for engine in engines:
        with engine.connect() as connection, connection.begin() as transaction:
            connection.execute(insert(kind.record).values(number=1, **values_of(row)))
            (found,) = connection.execute(select(*kind.record.__table__.columns)).mappings()
            assert row_of(kind.model, {name: found[name] for name in names}) == row
            transaction.rollback()


LEAVE = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "conge"}


@pytest.mark.parametrize(
    ("change", "field", "found", "expected"),
    [
        ({"start": "2026-3-2"}, "start", "2026-3-2", "un jour comme 2026-12-31"),
        ({"start": 3}, "start", "3", "un texte"),
        ({"kind": "vacances"}, "kind", "vacances", "l’un de : 'conge'"),
        ({"mediator": ""}, "mediator", "", "une valeur, la cellule est obligatoire"),
        ({"mediator": "a\x00b"}, "mediator", "a\x00b", "un texte sans caractère de contrôle"),
        ({"mediator": "a\ud800"}, "mediator", "a?", "un texte en UTF-8"),
        ({"mediator": "x" * 121}, "mediator", "x" * 60 + "…", "120 caractères au plus"),
        ({"motif": "conge"}, "motif", "conge", "aucun champ de ce nom"),
    ],
)
def test_what_json_cannot_say_is_refused_in_french(
    change: dict[str, Any], field: str, found: str, expected: str
) -> None:
    with pytest.raises((RefusedRowsError, ValueError)) as caught:
        ABSENCES.model.model_validate(ABSENCES.from_json(LEAVE | change))
    if isinstance(caught.value, RefusedRowsError):
        (fault,) = caught.value.faults
        assert (fault.kind, fault.field, fault.found) == ("absences", field, found)
        assert fault.expected.startswith(expected)
    else:
        assert expected in str(caught.value)


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(RefusedRowsError) as caught:
        CONTRACTS.from_json({"kind": 1, "days": [0, 7, "lundi"], "adult_relay": "oui"})
    assert [(f.field, f.found, f.expected) for f in caught.value.faults] == [
        ("mediator", "", "une valeur : ce champ est obligatoire"),
        ("kind", "1", "l’un de : 'CDI', 'CDD', 'apprentissage' ou 'interim'"),
        ("start", "", "une valeur : ce champ est obligatoire"),
        ("weekly_minutes", "", "une valeur : ce champ est obligatoire"),
        ("days.1", "7", "6 au plus"),
        ("days.2", "lundi", "un nombre entier"),
        ("adult_relay", "oui", "true ou false"),
    ]


def test_a_list_cannot_smuggle_one_id_more() -> None:
    notice = {"mediator": "ada", "kind": "horaire", "notified": "2026-01-01"}
    with pytest.raises(RefusedRowsError) as caught:
        NOTICES.from_json(notice | {"effective": "2026-01-09", "duties": ["a,b"]})
    assert [(f.field, f.found) for f in caught.value.faults] == [("duties.0", "a,b")]


def test_texts_are_trimmed_and_lines_end_as_on_unix() -> None:
    cells = KINDS["employeur"].from_json({"about": "effectif", "value": "  12\r\n3 "})
    assert cells == {"cle": "effectif", "valeur": "12\n3"}


def test_values_already_read_are_taken_too() -> None:
    model = KINDS["gabarits"].json_model
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
    cells = KINDS["gabarits"].from_json(made)
    assert (cells["jours"], cells["debut"], cells["fin"]) == ("lun,ven", "09:00", "17:00")
    assert made.model_dump(mode="json")["start"] == "09:00"
