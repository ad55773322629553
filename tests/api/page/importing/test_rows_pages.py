"""The page that takes a file of rows: tried, then written as it was shown, or shown again."""

import re
from typing import Any

from fastapi.testclient import TestClient

from tests.api.entered import add, keys
from tests.api.page.drafting import begun, edited
from tests.api.page.every_role import HTML
from tests.api.service import NOW, Service

HERE = "/donnees/absences/importer"
TEXT = "personne;debut;fin;motif\nbrice;10/03/2026;12/03/2026;conge\n"


def boss(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def chosen(client: TestClient, content: str = TEXT, name: str = "mes absences.csv") -> Any:
    files = {"files": (name, content.encode())}
    return client.post(HERE, files=files, headers=HTML, follow_redirects=False)


def waiting(text: str) -> dict[str, Any]:
    """Return the fields of the file that waits in a page."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text))
    return {name: (None, value) for name, value in fields.items()}


def imported(client: TestClient, text: str) -> Any:
    return client.post(HERE, files=waiting(text), headers=HTML, follow_redirects=False)


def test_a_file_is_tried_then_written_just_as_it_was_shown(service: Service) -> None:
    client = boss(service)
    before = keys(client, "absences")
    assert f'href="{HERE}"' in client.get("/donnees/absences", headers=HTML).text
    assert "Colonnes : personne, debut, fin, motif" in client.get(HERE, headers=HTML).text

    trial = chosen(client)
    assert trial.status_code == 200
    assert "1 ligne ajoutée" in trial.text
    assert keys(client, "absences") == before

    done = imported(client, trial.text)
    assert (done.status_code, done.headers["location"]) == (303, "/donnees/absences?fait=importe")
    assert len(keys(client, "absences")) == len(before) + 1
    assert "L’import est fait." in client.get(done.headers["location"], headers=HTML).text


def test_data_that_moved_meanwhile_are_shown_again_and_nothing_is_written(
    service: Service,
) -> None:
    client = boss(service)
    trial = chosen(client)
    away = {"mediator": "chloe", "start": "2026-03-10", "end": "2026-03-12", "kind": "conge"}
    add(client, "absences", away)
    before = keys(client, "absences")

    late = imported(client, trial.text)

    assert late.status_code == 412
    assert "Les données ont changé depuis l’essai" in late.text
    assert keys(client, "absences") == before
    assert imported(client, late.text).status_code == 303


def test_a_fault_is_told_with_its_line_and_column(service: Service) -> None:
    answer = chosen(boss(service), TEXT.replace("10/03/2026", "40/03/2026"))

    assert answer.status_code == 422
    assert "absences.csv" in answer.text
    assert '<td class="n" data-label="Ligne">2</td>' in answer.text
    assert ">debut</td>" in answer.text
    assert 'name="contenu"' not in answer.text


def test_a_file_that_says_what_is_there_has_nothing_to_import(service: Service) -> None:
    client = boss(service)
    imported(client, chosen(client).text)

    again = chosen(client)

    assert "Rien à importer" in again.text
    assert 'name="contenu"' not in again.text


def test_no_file_and_several_are_refused(service: Service) -> None:
    client = boss(service)
    none = client.post(HERE, files={"nom": (None, "")}, headers=HTML)
    both = client.post(HERE, files=[("files", (n, b"x")) for n in ("a.csv", "b.csv")], headers=HTML)

    assert (none.status_code, both.status_code) == (422, 422)
    assert "Aucun fichier n’est choisi." in none.text
    assert "Un seul fichier à la fois." in both.text


def test_what_cannot_be_read_is_not_said_to_be_missing(service: Service) -> None:
    client = boss(service)
    many = client.post(
        HERE, files=[("files", (f"{n}.csv", b"x")) for n in range(201)], headers=HTML
    )
    spoilt = waiting(chosen(client).text) | {"contenu": (None, "pas du base64")}
    broken = client.post(HERE, files=spoilt, headers=HTML)

    assert (many.status_code, broken.status_code) == (422, 422)
    assert "L’envoi n’a pas pu être lu." in many.text
    assert "L’envoi n’a pas pu être lu." in broken.text


def test_what_a_row_upsets_is_told_before_it_is_written(service: Service) -> None:
    service.app.state.now = lambda: NOW
    client = boss(service)
    shift = {"verb": "add", "slot": "P-J-2026-03-10", "person": "brice"}
    answer = edited(client, begun(client), 1, shift)
    assert answer.status_code == 200, answer.text

    trial = chosen(client)

    assert "Brice Kouassi" in trial.text
    assert "brouillon" in trial.text


def test_who_only_reads_a_kind_has_no_import_of_it(service: Service) -> None:
    client = boss(service)
    address = "/donnees/dispositifs"

    assert client.get(address, headers=HTML).status_code == 200
    assert client.get(f"{address}/importer", headers=HTML).status_code == 403
    assert "/importer" not in client.get(address, headers=HTML).text


def test_what_comes_with_other_rows_is_sent_to_its_form(service: Service) -> None:
    client = boss(service)

    people = client.get("/donnees/personnes/importer", headers=HTML).text

    assert "ne va pas sans « contrats »" in people
    assert client.get("/donnees/personnes/nouveau", headers=HTML).status_code == 200
    assert 'href="/donnees/personnes/nouveau"' in people
    assert "ne va pas sans" not in client.get(HERE, headers=HTML).text
