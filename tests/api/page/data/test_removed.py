"""The rows of a kind that are gone, each with its history, as its reader may see it."""

import re
from collections.abc import Iterable

from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from api.data.stored.history import MOST
from api.database.engine import writing
from api.page.data.row import GONE
from tests.api.entered import keys
from tests.api.page.data.examples import example
from tests.api.page.data.forms import get, submit
from tests.api.service import Service

HERE = "/donnees/absences/retirees"


def removed(client: TestClient, **typed: str) -> None:
    """Add an absence, end it a day later, and take it away, all by the pages."""
    fields = example("absences") | {name: [value] for name, value in typed.items()}
    assert submit(client, get(client, "/donnees/absences/nouveau"), **fields).status == 303
    address = f"/donnees/absences/{max(keys(client, 'absences'))}"
    assert submit(client, get(client, address), end=["2026-03-14"]).status == 303
    assert submit(client, get(client, f"{address}/suppression")).status == 303


def insert_removals(engine: Engine, kind: str, rows: Iterable[tuple[str, str]]) -> None:
    """Write removals of rows as they are kept, each from its last values and whom they name."""
    with writing(engine) as session:
        for n, (before, people) in enumerate(rows):
            session.execute(
                text(
                    'INSERT INTO row_change (at, "by", number, kind, "key", before, people) VALUES '
                    "('2026-03-01', '', 1, :kind, 1000 + :n, :before, :people)"
                ),
                {"kind": kind, "n": n, "before": before, "people": people},
            )


def titles(page: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", page)


def test_a_removed_row_is_listed_with_its_values_and_its_history(service: Service) -> None:
    rh = service.client("rh")
    assert f'href="{HERE}"' in get(rh, "/donnees/absences").text
    assert "Aucune ligne retirée" in get(rh, HERE).text
    removed(rh, kind="maladie", start="2026-03-11", end="2026-03-13")

    page = get(rh, HERE).text

    assert titles(page) == ["Ada Lemoine, 11/03/2026, 14/03/2026"]
    assert re.search(r"supprimé le .* par Essai", page)
    assert "<dt>Motif</dt><dd>maladie</dd>" in page
    assert "Fin : <del>13/03/2026</del>" in page
    assert "<strong>Ajouté</strong>" in page


def test_a_responsable_sees_neither_reasons_nor_the_rows_of_others(two: Service) -> None:
    rh = two.client("rh")
    removed(rh, kind="maladie")
    removed(rh, kind="maladie", mediator="001~ada")
    boss = two.client("responsable", agency="ville")

    page = get(boss, HERE).text

    assert len(titles(get(rh, HERE).text)) == 2
    assert len(titles(page)) == 1
    assert "001~" not in page
    assert "maladie" not in page
    assert "Motif" not in page
    assert get(boss, "/donnees/soldes/retirees").status == 404


def test_a_list_that_is_longer_than_it_is_read_at_once_is_paged(
    service_on_each: Service,
) -> None:
    rh = service_on_each.client("rh")
    before = (
        '{"day_minutes":null,"end":"2026-03-14","kind":"conge","mediator":"ada",'
        '"start":"2026-03-01"}'
    )
    insert_removals(service_on_each.engine, "absences", [(before, ",ada,")] * (MOST + 1))

    page = get(rh, HERE)

    assert (page.status, len(titles(page.text))) == (200, GONE)


def test_what_a_row_did_not_say_then_is_left_out(service: Service) -> None:
    before = '{"agency":"ville","id":"Q","name":"Quais"}'
    insert_removals(service.engine, "dispositifs", [(before, ",")])

    page = get(service.client("rh"), "/donnees/dispositifs/retirees").text

    assert titles(page) == ["Quais"]
    assert "<dd>Ville</dd>" in page
    assert "None" not in page


def test_a_long_list_is_paged_and_the_caller_s_rows_alone_fill_pages(two: Service) -> None:
    rh = two.client("rh")
    rows = []
    for n in range(2 * GONE + 3):
        who = "ada" if n != 5 else "001~ada"
        before = (
            f'{{"day_minutes":null,"end":"2026-03-14","kind":"conge","mediator":"{who}",'
            f'"start":"2026-03-{1 + n % 14:02}"}}'
        )
        rows.append((before, f",{who},"))
    insert_removals(two.engine, "absences", rows)
    boss = two.client("responsable", agency="ville")

    pages, address = [], HERE
    while address:
        page = get(boss, address).text
        pages.append(len(titles(page)))
        older = re.search(r'href="([^"]*avant=\d+)" rel="next"', page)
        address = older[1] if older else ""

    assert pages == [GONE, GONE, 2]
    assert "Rien avant cela" in get(rh, f"{HERE}?avant=1").text
