"""`rota equite`: accounts of fairness, and who is asked next."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.api.commands import PETIT, framed, rota
from tests.api.fairness_folder import EVENINGS, with_evenings

LATE = ("--genre", "fins_tardives")
NAMES = {"Ada Lemoine": "ada", "Brice Kouassi": "brice", "Dorian Leval": "dorian"}
NAMES |= {"Elsa Benyoucef": "elsa"}
"""Whose contract has Wednesdays: the parts of an evening are theirs, alike."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_evenings(tmp_path_factory.mktemp("equite") / "petit")


def lines_of(*words: str | Path) -> list[str]:
    result = rota("equite", *words)
    assert result.exit_code == 0, result.stderr
    return [line.strip().replace("\N{NO-BREAK SPACE}", " ") for line in result.stdout.splitlines()]


def balance_of(who: str) -> float:
    """Count again: each evening less a fourth of all."""
    return sum(holder == who for holder in EVENINGS.values()) - len(EVENINGS) / 4


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


def test_accounts_are_listed_whoever_is_farthest_behind_first(folder: Path) -> None:
    lines = lines_of(folder, *LATE)

    assert lines[0].startswith("Fins tardives, mars 2025 à février 2026")
    rows = [re.split(r"  +", line) for line in lines[2:6]]
    assert [row[0] for row in rows] == [
        *("Dorian Leval", "Elsa Benyoucef", "Brice Kouassi", "Ada Lemoine")
    ]
    for name, before, count, part, gap, after in rows:
        who = NAMES[name]
        assert number(before) == 0
        assert int(count) == list(EVENINGS.values()).count(who)
        assert number(part) == pytest.approx(len(EVENINGS) / 4, abs=0.051)
        assert number(gap) == number(after) == pytest.approx(balance_of(who), abs=0.051)


def test_the_shape_of_the_last_months_weeks_is_told(folder: Path) -> None:
    lines = lines_of(folder, *LATE)

    place = lines.index("Rythme des semaines, février 2026")
    assert lines[place + 1] == "Ada Lemoine : 1 repos isolé, 3 jours isolés"


def test_the_order_in_which_people_are_asked_is_that_of_their_balances(folder: Path) -> None:
    lines = lines_of(folder, *LATE, "--prochain", "04/03/2026")

    assert lines[0] == "Fins tardives : qui est appelé ensuite le mercredi 4 mars 2026"
    order = [line for line in lines if re.match(r"\d+\. ", line)]
    # Ada has two evenings more than those who have none: each sentence states her own balance.
    for place, line in enumerate(order, start=1):
        match = re.fullmatch(
            r"(\d+)\. (.+) : (?:([\d,]+) de (plus|moins) que )?sa part de .+", line
        )
        assert match is not None
        assert int(match[1]) == place
        stated = number(match[3] or "0") * (-1 if match[4] == "moins" else 1)
        assert stated == pytest.approx(balance_of(NAMES[match[2]]), abs=0.051)
    assert order[-1].split(" : ")[0].endswith("Ada Lemoine")
    assert "Elsa Benyoucef a 4 h 30 d’absence pendant son créneau du 04/03/2026." in lines
    assert not any("congé" in line for line in lines)


def test_json_has_the_accounts_and_the_order(folder: Path) -> None:
    accounts = json.loads(rota("equite", folder, *LATE, "--json").stdout)
    line = json.loads(rota("equite", folder, *LATE, "--prochain", "04/03/2026", "--json").stdout)

    closings = {each["person"]: each["closing"] for each in accounts}
    assert closings == {who: balance_of(who) for who in NAMES.values()}
    ada = next(each for each in accounts if each["person"] == "ada")
    assert (ada["opening"], ada["count"], ada["due"]) == (0, 2, 0.75)
    assert ada["movements"][-1] == {"month": "2026-02", "count": 2, "due": 0.75, "balance": 1.25}
    assert line["order"][-1]["person"] == "ada"
    assert line["order"][-1]["balance"] == balance_of("ada")
    assert ("elsa", "absences") in {(each["person"], each["rule"]) for each in line["stopped"]}


def test_the_table_says_the_same(folder: Path, tmp_path: Path) -> None:
    rota("equite", folder, *LATE, "--de", "2026-02", "--csv", tmp_path / "equite.csv")

    text = (tmp_path / "equite.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["personne"]: number(row["solde_apres"]) for row in rows} == {
        who: balance_of(who) for who in NAMES.values()
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--genre", "nuit"), "reçu « nuit », attendu l’un de nuits"),
        (("--prochain", "04/03/2026"), "--prochain attend aussi --genre"),
        ((*LATE, "--prochain", "05/03/2026"), "--prochain : reçu « 05/03/2026 », attendu un jour"),
        ((*LATE, "--prochain", "06/03/2028"), "--prochain : reçu « 06/03/2028 » : aucun créneau"),
        (
            ("--genre", "souhaits_refuses", "--prochain", "04/03/2026"),
            "--genre : reçu « souhaits_refuses », attendu nuits",
        ),
        (("--de", "2026-03", "--a", "2026-02"), "--de 2026-03 est après --a 2026-02"),
        (("--dispositif", "Q"), "dispositif inconnu « Q »"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, words: tuple[str, ...], message: str) -> None:
    result = rota("equite", folder, *words)

    assert result.exit_code == 2
    assert message in framed(result)


def test_nothing_is_shared_where_nothing_is_published() -> None:
    assert "aucun mois publié" in framed(rota("equite", PETIT))


def test_equals_are_listed_by_name_whatever_the_accents(folder: Path, tmp_path: Path) -> None:
    renamed = shutil.copytree(folder, tmp_path / "petit")
    people = renamed / "personnes.csv"
    text = people.read_text(encoding="utf-8").replace("Elsa Benyoucef", "Élie Benyoucef")
    people.write_text(text.replace("Dorian Leval", "Zoé Leval"), encoding="utf-8")

    lines = lines_of(renamed, *LATE)

    assert [re.split(r"  +", line)[0] for line in lines[2:4]] == ["Élie Benyoucef", "Zoé Leval"]
