"""Importing an association by upload: tried first, seen, then imported just as it was seen."""

from pathlib import Path
from random import randbytes

import pytest
from sqlalchemy import Engine

from api.data.association import Association
from api.data.folder.load import load
from api.data.stored.association import data_number, read
from api.database.engine import reading
from api.ledger.history import head
from api.month.folder.importing import export_folder
from tests.api.data.folder.workbooks import ods, petit_sheets, xlsx
from tests.api.databases import on_each
from tests.api.month.folder.test_exporting import ICAL
from tests.api.month.folder.test_importing import MONTH
from tests.api.page.every_role import HTML
from tests.api.page.importing.sending import (
    HERE,
    carry_out,
    hidden,
    petit,
    send,
    send_zip,
    words,
)
from tests.api.service import PETIT, Service, serve

CHANGED = {
    "personnes": ("Ada Lemoine", "Ada Lemoine-Duval"),
    "absences": ("elsa;02/03/2026;08/03/2026;conge", "elsa;02/03/2026;09/03/2026;conge"),
}


def stored(service: Service) -> Association:
    with reading(service.engine) as session:
        return read(session)


def number(service: Service) -> int:
    with reading(service.engine) as session:
        return data_number(session)


def test_a_trial_shows_each_row_that_would_change_and_writes_nothing(service: Service) -> None:
    before = number(service)

    page = send_zip(service.client("rh"), petit(**CHANGED))

    assert page.status_code == 200
    text = words(page)
    assert "1 ligne ajoutée, 1 changée, 1 retirée." in text
    assert "Personnes : 1 ligne changée" in text
    assert "Changement id : ada nom : Ada Lemoine → Ada Lemoine-Duval" in text
    assert "Absences : 1 ligne ajoutée, 1 retirée" in text
    assert "Ajout personne : elsa debut : 02/03/2026 fin : 09/03/2026 motif : conge" in text
    assert "Laissés de côté, car ce ne sont ni des tableaux ni des calendriers : petit" in text
    assert number(service) == before


@on_each
def test_what_was_shown_is_imported(service: Service) -> None:
    client = service.client("rh")

    answer = carry_out(client, send_zip(client, petit(**CHANGED)))

    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}?fait=oui")
    assert stored(service).mediator_of["ada"].name == "Ada Lemoine-Duval"
    assert "L’import est fait" in words(client.get(f"{HERE}?fait=oui", headers=HTML))
    assert "Rien à importer" in words(send_zip(client, petit(**CHANGED)))


def test_an_empty_service_is_filled_by_an_administrator_who_reads_no_row_of_people(
    sqlite_engine: Engine,
) -> None:
    service = serve(sqlite_engine)
    client = service.client("admin")

    page = send_zip(client, petit())
    answer = carry_out(client, page)

    text = words(page)
    assert "Personnes : 6 lignes ajoutées Votre compte ne lit pas ces lignes" in text
    assert "Ada Lemoine" not in text
    assert "Ajout id : ville nom : Ville" in text
    assert answer.status_code == 303
    assert stored(service) == load(PETIT)


@pytest.mark.parametrize("write", [xlsx, ods])
def test_a_workbook_of_any_name_is_an_association(
    service: Service, tmp_path: Path, write: object
) -> None:
    client = service.client("rh")
    name = f"Équipe 2026.{write.__name__}"  # type: ignore[attr-defined]
    sheets = petit_sheets()
    sheets["personnes"][1][1] = "Ada Lemoine-Duval"
    book = write(tmp_path / name, sheets)  # type: ignore[operator]

    page = send(client, {name: book.read_bytes()})
    answer = carry_out(client, page)

    assert "Changement id : ada nom : Ada Lemoine → Ada Lemoine-Duval" in words(page)
    assert answer.status_code == 303
    assert stored(service).mediator_of["ada"].name == "Ada Lemoine-Duval"


def test_csv_files_are_chosen_together_and_a_month_among_them_is_published(
    service: Service,
) -> None:
    client = service.client("rh")

    page = send(client, {**petit(), "2026-02.csv": MONTH.encode()})
    answer = carry_out(client, page)

    assert "Mois publié de février 2026 : 1 service ajouté (publié comme correction" in words(page)
    assert answer.status_code == 303
    with reading(service.engine) as session:
        assert head(session).number == 1


def test_headers_in_another_order_and_in_windows_encoding_are_read(service: Service) -> None:
    rows = [line.split(";") for line in petit()["sites.csv"].decode().splitlines()]
    turned = "\n".join(";".join(reversed(row)) for row in rows)
    sites = turned.replace(";Place du Marché;", ";Place d’été;").encode("cp1252")

    text = words(send(service.client("rh"), {**petit(), "sites.csv": sites}))

    assert "lu en Windows-1252, et non en UTF-8" in text
    assert "nom : Place du Marché → Place d’été" in text


def test_a_file_that_is_left_out_empties_its_kind_and_the_page_says_so(service: Service) -> None:
    content = petit()
    del content["absences.csv"]

    text = words(send(service.client("rh"), content))

    assert "Toutes les lignes de absences.csv seraient retirées" in text
    assert "Retrait personne : ada debut : 06/03/2026" in text


def test_another_process_imports_what_one_tried(service: Service) -> None:
    other = serve(service.engine, session_hours=9)

    page = send_zip(service.client("rh"), petit(**CHANGED))
    answer = carry_out(other.client("rh"), page)

    assert answer.status_code == 303
    assert stored(service).mediator_of["ada"].name == "Ada Lemoine-Duval"


def test_data_that_changed_meanwhile_stop_the_import_and_the_new_difference_is_shown(
    service: Service,
) -> None:
    client, other = service.client("rh"), service.client("rh")
    page = send_zip(client, petit(**CHANGED))
    carry_out(other, send_zip(other, petit(personnes=("Brice Kouassi", "Brice Kouassi-Roy"))))

    answer = carry_out(client, page)

    assert answer.status_code == 412
    text = words(answer)
    assert "Les données de l’association ont changé depuis l’essai" in text
    assert "nom : Brice Kouassi-Roy → Brice Kouassi" in text
    assert stored(service).mediator_of["brice"].name == "Brice Kouassi-Roy"
    assert carry_out(client, answer).status_code == 303
    assert stored(service).mediator_of["brice"].name == "Brice Kouassi"


def test_other_files_than_those_that_were_tried_are_tried_first(service: Service) -> None:
    client = service.client("rh")
    page = send_zip(client, petit())
    fields = hidden(page)

    answer = send(client, petit(**CHANGED), **{**fields, "geste": "importer"})

    assert answer.status_code == 412
    assert "Ces fichiers ne sont pas ceux de l’essai" in words(answer)
    assert "nom : Ada Lemoine → Ada Lemoine-Duval" in words(answer)
    assert stored(service).mediator_of["ada"].name == "Ada Lemoine"


def test_an_import_without_a_trial_is_a_trial(service: Service) -> None:
    answer = send(service.client("rh"), petit(**CHANGED), geste="importer")

    assert answer.status_code == 412
    assert stored(service).mediator_of["ada"].name == "Ada Lemoine"


def test_files_too_large_for_the_page_are_chosen_again(sqlite_engine: Engine) -> None:
    service = serve(sqlite_engine, request_mb=1)
    client = service.client("rh")

    large = {**petit(), "cours.ics": randbytes(600_000)}

    small, page = send(client, petit()), send(client, large)
    again = "Les mêmes fichiers, une seconde fois"
    answer = send(client, large, **{**hidden(page), "geste": "importer"})

    assert ("archive" in hidden(small), again in words(small)) == (True, False)
    assert ("archive" in hidden(page), again in words(page)) == (False, True)
    assert answer.status_code == 303
    assert stored(service) == load(PETIT)


def test_the_page_is_for_whom_the_api_lets_import(service: Service) -> None:
    here = service.client("rh", agency="ville")
    assert here.get(HERE, headers=HTML).status_code == 404
    assert send_zip(here, petit()).status_code == 404
    assert f'href="{HERE}"' not in here.get("/donnees", headers=HTML).text
    for role in ("rh", "admin"):
        assert f'href="{HERE}"' in service.client(role).get("/donnees", headers=HTML).text


def test_only_rh_is_offered_the_export_and_all_the_workbook_to_fill_in(service: Service) -> None:
    export = "/donnees/importer/association.zip"
    for role, offered in (("rh", True), ("admin", False)):
        client = service.client(role)
        assert (export in client.get(HERE, headers=HTML).text) is offered
        book = client.get(f"{HERE}/modele.xlsx")
        assert book.content.startswith(b"PK")
        assert 'filename="association.xlsx"' in book.headers["content-disposition"]


def test_the_export_is_imported_as_it_is(service: Service) -> None:
    client = service.client("rh")
    export = client.get("/donnees/importer/association.zip").content

    assert "Rien à importer" in words(send(client, {"association.zip": export}))


def test_a_training_centre_s_calendar_comes_with_its_cohort(
    service: Service, tmp_path: Path
) -> None:
    client = service.client("rh")
    sent = petit()
    name = next(name for name in sent if name.endswith("cohortes.csv"))
    (header, first, *_) = sent[name].decode().splitlines()
    row = dict(zip(header.split(";"), first.split(";"), strict=True)) | {"ical": "cours.ics"}
    cohorts = ";".join(row) + "\n" + ";".join(row.values()) + "\n"
    calendar = name.replace("cohortes.csv", "cours.ics")

    carry_out(client, send_zip(client, {**sent, name: cohorts.encode(), calendar: ICAL.encode()}))

    export_folder(service.engine, tmp_path / "export")
    assert (tmp_path / "export" / "cours.ics").read_text() == ICAL
