"""The rows of a kind as a file: what is in it, and that importing it again changes nothing."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from tests.api.data.entering.sheets import counts, faults, sent
from tests.api.entered import keys
from tests.api.page.data.examples import example, writer
from tests.api.page.data.forms import get, submit

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

WRITERS = [
    (kind, str(role)) for kind, rights in RIGHTS.items() for role in sorted(rights.roles(May.WRITE))
]


def downloaded(client: TestClient, kind: str) -> bytes:
    answer = client.get(f"/donnees/{kind}/lignes.csv")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{kind}.csv"'
    return answer.content


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def all_rows(service: Service, kind: str) -> dict[int, Any]:
    """Return the rows of a kind as the association has them, by key."""
    with_all = "responsable" if RIGHTS[kind].rh is May.NOTHING else "rh"
    return keys(service.client(with_all), kind)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "role"), WRITERS)
def test_a_file_downloaded_and_imported_again_changes_nothing(
    service: Service, kind: str, role: str
) -> None:
    maker = writer(service, kind)
    assert submit(maker, get(maker, f"/donnees/{kind}/nouveau"), **example(kind)).status == 303
    before = all_rows(service, kind)
    for agency in ("", "ville"):
        client = service.client(role, agency=agency)
        content = downloaded(client, kind)
        count = len(rows_in(content))
        assert count == len(keys(client, kind))
        if not count:
            continue

        assert counts(sent(client, kind, content)) == (0, 0, count)
    assert all_rows(service, kind) == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].private])
def test_a_file_has_no_column_that_its_reader_does_not_see(service: Service, kind: str) -> None:
    boss, rh = (downloaded(service.client(role), kind) for role in ("responsable", "rh"))
    hidden = {KINDS[kind].columns[field].header for field in KINDS[kind].private}

    assert set(rows_in(rh)[0]) == set(KINDS[kind].headers)
    assert set(rows_in(boss)[0]) == set(KINDS[kind].headers) - hidden


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].private])
def test_the_file_of_a_responsable_empties_nothing_when_rh_import_it(
    service: Service, kind: str
) -> None:
    rh = service.client("rh")
    before = keys(rh, kind)

    done = sent(rh, kind, downloaded(service.client("responsable"), kind))

    assert counts(done) == (0, 0, len(before))
    assert keys(rh, kind) == before


def test_a_row_added_to_the_file_must_say_what_the_others_do_not(service: Service) -> None:
    boss, kind = service.client("responsable", agency="ville"), "absences"
    before = keys(boss, kind)
    lines = downloaded(boss, "absences").decode("utf-8-sig").splitlines()
    new = "brice;10/03/2026;12/03/2026"

    place = f"absences.csv, ligne {len(lines) + 1}, colonne « motif »"
    assert faults(boss, kind, "\n".join([*lines, new])) == [
        (place, "cette colonne, pour ajouter une ligne")
    ]
    headed = [f"{lines[0]};motif", *(f"{line};" for line in lines[1:])]
    ((field, _),) = faults(boss, kind, "\n".join([*headed, f"{new};"]))
    assert field == place

    done = sent(boss, kind, "\n".join([*headed, f"{new};conge"]))
    assert counts(done) == (1, 0, len(before))


def test_rh_who_empty_what_they_see_are_told(service: Service) -> None:
    rh = service.client("rh")
    (row, *_) = rows_in(downloaded(rh, "absences"))
    text = "\n".join([";".join(row), ";".join((row | {"motif": ""}).values())])

    ((field, _),) = faults(rh, "absences", text)

    assert field == "absences.csv, ligne 2, colonne « motif »"


def test_who_reads_a_kind_without_writing_it_is_offered_no_file(service: Service) -> None:
    client = service.client("responsable")

    assert client.get("/donnees/derogations/lignes.csv").status_code == 403
    assert client.get("/donnees/soldes/lignes.csv").status_code == 404
    assert "Télécharger" not in get_text(client, "derogations")
    assert 'href="/donnees/sites/lignes.csv"' in get_text(client, "sites")


def get_text(client: TestClient, kind: str) -> str:
    text: str = client.get(f"/donnees/{kind}", headers={"Accept": "text/html"}).text
    return text
