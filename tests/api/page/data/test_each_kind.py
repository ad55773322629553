"""Every kind of rows on the same screen: what a file takes or refuses, its form does too."""

from html import escape
from itertools import zip_longest

import pytest
from sqlalchemy import update

from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.tables.rows import table_of
from api.database.engine import writing
from api.page.data.form import COMPANIONS
from api.page.data.saving import CLOCK, several, ticked
from api.page.data.visit import label_of
from tests.api.entered import ROWS, rows
from tests.api.page.data.examples import WRITTEN, example, expected, writer, wrong_texts
from tests.api.page.data.forms import get, send, submit
from tests.api.service import Service

pytestmark = pytest.mark.long

UNKNOWN = "inconnu-x"

OF_EACH_NATURE = ("absences", "cohortes", "gabarits", "personnes", "rendez_vous")
"""Kinds that have columns of each nature between them, and other rows on their form."""


def test_every_kind_is_written_by_somebody() -> None:
    assert set(WRITTEN) == set(KINDS)


def test_kinds_that_stand_for_all_have_columns_of_each_nature_and_other_rows() -> None:
    columns = [column for kind in OF_EACH_NATURE for column in KINDS[kind].columns.values()]

    assert {column.nature for column in columns} == set(Nature)
    assert set(COMPANIONS) <= set(OF_EACH_NATURE)


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_row_is_added_read_back_changed_and_taken_away(service: Service, kind: str) -> None:
    client = writer(service, kind)
    before = {row["key"] for row in rows(client, kind)}
    typed = example(kind)

    made = submit(client, get(client, f"/donnees/{kind}/nouveau"), **typed)
    (key,) = {row["key"] for row in rows(client, kind)} - before
    address = f"/donnees/{kind}/{key}"
    page = get(client, address)
    again = submit(client, page)
    row = client.get(f"{ROWS}/{kind}/{key}").json()
    removal = submit(client, get(client, f"{address}/suppression"))

    assert (made.status, made.location) == (303, f"{address}?fait=ajoute"), made.summary
    assert page.status == 200
    shown = KINDS[kind].columns.keys() & row["values"].keys()
    assert {name: page.fields[name] for name in shown} == {
        name: list(typed[name]) or ([] if _boxed(kind, name) else [""]) for name in shown
    }
    assert (again.status, row["number"]) == (303, 1), again.summary  # saved as it was
    assert removal.status == 303, removal.summary
    assert {row["key"] for row in rows(client, kind)} == before


def _boxed(kind: str, name: str) -> bool:
    column = KINDS[kind].columns[name]
    return ticked(column) or several(column)


@pytest.mark.parametrize("kind", WRITTEN)
def test_each_wrong_text_is_refused_beside_its_field_as_in_a_file(
    service: Service, kind: str
) -> None:
    client = writer(service, kind)
    columns = [c for c in KINDS[kind].columns.values() if not ticked(c)]
    before, blank = rows(client, kind), get(client, f"/donnees/{kind}/nouveau")
    tried = 0

    for texts in zip_longest(*(wrong_texts(column) for column in columns)):
        wrong = {
            column.field: text
            for column, text in zip(columns, texts, strict=True)
            if text is not None
        }
        clocks = {f"{name}{CLOCK}": [""] for name in wrong}
        typed = example(kind) | clocks | {name: [text] for name, text in wrong.items()}
        page = submit(client, blank, **typed)

        assert page.status == 422, wrong
        for column in columns:
            text = wrong.get(column.field)
            beside = "" if text is None else f"Attendu : {escape(expected(column, text))}"
            assert _straight(page.faults(column.field)) == _straight(beside), (column.field, text)
            if text:
                assert page.fields[column.field] == [text]
                assert any(label_of(column) in line for line in page.summary)
                tried += 1
    assert rows(client, kind) == before
    assert tried >= len(columns) - 1


def _straight(text: str) -> str:
    return text.replace("&#39;", "'").replace("&#x27;", "'").replace("&#34;", "&quot;")


@pytest.mark.parametrize(
    "kind", [kind for kind in WRITTEN if any(c.names for c in KINDS[kind].columns.values())]
)
def test_what_names_nothing_is_refused_beside_its_field_and_stays_typed(
    service: Service, kind: str
) -> None:
    client = writer(service, kind)
    naming = [column.field for column in KINDS[kind].columns.values() if column.names]
    blank = get(client, f"/donnees/{kind}/nouveau")

    page = submit(client, blank, **(example(kind) | {name: [UNKNOWN] for name in naming}))

    assert page.status == 422
    for name in naming:
        assert page.faults(name).startswith("Attendu : "), (name, page.summary)
        assert page.fields[name] == [UNKNOWN]


@pytest.mark.parametrize("kind", [kind for kind in WRITTEN if KINDS[kind].once])
def test_the_same_row_twice_is_refused(service: Service, kind: str) -> None:
    client, typed = writer(service, kind), example(kind)
    blank = get(client, f"/donnees/{kind}/nouveau")
    first = submit(client, blank, **typed)

    second = submit(client, blank, **typed)

    assert (first.status, second.status) == (303, 422), second.summary
    assert second.summary
    assert {n: t for n, t in second.fields.items() if t not in ([], [""])} == {
        n: list(t) for n, t in (blank.fields | typed).items() if t not in ((), [], [""])
    }


@pytest.mark.parametrize("kind", OF_EACH_NATURE)
def test_a_row_that_others_changed_shows_both_and_loses_nothing(
    service: Service, kind: str
) -> None:
    client = writer(service, kind)
    submit(client, get(client, f"/donnees/{kind}/nouveau"), **example(kind))
    key = max(row["key"] for row in rows(client, kind))
    address = f"/donnees/{kind}/{key}"
    mine = get(client, address)
    table = table_of(KINDS[kind].model)
    with writing(service.engine) as session:  # as another's change leaves it
        session.execute(update(table).where(table.c.key == key).values(number=2))

    late = submit(client, mine)
    over = submit(client, late)

    assert late.status == 412
    assert late.fields == mine.fields | {"_number": ["2"]}
    assert over.status == 303


def test_a_row_taken_away_meanwhile_gives_back_what_was_typed(service: Service) -> None:
    client = writer(service, "absences")
    submit(client, get(client, "/donnees/absences/nouveau"), **example("absences"))
    key = max(row["key"] for row in rows(client, "absences"))
    mine = get(client, f"/donnees/absences/{key}")
    submit(client, get(client, f"/donnees/absences/{key}/suppression"))

    late = submit(client, mine, end=["2026-03-14"])
    none = send(client, "/donnees/absences/999999", mine.fields | {"end": ["2026-03-14"]})

    assert (late.status, none.status) == (404, 404)
    assert late.fields["end"] == ["2026-03-14"]
    assert late.fields["mediator"] == ["ada"]
