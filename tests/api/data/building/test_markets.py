"""What a file may say of markets, and which templates their ends refuse."""

from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.data.market import Market, MarketPeriod
from tests.api.data.folder.folders import faults, with_files

HEADER = "id;nom;commanditaire;dispositifs;debut;fin;heures;passages;periode|"
TEMPLATES = "id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au|"
NEEDS = "gabarit;roles;minimum;cible;maximum|P-J;mediateur;1;1;1"


def test_a_market_says_who_pays_for_what_until_when_and_how_much(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        marches=HEADER + "a;Place;Ville de Port;P;01/01/2026;30/06/2026;400h30;;mois|"
        "b;;Bailleur;P;01/07/2026;31/12/2026;;60;totale",
    )

    assert load(folder).markets == (
        Market(
            id="a",
            name="Place",
            payer="Ville de Port",
            dispositifs=("P",),
            first=date(2026, 1, 1),
            last=date(2026, 6, 30),
            minutes=24030,
            per=MarketPeriod.MONTH,
        ),
        Market(
            id="b",
            payer="Bailleur",
            dispositifs=("P",),
            first=date(2026, 7, 1),
            last=date(2026, 12, 31),
            visits=60,
            per=MarketPeriod.WHOLE,
        ),
    )


@pytest.mark.parametrize(
    ("row", "place", "expected"),
    [
        ("a;;V;P;01/01/2026;31/12/2025;10;;mois", "colonne « fin »", "le 01/01/2026 ou après"),
        ("a;;V;P;01/01/2026;31/12/2026;;;mois", "colonne « passages »", "en heures ou en passages"),
        ("a;;V;P;01/01/2026;31/12/2026;10;5;mois", "colonne « passages »", "une des deux cases"),
        ("a;;V;;01/01/2026;31/12/2026;10;;mois", "colonne « dispositifs »", "un dispositif"),
        ("a;;V;Z;01/01/2026;31/12/2026;10;;mois", "colonne « dispositifs »", "dispositifs.csv"),
        (
            "a;;V;P;01/01/2026;15/12/2026;10;;mois|b;;W;P;15/12/2026;31/12/2026;10;;mois",
            "colonne « dispositifs »",
            (
                "un seul marché à la fois pour le dispositif « P » (ligne 2, du 01/01/2026 au "
                "15/12/2026)"
            ),
        ),
    ],
)
def test_a_market_that_contradicts_itself_is_refused_at_its_cell(
    tmp_path: Path, row: str, place: str, expected: str
) -> None:
    first, *_ = faults(with_files(tmp_path, marches=HEADER + row))

    assert "marches.csv" in first
    assert place in first
    assert expected in first


def test_a_market_may_follow_another_from_the_next_day_on(tmp_path: Path) -> None:
    rows = "a;;V;P;01/01/2026;15/12/2026;10;;mois|b;;W;P;16/12/2026;31/12/2026;10;;mois"

    assert faults(with_files(tmp_path, marches=HEADER + rows)) == []


@pytest.mark.parametrize(("end", "refused"), [("31/12/2026", False), ("30/12/2026", True)])
def test_a_template_past_the_end_of_the_last_market_is_refused(
    tmp_path: Path, end: str, *, refused: bool
) -> None:
    messages = faults(
        with_files(tmp_path, marches=HEADER + f"a;;Ville de Port;P;01/01/2026;{end};10;;mois")
    )

    expected = (
        "gabarits.csv, ligne {}, colonne « jusqu_au » : reçu « 31/12/2026 », attendu : le {} "
    )
    expected += "au plus tard, fin du marché « a » de Ville de Port (marches.csv)"
    assert messages == ([expected.format(line, end) for line in (2, 3)] if refused else [])


def test_a_template_without_end_is_refused_where_a_market_ends(tmp_path: Path) -> None:
    template = "P-J;P;place;jour;lun;09:00;16:30;01/01/2026;"
    market = HEADER + "a;;V;P;01/01/2026;31/12/2026;10;;mois"
    rows = {"gabarits": TEMPLATES + template, "besoins": NEEDS}

    assert faults(with_files(tmp_path / "without", **rows)) == []
    (message,) = faults(with_files(tmp_path / "with", marches=market, **rows))
    assert "attendu : le 31/12/2026 au plus tard, fin du marché « a » de V" in message


def test_a_day_added_after_the_end_of_a_market_is_refused(tmp_path: Path) -> None:
    market = HEADER + "a;;V;P;01/01/2026;31/12/2026;10;;mois"
    exceptions = "gabarit;jour;action;debut;fin;minimum;cible;maximum;motif|P-J;{};ajoute;;;;;;Fête"

    inside = with_files(tmp_path / "a", marches=market, exceptions=exceptions.format("26/12/2026"))
    assert faults(inside) == []
    late = with_files(tmp_path / "b", marches=market, exceptions=exceptions.format("02/01/2027"))
    (message,) = faults(late)
    assert "exceptions.csv, ligne 2, colonne « jour » : reçu « 02/01/2027 »" in message
