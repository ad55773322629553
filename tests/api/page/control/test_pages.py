"""Rotas made elsewhere on their page: uploaded, asked about, judged, and erased."""

import io
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.data.sheets.content import Kind, read_sheets
from tests.api.page.control.uploads import (
    CODES,
    HERE,
    NAMES,
    answer,
    asked_codes,
    send,
    token_in,
    understood,
    upload,
)
from tests.api.page.every_role import HTML
from tests.api.service import Service

pytestmark = pytest.mark.long

SHIFTS = """personne;date;début;fin;pause
Ada Lemoine;16/03/2026;08:00;18:30;0
Ada Lemoine;17/03/2026;08:00;18:30;0
"""


def rows_of(client: TestClient, name: str) -> list[list[object]]:
    """Return the rows of one of the answers' workbooks."""
    content = client.get(f"{HERE}/{name}").content
    [sheet] = read_sheets(name, content, Kind.XLSX)
    return [list(sheet.row(row).values()) for row in sheet.order]


def test_files_without_question_are_judged_at_once(service: Service) -> None:
    page = upload(service.client("rh"), ("mars.csv", SHIFTS.encode()), avec="oui")

    assert "2 lignes ou cases lues : 2 utilisées, 0 refusée, 0 mise de côté." in page
    assert "du 16/03/2026 au 17/03/2026" in page
    assert "Durée quotidienne maximale" in page
    assert '<svg class="strip"' not in page


def test_a_finding_unfolds_to_its_shifts_with_their_places_in_the_file(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", SHIFTS.encode()), avec="oui")
    code = page.partition('<a class="unfold" href="')[2].partition('"')[0].partition("#")[2]

    unfolded = client.get(HERE, params={"ouvert": code}, headers=HTML).text
    fragment = client.get(f"{HERE}/constat", params={"code": code}, headers=HTML).text

    for text in (unfolded, fragment):
        assert '<svg class="strip"' in text
        assert "<small>mars.csv, ligne 2</small>" in text
        assert "Dossier de preuve d’Ada Lemoine" in text
    assert client.get(f"{HERE}/constat", params={"code": "rien"}).status_code == 404


def test_an_unknown_code_is_asked_about_and_its_answer_judged(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", CODES.encode()))
    assert asked_codes(page) == ["N"]
    assert "Rien n’est encore jugé : 4 cases ou lignes refusées." in page

    page = answer(client, page, codes={"N": ("travail", "21h-5h, pause 20 min")})

    assert asked_codes(page) == []
    assert understood(page)["N"] == "21:00–05:00, pause 20 min"
    assert "2 personnes contrôlées" in page
    assert rows_of(client, "codes.xlsx") == [
        ["code", "horaires", "type"],
        ["N", "21h-5h, pause 20 min", "travail"],
    ]


def test_a_usual_meaning_is_shown_and_may_be_changed(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", CODES.encode()))
    usual = "<small>sens usuel, à vérifier</small>"
    assert understood(page) == {
        "CA": f"congé{usual}",
        "RC": f"repos compensateur{usual}",
        "CP": f"congé{usual}",
        "RTT": f"récupération{usual}",
        "F": f"repos{usual}",
    }

    page = answer(
        client,
        page,
        codes={
            "CA": ("travail", "6h-13h"),
            "RC": ("travail", "13h-20h"),
            "F": ("formation", "9h-17h"),
            "CP": ("", ""),
            "N": ("travail", "21h-5h"),
        },
    )

    meanings = understood(page)
    assert (meanings["CA"], meanings["RC"]) == ("06:00–13:00", "13:00–20:00")
    assert meanings["F"] == "formation 09:00–17:00"
    assert meanings["CP"] == f"congé{usual}"


def test_a_code_that_may_be_an_illness_is_asked_about_with_what_it_may_be(service: Service) -> None:
    client = service.client("rh")
    rota = b"mars 2026;\nNom;16;17;18;19;20\nAda Lemoine;M;M;M;M;8h-12h\n"

    page = upload(client, ("mars.csv", rota))

    assert asked_codes(page) == ["M"]
    assert "<small>matin, ou maladie ?</small>" in page
    assert "M" not in understood(page)
    page = answer(client, page, codes={"M": ("travail", "8h-12h")})
    assert understood(page) == {"M": "08:00–12:00"}


def test_an_answer_stands_beside_rows_of_its_code_left_as_they_are(service: Service) -> None:
    explained = (
        b"mars 2026;\nNom;16;17;18;19;20\nAda Lemoine;AM;AM;AM;;\n;AM : 8h-12h, pause 0 min\n"
    )
    untold = b"mars 2026;\nNom;16;17;18;19;20\nBob Martin;AM;AM;am;;\n"
    client = service.client("rh")
    page = upload(client, ("a.csv", explained), ("b.csv", untold))
    assert page.count('name="code" value="AM"') == 2

    page = answer(
        client,
        page,
        code=["AM", "AM"],
        sens=["travail", ""],
        horaires=["9h-13h, pause 0 min", ""],
    )
    assert understood(page) == {"AM": "09:00–13:00"}

    page = answer(client, page, code=["AM"], sens=[""], horaires=[""])
    assert page.count('name="code" value="AM"') == 2


def test_an_answer_that_cant_be_read_is_shown_again_beside_its_fault(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", CODES.encode()))

    refused = answer(
        client, page, codes={"N": ("travail", "vers 25h"), "CA": ("repos", "8h-9h")}, status=422
    )

    assert 'value="vers 25h"' in refused
    assert 'value="8h-9h"' in refused
    assert "Attendu : des horaires comme 21:30-06:00" in refused
    assert "Attendu : un repos sans horaires, ou un autre sens" in refused
    assert asked_codes(client.get(HERE, headers=HTML).text) == ["N"]


def test_a_near_name_is_asked_about_and_is_somebody_s_or_somebody_else_s(service: Service) -> None:
    client = service.client("rh")
    # Ada, and an apprentice who learns beside her.
    for meant, count in (("ada", "2 personnes"), ("autre", "3 personnes")):
        page = upload(client, ("mars.csv", NAMES.encode()), avec="oui")
        assert "Qui est « Ada LEMOYNE » ?" in page
        assert '<option value="ada">c’est Ada Lemoine (ada' in page

        page = answer(client, page, nom=["Ada LEMOYNE"], personne=[meant])

        assert "Qui est" not in page
        assert f"{count} contrôlées, selon" in page
        assert rows_of(client, "noms.xlsx") == [["nom", "personne"], ["Ada LEMOYNE", meant]]

    page = answer(client, page, oublier=["Ada LEMOYNE"])
    assert "Qui est « Ada LEMOYNE » ?" in page


def test_two_near_strangers_may_be_told_apart(service: Service) -> None:
    client = service.client("rh")
    rota = NAMES.replace("Ada L", "Zoé V")
    page = upload(client, ("mars.csv", rota.encode()))
    assert '<option value="Zoé Vemoine">c’est Zoé Vemoine</option>' in page

    page = answer(client, page, nom=["Zoé VEMOYNE"], personne=["autre"])

    assert "2 personnes contrôlées," in page


def test_a_name_that_clashes_with_two_others_is_asked_about_once(service: Service) -> None:
    rota = """personne;date;début;fin;pause
Ada Lemoine;16/03/2026;08:00;12:00;0
Lemoine Ada;17/03/2026;08:00;12:00;0
Ada-Lemoine;16/03/2026;09:00;13:00;0
Ada-Lemoine;17/03/2026;09:00;13:00;0
"""
    client = service.client("rh")
    page = upload(client, ("mars.csv", rota.encode()))
    assert page.count("Qui est « Ada-Lemoine » ?") == 1
    assert "c’est Ada Lemoine" in page
    assert "c’est Lemoine Ada" in page

    page = answer(client, page, nom=["Ada-Lemoine"], personne=["autre"])

    assert "2 personnes contrôlées" in page


def test_a_file_without_month_is_asked_about(service: Service) -> None:
    client = service.client("rh")
    files = [(f"{n}.csv", CODES.replace("mars 2026", "planning").encode()) for n in ("a", "b")]
    page = upload(client, *files)
    assert "De quel mois est « a.csv » ?" in page

    refused = answer(client, page, fichier=["a.csv", "b.csv"], mois=["mars", ""], status=422)
    assert "Attendu : un mois comme 2026-06" in refused
    page = answer(
        client,
        page,
        codes={"N": ("", "21h-5h")},
        fichier=["a.csv", "b.csv"],
        mois=["2026-03", "2026-04"],
    )

    assert "du 16/03/2026 au 20/04/2026" in page


def test_the_rest_is_judged_without_what_is_refused(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", (SHIFTS + "Ada Lemoine;18/03/2026;25:00;8:00;0\n").encode()))
    assert "1 refus à corriger dans les fichiers" in page
    assert "mars.csv, ligne 4, colonne C « début »" in page
    assert "Contrôler sans la case refusée" in page

    page = answer(client, page, geste="tel-quel")

    assert "Durée quotidienne maximale" in page
    assert "Contrôle partiel : 1 case ou ligne refusée n’a pas été jugée." in page


def test_answers_of_a_month_are_given_again_with_the_next(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", CODES.encode()))
    answer(client, page, codes={"N": ("", "21h-5h")}, nom=["Ada Lemoine"], personne=["autre"])
    codes, names = (client.get(f"{HERE}/{name}").content for name in ("codes.xlsx", "noms.xlsx"))

    sent = [
        ("fichiers", ("avril.csv", CODES.replace("mars", "avril").encode())),
        ("legendes", ("codes.xlsx", codes)),
        ("noms", ("noms.xlsx", names)),
    ]
    page = client.post(HERE, files=sent, headers=HTML).text

    assert asked_codes(page) == []
    assert understood(page)["N"] == "21:00–05:00"
    assert rows_of(client, "codes.xlsx")[1] == ["N", "21h-5h", "travail"]


def test_somebody_s_own_legend_is_read_and_answers_are_kept_apart(service: Service) -> None:
    client = service.client("rh")
    sent = [
        ("fichiers", ("mars.csv", CODES.encode())),
        ("legendes", ("codes.csv", b"code;debut;fin;pause\nN;22:00;06:00;30\n")),
    ]

    page = client.post(HERE, files=sent, headers=HTML).text

    assert understood(page)["N"] == "22:00–06:00, pause 30 min"
    page = answer(client, page, codes={"N": ("travail", "21h-5h")})
    assert understood(page)["N"] == "21:00–05:00"


def test_columns_that_arent_known_may_be_named(service: Service) -> None:
    client = service.client("rh")
    rota = SHIFTS.replace("personne;date", "qui va là;quand").encode()
    page = upload(client, ("mars.csv", rota))
    assert "Que dit la colonne « qui va là » ?" in page
    assert "Par exemple : 16/03/2026 ; 17/03/2026" in page

    page = answer(client, page, colonne=["qui va là", "quand"], champ=["personne", "date"])
    assert "Durée quotidienne maximale" in page

    columns = "champ;colonne\npersonne;qui va là\ndate;quand\n".encode()
    sent = [("fichiers", ("mars.csv", rota)), ("colonnes", ("colonnes.csv", columns))]
    page = client.post(HERE, files=sent, headers=HTML).text

    assert "Durée quotidienne maximale" in page


def test_documents_come_as_an_archive_for_everybody_or_for_one_person(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", SHIFTS.encode()), avec="oui")
    form = {"jeton": token_in(page), "format": "xlsx"}

    whole = client.post(f"{HERE}/documents", data=form)
    form |= {"format": "pdf", "personne": "ada"}
    person = client.post(f"{HERE}/documents", data=form)

    with ZipFile(io.BytesIO(whole.content)) as archive:
        assert archive.namelist() == ["controle.xlsx"]
    with ZipFile(io.BytesIO(person.content)) as archive:
        assert archive.namelist() == [
            "preuves/ada-lemoine-ada.pdf",
            "preuves/ada-lemoine-ada.txt",
        ]


def test_months_that_the_files_dont_tell_are_refused_with_what_was_typed(service: Service) -> None:
    client = service.client("rh")

    answered = send(client, ("mars.csv", SHIFTS.encode()), debut="2026-05", maison="oui")

    assert answered.status_code == 422
    assert "aucun jour du 01/05/2026 au 31/05/2026 dans ce qui a été lu" in answered.text
    assert 'value="2026-05"' in answered.text
    assert 'name="maison" value="oui" checked' in answered.text
    assert "Lire et contrôler" in client.get(HERE, headers=HTML).text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"debut": "mars"}, "un mois comme 2026-06"),
        ({"fin": "2026-05"}, "aussi un premier mois"),
        ({"debut": "2026-05", "fin": "2026-04"}, "un mois à partir de 2026-05"),
        ({"convention": "rien"}, "l’une de : "),
    ],
)
def test_a_wrong_choice_is_refused_beside_its_field(
    service: Service, typed: dict[str, str], expected: str
) -> None:
    answered = send(service.client("rh"), ("mars.csv", SHIFTS.encode()), **typed)

    assert answered.status_code == 422
    assert f"Attendu : {expected}" in answered.text


def test_rh_of_an_agency_know_their_own_people_alone(service: Service) -> None:
    away = service.client("rh", agency="ailleurs")

    page = upload(away, ("mars.csv", NAMES.encode()), avec="oui")

    assert "Qui est « Ada LEMOYNE » ?" in page
    assert '<option value="ada">' not in page


def test_a_list_of_hours_asks_when_days_start_and_is_judged_from_then(service: Service) -> None:
    client = service.client("rh")
    rows = "\n".join(f"Ada Lemoine;{day:02}/03/2026;10,5" for day in (2, 3, 4))
    page = upload(client, ("mars.csv", f"Salarié;Date;Heures\n{rows}\n".encode()))
    assert "À quelle heure commencent les journées de « mars.csv » ?" in page
    form = {"jeton": token_in(page), "liste": "mars.csv"}

    wrong = client.post(f"{HERE}/reponses", data=form | {"debut": "tôt"}, headers=HTML)
    judged = client.post(f"{HERE}/reponses", data=form | {"debut": "8h30"}, headers=HTML).text

    assert wrong.status_code == 422
    assert "Attendu : une heure comme 21:30" in wrong.text
    assert 'value="tôt"' in wrong.text
    assert "Durée quotidienne maximale" in judged
    assert "journée commencée à 08:30, comme vous l’avez dit" in judged
    assert "À quelle heure commencent" not in judged
