"""`rota generate` says what is missing and why, what it refuses and what it changes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.api.commands import framed, rota
from tests.api.staffing.saturdays import SATURDAYS, saturdays

MAY = ("--mois", "2026-05")
WISHES = (
    "personne;debut;fin;souhait;poids\n"
    "ada;04/05/2026;04/05/2026;repos;1\n"
    "brice;04/05/2026;04/05/2026;repos;1\n"
    "chloe;04/05/2026;04/05/2026;repos;1\n"
    "dorian;04/05/2026;04/05/2026;repos;1\n"
    "elsa;04/05/2026;04/05/2026;repos;1\n"
    "farid;09/05/2026;09/05/2026;travailler;1\n"
)
BECAUSE = "sans dérogation au repos dominical (L3132-3) : tous ceux qui pourraient venir"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Plan five Saturday nights without their ground; the home, and what was said."""
    home = tmp_path_factory.mktemp("samedis")
    folder = saturdays(home)
    (folder / "souhaits.csv").write_text(WISHES, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        result = rota("generate", folder, *MAY, "--secondes", "20")
    assert result.exit_code == 0, result.stderr
    return home, result.stdout


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").replace("\u00a0", " ").split())


@pytest.mark.long
def test_holes_of_one_cause_are_told_once_with_what_would_lift_it(
    planned: tuple[Path, str],
) -> None:
    text = flat(planned[1])

    assert text.count(BECAUSE) == 1
    assert "Médiation du samedi soir : 5 postes à pourvoir, tous sous le minimum" in text
    assert "Au plus proche (premier créneau) : Ada Lemoine : 1 h 30 de travail" in text
    assert "une dérogation au repos dominical (genre « dimanche » de derogations.csv)" in text
    assert "postes alors tenus, 5 sur 5" in text


def test_the_verdict_tells_lawful_from_staffed(planned: tuple[Path, str]) -> None:
    assert "Légal. 55 postes pourvus sur 60 : 5 postes à pourvoir, tous sous le minimum." in flat(
        planned[1]
    )


def test_what_was_sought_comes_after_the_holes_without_figures(
    planned: tuple[Path, str],
) -> None:
    text = planned[1]

    assert text.index("Pourquoi") < text.index("On ne peut pas faire mieux, c’est prouvé")
    assert "Borne" not in text
    assert "points" not in text


def test_the_last_lines_are_what_a_director_is_told(planned: tuple[Path, str]) -> None:
    share, missing, takes = planned[1].replace("\u00a0", " ").splitlines()[-3:]

    assert share == "Mai 2026 : 55 postes sur 60 sont tenus, soit 91,6 %."
    assert missing.startswith(
        "Il manque du monde sur 5 postes, dont 5 au-dessous du minimum, 5 jours en tout : 5 postes "
        "sur 5 jours (0,"
    )
    assert takes == (
        "Il faudrait une dérogation au repos dominical pour Médiation du samedi soir, si un texte "
        "la permet (5 postes)."
    )


def test_refused_wishes_are_named_with_what_was_checked(planned: tuple[Path, str]) -> None:
    text = flat(planned[1])
    assert re.search(r"\w+ \w+, repos le lun. 4 mai : sans cette personne, lun. 4 mai", text)
    lines = re.findall(
        r"(\w+ \w+), repos le lun. 4 mai : sans cette personne[^;]*; (\w+ \w+) pourrait venir à sa "
        r"place sans rien enfreindre, "
        r"(?:sans que le planning y gagne|mais cela coûterait plus que le souhait)",
        text,
    )

    # All five asked to be free, and three are needed: whoever could come is one of the two others.
    refused, others = ({pair[side] for pair in lines} for side in (0, 1))
    five = {"Ada Lemoine", "Brice Kouassi", "Chloé Marzin", "Dorian Leval", "Elsa Benyoucef"}
    assert len(refused) == 3
    assert refused < five
    assert others
    assert others <= five - refused
    assert "Farid Nouri, travailler le sam. 9 mai : aucun poste qui lui soit ouvert" in text


def test_the_workbook_says_why_of_each_hole(planned: tuple[Path, str]) -> None:
    path = planned[0] / "sortie" / "2026-05" / "planning-2026-05.xlsx"
    rows = list(load_workbook(path)["Trous"].iter_rows(min_row=2, values_only=True))

    assert [(row[13], row[14]) for row in rows] == [(slot, BECAUSE) for slot in SATURDAYS]
    assert all("dérogation" in str(row[16]) for row in rows)


def test_what_was_generated_is_audited_and_explained_before_it_is_published(
    planned: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = planned
    monkeypatch.chdir(home)

    audited = rota("audit", home / "samedi", *MAY)
    hole = rota("explain", home / "samedi", *MAY, "--trou", SATURDAYS[0])
    assignments = rota("explain", home / "samedi", *MAY, "--creneau", "P-J-2026-05-04")
    wrong = rota("explain", home / "samedi", *MAY, "--trou", "N-S-2026-05-03")

    assert (audited.exit_code, hole.exit_code, assignments.exit_code) == (0, 0, 0)
    assert "tel que « rota generate » l’a écrit" in framed(audited)
    assert BECAUSE in flat(hole.stdout)
    assert flat(hole.stdout).count("sans dérogation au repos dominical.") >= 4
    assert "Ce créneau est pourvu :" in assignments.stdout
    assert wrong.exit_code == 2
    assert "reçu « N-S-2026-05-03 »" in framed(wrong)


def test_an_unpublished_month_that_nothing_was_written_of_is_refused(
    planned: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = rota("audit", planned[0] / "samedi", *MAY)

    assert result.exit_code == 2
    assert "n’est pas publié" in framed(result)


def answer_of(home: Path, *more: str) -> dict[str, Any]:
    result = rota("generate", home / "samedi", *MAY, "--secondes", "20", *more, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.mark.long
def test_a_replan_lists_its_changes_by_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = saturdays(tmp_path)
    first = answer_of(tmp_path, "--publier")
    monday = {a["person"] for a in first["assignments"] if a["slot"] == "P-J-2026-05-04"}
    away = min(monday)
    with (folder / "absences.csv").open("a", encoding="utf-8") as file:
        file.write(f"{away};04/05/2026;04/05/2026;maladie\n")

    result = rota("generate", folder, *MAY, "--depuis", "01/05/2026", "--secondes", "20", "--json")
    answer = json.loads(result.stdout)
    shown = rota("generate", folder, *MAY, "--depuis", "01/05/2026", "--secondes", "20").stdout

    gone = {"person": away, "before": "P-J-2026-05-04", "after": ""}
    assert gone in [{k: c[k] for k in gone} for c in answer["changes"]]
    assert re.search(r"\d+.changements? par rapport au planning publié, pour \d+.personne", shown)
    assert "lundi 04/05 : 09:00–16:30 Place du Marché → libre" in flat(shown)
    assert "maladie" not in shown
    assert first["changes"] == []
