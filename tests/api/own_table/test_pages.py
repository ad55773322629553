"""Mon tableau Excel: a messy table goes through questions and choices until a month is planned."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from api.data.association import Association
from api.database.engine import reading
from api.ledger.history import whole
from api.month.frames import framed
from api.month.planning import plan
from scheduler.domain.people import AbsenceKind
from scheduler.engine.outcome import Options, Solution
from tests.api.data.sheets.hostile import hostile
from tests.api.own_table import rotas
from tests.api.own_table.visits import (
    EACH,
    HERE,
    PLACES,
    bring,
    counts,
    empty,
    fields_of,
    reply,
    send,
)
from tests.api.page.control.uploads import asked_codes
from tests.api.page.every_role import HTML
from tests.api.service import Service, service

__all__ = ["empty", "service"]

HEADS = "Nom;16/03/2026;17/03/2026;18/03/2026\n"
CODES = {
    "M": ("travail", "8h30-12h30"),
    "S": ("travail", "14h-19h30, pause 20 min"),
    "J": ("travail", "9h-12h et 13h-17h"),
}
WEEK = {
    "8 h 30 – 12 h 30": ["2", "2", "2", "3", "1", "2", "·"],
    "9 h – 17 h": ["1", "1", "1", "1", "1", "·", "·"],
    "14 h – 19 h 30": ["2", "2", "2", "2", "2", "·", "·"],
}


def stored(service: Service) -> Association:
    with reading(service.engine) as session:
        return whole(session)


@pytest.mark.parametrize(
    "written", [rotas.one_sheet, rotas.sheets_by_week, rotas.side_by_side, rotas.below]
)
def test_a_messy_rota_becomes_a_team_and_a_week_whose_next_month_can_be_planned(
    empty: Service, tmp_path: Path, written: Callable[[Path], Path]
) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, written(tmp_path))
    assert "Ce qui sera importé" in page
    assert counts(page) == WEEK

    page = bring(client, page, PLACES, EACH, {"mois-2026-03.garder": "oui"})

    assert "Votre tableau est importé" in page
    assert "6 personnes ajoutées" in page
    assert "3 créneaux dans la semaine type" in page
    assert "1 mois repris comme déjà publié<" in page
    association = stored(empty)
    assert [m.id for m in association.mediators][:2] == ["zoe-dupont", "yann-le-gall"]
    assert {m.name for m in association.mediators} >= {"Zoé Dupont", "Yann Le Gall", "Awa Roux"}
    assert {a.kind for a in association.absences} == {AbsenceKind.LEAVE}
    assert {row.worked.mediator for row in association.history["2026-03"]} == set(
        association.mediator_of
    )
    frame = framed(association, date(2026, 4, 1), None)
    outcome = plan(frame, Options(effort=1e-9, processes=1), now=0)
    assert isinstance(outcome, Solution)
    assert outcome.rota.assignments
    assert client.get(HERE, headers=HTML).text.count('name="fichiers"') == 1


def test_a_published_month_holds_the_slots_of_the_week(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path))
    assert "du 02/03/2026 au 15/03/2026 seulement" in page

    bring(client, page, PLACES, EACH, {"mois-2026-03.garder": "oui"})

    association = stored(empty)
    rows = association.history["2026-03"]
    assert len(rows) == 53
    templates = {template.id for template in association.templates}
    assert {row.worked.duty.template for row in rows} <= templates
    [day] = {
        row.worked.duty
        for row in rows
        if row.worked.mediator == "ines-martin" and row.worked.duty.span.day == date(2026, 3, 2)
    }
    assert [(pause.minutes, f"{pause.start:%H:%M}") for pause in day.breaks if pause.start] == [
        (60, "12:00")
    ]


def test_nothing_is_written_before_it_is_imported(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path, legend=False))
    reply(client, page, CODES)
    assert stored(empty).mediators == ()


def test_a_letter_is_asked_about_and_no_illness_is_chosen(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable", "rh")
    page = send(client, rotas.one_sheet(tmp_path, legend=False))
    assert asked_codes(page) == ["M", "S", "J"]
    assert "matin, ou maladie ?" in page
    assert "selected" not in page

    page = reply(client, page, CODES)

    assert counts(page) == WEEK


def test_an_answer_that_cannot_be_read_is_said_at_its_field_and_kept(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path, legend=False))
    page = reply(client, page, {**CODES, "M": ("travail", "le matin")}, status=422)
    assert "des horaires comme 21:30-06:00" in page
    assert 'value="le matin"' in page
    assert 'value="14h-19h30, pause 20 min"' in page


def test_one_goes_on_without_what_is_not_understood(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path, legend=False))
    page = reply(client, page, {"S": CODES["S"]}, geste="tel-quel")
    assert "33 cases ou lignes ne sont pas comprises, et ne seront pas importées" in page
    assert list(counts(page)) == ["14 h – 19 h 30"]


def test_one_goes_on_without_answers_that_cannot_be_read(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path, legend=False))
    typed = {"S": CODES["S"], "M": ("travail", "le matin")}
    page = reply(client, page, typed, geste="tel-quel")
    assert list(counts(page)) == ["14 h – 19 h 30"]


def test_what_lacks_is_refused_at_its_field_and_nothing_typed_is_lost(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path))
    page = bring(client, page, {"p-dupont-zoe.name": "Zoé D.", "tous.start": "demain"}, status=422)

    assert "4 valeurs refusées" in page
    assert "le nom de l’agence" in page
    assert "le nom du dispositif" in page
    assert "des heures par semaine, comme 35 ou 28h30" in page
    assert "« demain » : attendu : le premier jour du contrat, comme 01/09/2025" in page
    again = fields_of(client.get(HERE, headers=HTML).text)
    assert (again["p-dupont-zoe.name"], again["tous.start"]) == ("Zoé D.", "demain")
    assert stored(empty).mediators == ()


def test_who_and_what_is_unticked_stays_out(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path))
    left = {"p-roux-awa.garder": None, "s-9-h-17-h.garder": None, "absences.garder": None}
    bring(client, page, PLACES, EACH, left)
    association = stored(empty)
    assert "Awa Roux" not in {m.name for m in association.mediators}
    assert {f"{t.start:%H:%M}" for t in association.templates} == {"08:30", "14:00"}
    assert association.absences == ()


def test_answers_can_be_seen_again_and_choices_are_kept_meanwhile(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, rotas.one_sheet(tmp_path))
    page = bring(client, page, EACH, {"geste": "revoir", "p-roux-awa.garder": None})
    assert "Ce qui a été compris" in page
    page = reply(client, page, {"J": ("travail", "9h-16h")})
    assert "9 h – 16 h" in counts(page)
    fields = fields_of(page)
    assert fields["tous.weekly_minutes"] == "35"
    assert "p-roux-awa.garder" not in fields
    assert fields["s-9-h-16-h.minutes"] == "20"


def test_a_staff_list_becomes_people_with_their_contracts(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    path = tmp_path / "equipe.csv"
    path.write_text(rotas.STAFF, encoding="utf-8")
    page = send(client, path)
    assert "E-mail, Tél" in page
    assert "ne sont pas comprises" not in page
    bring(client, page, PLACES)
    people = stored(empty).mediator_of
    contracts = {
        person.name: (person.role, contract.kind, contract.weekly_minutes)
        for person in people.values()
        for contract in person.contracts
    }
    assert contracts == {
        "Zoé Dupont": ("mediateur", "CDI", 35 * 60),
        "Yann Le Gall": ("referent", "CDI", 28 * 60),
        "Inès Martin": ("mediateur", "apprentissage", 35 * 60),
    }
    assert people["yann-le-gall"].contracts[0].start == date(2025, 1, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Agent;Début;Fin;Contrat\nZoé Dupont;01/09/24;;35h\nYann Roux;15/01/25;31/12/26;28h\n",
        "Équipe;Poste\nZoé Dupont;médiatrice\nYann Roux;médiateur\n",
        "Prénom;Nom;Dispositif\nZoé;DUPONT;Quais\nYann;ROUX;Quais\n",
    ],
)
def test_a_staff_list_is_recognised_by_its_titles(empty: Service, text: str) -> None:
    page = send(empty.client("admin", "responsable"), text=text)
    assert {f for f in fields_of(page) if f.endswith(".name")} >= {
        "p-zoe-dupont.name",
        "p-yann-roux.name",
    }


def test_shifts_that_cannot_be_read_are_no_staff_list(empty: Service) -> None:
    rows = "Zoé Dupont;02/03/2026 8h;02/03/2026 25h\nYann Roux;02/03/2026 9h;02/03/2026 26h\n"
    page = send(empty.client("admin", "responsable"), text=f"Agent;Début;Fin\n{rows}", status=422)
    assert "collage.csv, ligne 2, colonne" in page


def test_cells_pasted_from_a_spreadsheet_are_read(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, text="Nom\tHeures\nZoé Dupont\t35\nYann Le Gall\t24\n")
    fields = fields_of(page)
    assert fields["p-zoe-dupont.weekly_minutes"] == "35 h"
    assert fields["p-yann-le-gall.weekly_minutes"] == "24 h"


def test_a_list_of_hours_asks_when_days_start(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    text = "Nom;Date;Heures\nZoé Dupont;02/03/2026;7\nZoé Dupont;03/03/2026;7\n"
    page = send(client, text=text)
    assert "À quelle heure commencent les journées de « collage.csv » ?" in page
    page = reply(client, page, {}, liste="collage.csv", debut="9h")
    assert list(counts(page)) == ["9 h – 16 h"]


def test_a_file_without_anybody_is_refused_with_its_place(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    page = send(client, text="a;b\n1;2\n", status=422)
    assert "Personne n’a été trouvé dans ce tableau." in page
    assert "collage.csv : reçu" in page
    assert ">a;b\n1;2\n</textarea>" in page
    assert "un fichier (.xlsx" in send(client, status=422)


def test_hostile_files_are_refused_within_the_bounds_of_all_others(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    for name in ("case.xlsx", "ligne.csv"):
        files = {"fichiers": (name, hostile(name))}
        answer = client.post(HERE, files=files, headers=HTML)
        assert answer.status_code == 422, name
        assert f"{name}" in answer.text


def test_who_is_already_there_is_recognised_and_joins_the_dispositif(service: Service) -> None:
    client = service.client("admin", "responsable", "rh")
    before = stored(service)
    text = f"{HEADS}LEMOINE Ada;8h-12h;8h-12h;maladie\nNeuf Paul;8h-12h;R;R\n"
    page = send(client, text=text)
    assert "1 personne est déjà là : Ada Lemoine." in page
    assert "p-lemoine-ada.name" not in page

    places = {"d-sans-nom.choice": "", "agence.choice": "ville", "d-sans-nom.name": "Matins"}
    bring(client, page, EACH, places)

    association = stored(service)
    added = [m for m in association.mediators if m.id not in before.mediator_of]
    assert [(m.id, m.agency, sorted(m.dispositifs)) for m in added] == [
        ("neuf-paul", "ville", ["matins"])
    ]
    ada, earlier = association.mediator_of["ada"], before.mediator_of["ada"]
    assert ada.dispositifs == earlier.dispositifs | {"matins"}
    assert ada.birth == earlier.birth
    assert ada.contracts == earlier.contracts
    assert [a.kind for a in association.absences if a not in before.absences] == [AbsenceKind.SICK]


def test_a_name_beside_a_recorded_place_is_asked_about_and_not_dropped(service: Service) -> None:
    client = service.client("admin", "responsable", "rh")
    page = send(client, text=f"{HEADS}LEMOINE Ada;8h-12h;8h-12h;R\n")
    recorded = fields_of(page)["d-sans-nom.choice"]
    assert recorded

    page = bring(client, page, EACH, {"d-sans-nom.name": "Matins"}, status=422)

    assert "« Matins » : attendu : « nouveau », pour le nom ci-dessous" in page
    assert fields_of(page)["d-sans-nom.name"] == "Matins"
    bring(client, page, EACH, {"d-sans-nom.name": ""})
    assert "matins" not in {dispositif.id for dispositif in stored(service).dispositifs}


def test_a_responsable_gives_no_reason_of_health(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    before = stored(service)
    text = f"{HEADS}Ada Lemoine;X;8h-12h;8h-12h\nBrice Kouassi;8h-12h;R;maladie\n"
    page = send(client, text=text)
    assert '<option value="maladie"' not in page
    page = reply(client, page, {"X": ("conge", "")})
    assert "seront notés « indisponible »" in page
    bring(client, page, {"d-sans-nom.choice": "P", "s-p-8-h-12-h.garder": None})
    added = [a for a in stored(service).absences if a not in before.absences]
    assert sorted(a.kind for a in added) == [AbsenceKind.LEAVE, AbsenceKind.UNAVAILABLE]


def test_what_lies_elsewhere_is_neither_told_nor_written(service: Service) -> None:
    client = service.client("responsable", agency="ailleurs")
    page = send(client, text=f"{HEADS}Ada Lemoine;8h-12h;8h-12h;R\n")
    assert "déjà là" not in page
    assert "Médiation de place" not in page
    before = stored(service)
    page = bring(
        client, page, EACH, {"d-sans-nom.choice": "P", "agence.choice": "ville"}, status=422
    )
    assert "ville" not in page
    assert stored(service).mediators == before.mediators


def test_a_column_whose_title_says_nothing_is_asked_about(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    text = (
        "Équipier;Date;Début;Fin\nZoé Dupont;02/03/2026;9h;12h\nYann Le Gall;02/03/2026;14h;18h\n"
    )
    page = send(client, text=text)
    assert "Que dit la colonne « Équipier » ?" in page
    assert "Par exemple : Zoé Dupont ; Yann Le Gall" in page
    page = reply(client, page, {}, colonne="Équipier", champ="personne")
    assert list(counts(page)) == ["9 h – 12 h", "14 h – 18 h"]


def test_what_nobody_may_lawfully_hold_is_said_before_it_is_imported(empty: Service) -> None:
    client = empty.client("admin", "responsable")
    days = ";".join(f"{day:02}/03/2026" for day in range(2, 9))
    page = send(client, text=f"Nom;Lieu;{days}\nZoé Dupont;Gare;R;9h-12h;R;R;R;R;9h-12h\n")
    page = bring(client, page, PLACES, EACH, status=409)
    assert "Nul ne peut légalement tenir le créneau « gare-9-h-12-h »" in page
    assert "sans dérogation au repos dominical" in page
    assert stored(empty).templates == ()

    assert "Votre tableau est importé" in bring(client, page)
    association = stored(empty)
    assert [(site.name, site.agency) for site in association.sites] == [("Gare", "rennes")]
    [template] = association.templates
    assert (template.site, sorted(template.weekdays)) == ("gare", [1, 6])


def test_a_second_table_adds_neither_people_nor_slots_twice(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    for _ in range(2):
        page = send(client, rotas.one_sheet(tmp_path))
        typed = {} if stored(empty).mediators else {**PLACES, **EACH}
        page = bring(client, page, typed, {"mois-2026-03.garder": "oui"})
        assert "Votre tableau est importé" in page
    association = stored(empty)
    assert len(association.mediators) == 6
    assert len(association.absences) == 1
    assert len({(t.start, t.weekdays) for t in association.templates}) == len(association.templates)
    assert len(association.history["2026-03"]) == 53


def test_an_older_table_opens_no_post_in_a_month_that_is_published(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable", "rh")
    page = send(client, rotas.one_sheet(tmp_path))
    bring(client, page, PLACES, EACH, {"mois-2026-03.garder": "oui"})
    before = {template.id for template in stored(empty).templates}

    text = "Nom;02/02/2026;03/02/2026;04/02/2026\nNeuf Paul;6h-8h;6h-8h;R\nNeuf Anne;R;6h-8h;R\n"
    page = send(client, text=text)
    same = {"d-sans-nom.choice": "mediation-de-jour", "agence.choice": "rennes"}
    bring(client, page, EACH, same)

    added = [each for each in stored(empty).templates if each.id not in before]
    assert added
    assert {each.since for each in added} == {date(2026, 4, 1)}
