"""`rota regrouper`: ways to move teams the same day are shown; the chosen one is published."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.data.folder.load import load
from scheduler.domain.problem import Assignment
from tests.api.commands import files, framed, rota
from tests.api.data.folder.folders import small
from tests.api.folders import publish_in

PLACE, STATION = "P-J-2026-03-03", "P-K-2026-03-03"
TUESDAY = ("--date", "03/03/2026", "--heure", "08:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return `petit` with a second place, the station, which nobody holds on Tuesday."""
    path = small(tmp_path)
    for name, line in (
        ("sites.csv", "gare;Gare;Place de la Gare, 35000 Ville;ville"),
        (
            "gabarits.csv",
            "P-K;P;gare;jour;mar;09:00;16:30;01/01/2026;31/12/2026;non;oui;non;;non;;",
        ),
        ("besoins.csv", "P-K;mediateur;0;2;2"),
        ("pauses.csv", "P-K;30;12:30;non_payee"),
    ):
        with (path / name).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    publish_in(path, date(2026, 3, 1), [Assignment(who, PLACE) for who in ("ada", "brice")])
    return path


def text(result: Any) -> str:
    return str(result.stdout).replace("\N{NO-BREAK SPACE}", " ")


def stands(folder: Path) -> set[tuple[str, str]]:
    rows = load(folder).history["2026-03"]
    return {(row.worked.mediator, row.worked.duty.id) for row in rows}


def test_options_are_shown_with_what_they_leave_and_nothing_is_written(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in files(folder)}

    result = rota("regrouper", folder, "--vers", "gare", *TUESDAY)

    assert result.exit_code == 0, result.stderr
    shown = text(result)
    assert "2 personnes à réunir : mar. 3 mars, 9 h – 16 h 30, Gare. Y sont déjà : 0." in shown
    assert "1. Ada Lemoine, Brice Kouassi : Place du Marché → Gare" in shown
    assert "2 personnes déplacées, équipes entières, aucun référent déplacé, 0 min" in shown
    assert "2 postes se vident : mar. 3 mars, 9 h – 16 h 30, Place du Marché (0 sur 3)." in shown
    assert (
        "1 engagement n’est plus tenu (sous le minimum) : mar. 3 mars, 9 h – 16 h 30, Place"
        in shown
    )
    assert "Rien n’est écrit" in shown
    assert {name: (folder / name).read_bytes() for name in files(folder)} == before


def test_the_option_that_is_chosen_is_published(folder: Path) -> None:
    result = rota("regrouper", folder, "--vers", "gare", *TUESDAY, "--publier", "1")

    assert result.exit_code == 0, result.stderr
    assert "Option 1 publiée dans" in text(result)
    assert stands(folder) == {("ada", STATION), ("brice", STATION)}


@pytest.mark.parametrize("number", ["2", "9"])
def test_an_option_that_is_not_there_is_refused(folder: Path, number: str) -> None:
    result = rota("regrouper", folder, "--vers", "gare", *TUESDAY, "--publier", number)

    assert result.exit_code == 2
    assert f"--publier : reçu « {number} », attendu de 1 à 1" in framed(result)
    assert stands(folder) == {("ada", PLACE), ("brice", PLACE)}


def test_an_exception_that_is_needed_is_told_and_holds_the_publication_back(folder: Path) -> None:
    # Nobody is there on Mondays: the station opens by an exception.
    publish_in(
        folder, date(2026, 3, 1), [Assignment(who, "P-J-2026-03-02") for who in ("ada", "brice")]
    )
    monday = ("--date", "02/03/2026", "--heure", "08:00")

    result = rota("regrouper", folder, "--vers", "gare", *monday)
    refused = rota("regrouper", folder, "--vers", "gare", *monday, "--publier", "1")

    assert "P-K ; 02/03/2026 ; ajoute ; motif « Regroupement du jour »" in text(result)
    assert "1. Ada Lemoine, Brice Kouassi : Place du Marché → Gare" in text(result)
    assert refused.exit_code == 2
    assert "rien n’est publié" in framed(refused)
    with (folder / "exceptions.csv").open("w", encoding="utf-8") as file:
        file.write("gabarit;jour;action;motif\nP-K;02/03/2026;ajoute;Regroupement du jour\n")
    made = rota("regrouper", folder, "--vers", "gare", *monday, "--publier", "1")
    assert made.exit_code == 0, made.stderr
    assert stands(folder) == {("ada", "P-K-2026-03-02"), ("brice", "P-K-2026-03-02")}


def test_where_enough_people_are_there_no_option_is_to_publish(folder: Path) -> None:
    result = rota("regrouper", folder, "--vers", "place", *TUESDAY, "--personnes", "2")
    refused = rota(
        "regrouper", folder, "--vers", "place", *TUESDAY, "--personnes", "2", "--publier", "1"
    )

    assert result.exit_code == 0
    assert refused.exit_code == 2
    assert "rien : il y a déjà assez de monde là-bas" in framed(refused)


def test_where_nothing_is_lawful_the_rule_is_told(folder: Path) -> None:
    publish_in(
        folder,
        date(2026, 3, 1),
        [Assignment("ada", PLACE), Assignment("brice", PLACE), Assignment("chloe", STATION)],
    )

    result = rota("regrouper", folder, "--vers", "gare", *TUESDAY, "--json")

    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["options"] == []
    assert answer["concluded"]
    assert [
        (way["title"], {finding["rule_id"] for finding in way["findings"]})
        for way in answer["nearest"]
    ] == [
        ("Ada Lemoine : Place du Marché → Gare", {"binome_size"}),
        ("Brice Kouassi : Place du Marché → Gare", {"binome_size"}),
    ]


def test_of_a_month_that_is_not_published_no_option_of_other_commands_is_advised(
    folder: Path,
) -> None:
    result = rota("regrouper", folder, "--vers", "gare", "--date", "05/05/2026")

    assert result.exit_code == 2
    assert "le mois 2026-05 n’est pas publié" in framed(result)
    assert "--planning" not in framed(result)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--vers", "lune", *TUESDAY), "--vers : reçu « lune », attendu un créneau, un site"),
        (("--vers", "gare", "--date", "03/03/2026"), "quelque chose à commencer encore"),
        (("--vers", "gare", "--date", "03/03/2026", "--heure", "8 h"), "n’est pas une heure"),
        (("--vers", "gare", *TUESDAY, "--de", "lune"), "--de : reçu « lune »"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    folder: Path, words: tuple[str, ...], refusal: str
) -> None:
    result = rota("regrouper", folder, *words)

    assert result.exit_code == 2
    assert refusal in framed(result)


def test_what_is_too_old_to_bear_on_tonight_is_not_read_unless_it_is_published(
    folder: Path,
) -> None:
    """A row that can't be read, of two years ago, makes nobody wait tonight."""
    march = (folder / "historique" / "2026-03.csv").read_text(encoding="utf-8")
    old = folder / "historique" / "2024-01.csv"
    old.write_text(f"{march.splitlines()[0]}\nillisible\n", encoding="utf-8")

    shown = rota("regrouper", folder, "--vers", "gare", *TUESDAY)
    published = rota("regrouper", folder, "--vers", "gare", *TUESDAY, "--publier", "1")

    assert shown.exit_code == 0, shown.stderr
    assert "1. Ada Lemoine, Brice Kouassi : Place du Marché → Gare" in text(shown)
    assert published.exit_code == 2
    assert "2024-01.csv" in published.stderr
    assert (folder / "historique" / "2026-03.csv").read_text(encoding="utf-8") == march


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    with (folder / "sites.csv").open("a", encoding="utf-8") as file:
        file.write("trop;court\n")
    with (folder / "historique" / "2026-03.csv").open("a", encoding="utf-8") as file:
        file.write("illisible\n")

    result = rota("regrouper", folder, "--vers", "gare", *TUESDAY)

    assert result.exit_code == 2
    assert "sites.csv" in result.stderr
    assert "2026-03.csv" in result.stderr
