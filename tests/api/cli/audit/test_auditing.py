"""`rota audit` from its words to its documents and exit codes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.commands import MONTH, PETIT, framed, rota
from tests.api.data.folder.folders import with_files
from tests.api.judging.published import everybody, petit, publish_and_export

HEADER = "Nom;Date;Début;Fin;Pause\n"


def lines(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def days(name: str, hours: str, first: int = 1, count: int = 5) -> list[str]:
    return [f"{name};{n:02d}/06/2026;{hours}" for n in range(first, first + count)]


#: A lawful week of thirty-five hours, and a day of ten hours and one minute.
LAWFUL = days("Ada Lemoine", "09:00;17:00;60")
LONG = days("Brice Kouassi", "08:00;19:01;60", count=1)


@pytest.fixture
def june(tmp_path: Path) -> Path:
    path = tmp_path / "juin.csv"
    path.write_text(lines(*LAWFUL, *LONG), "utf-8")
    return path


def answer(*args: str | Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(rota("audit", *args, "--json").stdout)
    return report


def test_a_file_made_elsewhere_is_judged_and_its_rows_counted(june: Path) -> None:
    result = rota("audit", june)

    assert result.exit_code == 1
    assert "Brice Kouassi : 10 h 01 de travail le 01/06/2026" in result.stdout
    assert "juin.csv, ligne 7" in result.stdout
    assert "1\u00a0constat bloque la publication." in result.stdout
    assert result.stdout.rstrip().endswith(
        "6\u00a0lignes ou cases lues : 6\u00a0utilisées, 0\u00a0refusée, 0\u00a0mise de côté."
    )


def test_a_lawful_file_leaves_with_nothing_that_blocks(tmp_path: Path) -> None:
    path = tmp_path / "juin.csv"
    path.write_text(lines(*LAWFUL), "utf-8")

    result = rota("audit", path)

    assert result.exit_code == 0
    # Neither age nor derogation is known: it isn't said to be lawful.
    assert "Aucun constat bloquant dans ce qui a été demandé et lu." in result.stdout


#: Two weeks of forty hours: five hours over thirty-five in each, which are only counted.
FORTY = [
    line
    for name in ("Ada Lemoine", "Brice Kouassi")
    for first in (1, 8)
    for line in days(name, "09:00;18:00;60", first=first)
]
COUNTED = "2\u00a0personnes, dont 4 à confirmer (--regle legal_35h_overtime)"


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    path = tmp_path / "heures.csv"
    path.write_text(lines(*FORTY), "utf-8")
    return path


def test_what_is_only_counted_takes_one_line_a_rule(counted: Path) -> None:
    shown = rota("audit", counted).stdout

    assert f"4\u00a0constats, {COUNTED}" in shown
    assert "Ada Lemoine : 40 h 00" not in shown
    assert "code legal_35h_overtime" not in shown
    assert "--tout, ou --regle" in shown


@pytest.mark.parametrize(
    "words",
    [("--tout",), ("--regle", "legal_35h_overtime"), ("--personne", "Ada Lemoine")],
    ids=str,
)
def test_what_is_counted_is_shown_in_full_when_it_is_asked_for(
    words: tuple[str, ...], counted: Path
) -> None:
    shown = rota("audit", counted, *words).stdout

    assert "code legal_35h_overtime-" in shown
    assert "preuve : " in shown
    assert COUNTED not in shown


def test_programs_are_told_all_that_is_counted(counted: Path) -> None:
    rules = [finding["rule_id"] for finding in answer(counted)["findings"]]

    assert rules.count("legal_35h_overtime") == 4


def test_what_is_set_aside_for_one_reason_takes_one_line(tmp_path: Path) -> None:
    both = tmp_path / "un.csv", tmp_path / "deux.csv"
    for path in both:
        path.write_text(lines(*LAWFUL), "utf-8")

    brief, full = rota("audit", *both).stdout, rota("audit", *both, "--tout").stdout

    assert "Mis de côté (5)" in brief
    assert "déjà donné : 5\u00a0lignes ou cases, d’abord deux.csv, ligne 2" in brief
    assert brief.count("déjà donné") == 1
    assert full.count("déjà donné : un.csv, ligne") == 5
    assert json.loads(rota("audit", *both, "--json").stdout)["read"]["set_aside"][0] == {
        "where": "deux.csv, ligne 2",
        "text": "01/06/2026 09:00–17:00",
        "why": "déjà donné : un.csv, ligne 2",
        "count": 1,
    }


@pytest.mark.parametrize("option", ["--personne", "--person"])
def test_one_person_alone_is_judged(june: Path, option: str) -> None:
    report = answer(june, option, "lemoine ada")

    assert [person["id"] for person in report["people"]] == ["ada-lemoine"]
    assert (report["lawful"], report["complete"]) == (True, False)


@pytest.mark.parametrize("option", ["--regle", "--rule"])
def test_one_rule_alone_is_judged(june: Path, option: str) -> None:
    report = answer(june, option, "daily_max_10h")

    assert [finding["rule_id"] for finding in report["findings"]] == ["daily_max_10h"]


@pytest.mark.parametrize("option", ["--depuis", "--since"])
def test_what_is_dated_before_a_day_is_left_out(june: Path, option: str) -> None:
    assert answer(june, option, "02/06/2026", "--regle", "daily_max_10h")["findings"] == []
    assert len(answer(june, option, "01/06/2026", "--regle", "daily_max_10h")["findings"]) == 1


def test_days_are_chosen_by_their_ends(june: Path) -> None:
    report = answer(june, "--du", "02/06/2026", "--au", "04/06/2026")

    assert report["period"] == {"first": "2026-06-02", "last": "2026-06-04"}
    assert report["lawful"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--regle", "daily_max"),
            "règle inconnue « daily_max » (vouliez-vous dire « daily_max_10h » ?)",
        ),
        (("--personne", "zoé"), "personne inconnue « zoé », attendu : Ada Lemoine (ada-lemoine)"),
        (("--mois", "2026-06", "--du", "01/06/2026"), "--mois, ou bien --du et --au"),
        (("--du", "02/06/2026", "--au", "01/06/2026"), "--au 01/06/2026 vient avant"),
        (("--mois", "2026-07"), "aucun jour du 01/07/2026 au 31/07/2026"),
        (("--planning", "plan.csv"), "--planning ne vaut que pour un dossier d’association"),
        (("--dispositif", "11"), "dispositif inconnu « 11 » (attendu : aucun sans --association)"),
        (("--convention", "xyz"), "convention"),
        (("--association", "rien"), "rien"),
        (("--format", "doc"), "n’est pas l’une de"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_in_french(
    words: tuple[str, ...], message: str, june: Path
) -> None:
    result = rota("audit", june, *words)

    assert result.exit_code == 2
    assert message in framed(result)


def test_an_association_s_folder_wants_no_other(june: Path) -> None:
    both = rota("audit", PETIT, june)
    twice = rota("audit", PETIT, *MONTH, "--association", PETIT)
    plan = rota("audit", PETIT, "--planning", june)

    assert (both.exit_code, twice.exit_code, plan.exit_code) == (2, 2, 2)
    assert "se contrôle seul" in framed(both)
    assert "--association ne vaut que pour des fichiers" in framed(twice)
    assert "--planning demande le mois" in framed(plan)


def test_a_branch_agreement_changes_the_verdict(tmp_path: Path) -> None:
    path = tmp_path / "juin.csv"
    path.write_text(lines(*days("Ada", "08:00;16:00;30", count=1)), "utf-8")

    def rules(*words: str) -> set[str]:
        return {finding["rule_id"] for finding in answer(path, *words)["findings"]}

    assert rules("--convention", "eclat") - rules() == {"ccn_eclat_break_45min"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = petit(tmp_path_factory.mktemp("publie") / "petit")

    def two_days(_: Rota) -> frozenset[Assignment]:
        return everybody(["P-J-2026-03-02", "P-J-2026-03-03"], ("ada", "brice"))

    publish_and_export(made, made.parent / "documents", two_days)
    return made


def test_a_folder_is_judged_over_all_that_it_published(folder: Path) -> None:
    report = answer(folder)

    assert report["period"] == {"first": "2026-03-01", "last": "2026-03-31"}
    assert (report["lawful"], report["read"]["counts"]["used"]) == (True, 4)
    assert "assignments" not in report


def test_a_month_of_a_folder_tells_its_rota_too(folder: Path) -> None:
    report = answer(folder, *MONTH)

    assert report["month"] == "2026-03"
    assert len(report["assignments"]) == 4
    assert report["holes"]
    assert "Planning légal" in rota("audit", folder, *MONTH).stdout


def test_months_of_a_folder_far_from_their_market_are_noted_unless_they_are_cut(
    folder: Path, tmp_path: Path
) -> None:
    paid = shutil.copytree(folder, tmp_path / "paye")
    header = "id;commanditaire;dispositifs;debut;fin;heures;passages;periode\n"
    row = "a;Ville de Port;P;01/01/2026;31/12/2026;;{};mois\n"

    def noted(visits: int, *words: str | Path) -> list[str]:
        (paid / "marches.csv").write_text(header + row.format(visits), "utf-8")
        return [note.replace("\xa0", " ") for note in answer(paid, *words)["markets"]]

    said = "Marché Ville de Port : 2 passages au planning de mars 2026, pour 3 passages au marché, "
    assert noted(3) == noted(3, *MONTH) == [said + "soit 33 % de moins."]
    assert noted(2) == noted(3, *MONTH, "--personne", "ada") == []
    assert noted(3, "--du", "01/03/2026", "--au", "30/03/2026") == []
    noted(3)
    text = " ".join(rota("audit", paid, *MONTH).stdout.replace("\xa0", " ").split())
    assert "soit 33 % de moins." in text
    assert "Planning légal" in text


def test_what_is_published_elsewhere_counts_where_a_file_tells_one_dispositif(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mars.csv"
    path.write_text("Nom;Date;Début;Fin;Pause\nAda Lemoine;04/03/2026;09:00;16:30;30\n", "utf-8")

    alone = answer(path, *MONTH, "--association", folder)
    beside = answer(path, *MONTH, "--association", folder, "--dispositif", "P")

    assert alone["read"]["counts"]["used"] == beside["read"]["counts"]["used"] == 1
    assert any("ne disent que P" in assumption["text"] for assumption in beside["read"]["assumed"])


def test_an_article_without_a_link_is_not_said_to_be_a_rule_of_the_house(tmp_path: Path) -> None:
    contracts = (
        "personne;type;debut;fin;heures_semaine;motif_cdd;poste",
        "ada;CDD;01/05/2026;31/05/2026;35;accroissement;P1",
        "brice;CDD;01/06/2026;30/06/2026;35;accroissement;P1",
        *(f"{who};CDI;01/09/2020;;35;;" for who in ("chloe", "dorian", "elsa", "farid")),
    )
    folder = with_files(tmp_path, contrats="|".join(contracts))
    june = tmp_path / "juin.csv"
    june.write_text(lines("Brice Kouassi;01/06/2026;09:00;17:00;60"), "utf-8")

    said = " ".join(rota("audit", june, "--association", folder).stdout.split())

    assert "L1244-3-1 · mesuré 0 jour · limite 11 jours" in said
    assert "règle de la maison" not in said
