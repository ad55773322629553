from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import fixtures
from api.cli.app import app
from api.cli.french import in_french
from api.export.atomic import LIST
from constraints.registry import base

FIXTURES = Path(fixtures.__file__).parent
MONTH = ("--mois", "2026-03")
COMMANDS = ("demo", "generate", "audit", "explain", "rules", "export")


def rota(*args: str | Path) -> Any:
    return CliRunner().invoke(app, [str(a) for a in args], prog_name="rota")


def command(*args: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the real command, as a user does."""
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **more,
    )


def told(result: Any) -> str:
    """Return the text of a frame on standard error, lines joined."""
    return " ".join(result.stderr.replace("│", " ").split())


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """Plan and publish the small association's month once: its folder, documents, answer."""
    home = tmp_path_factory.mktemp("cli")
    folder, output = home / "petit", home / "sortie"
    shutil.copytree(FIXTURES / "petit", folder)
    result = rota(
        "generate", folder, *MONTH, "--secondes", "20", "--sortie", output, "--publier", "--json"
    )
    assert result.exit_code == 0, result.stderr
    return folder, output / "2026-03", json.loads(result.stdout)


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)], ids=str)
def test_help_is_in_french_and_tells_the_exit_codes(words: tuple[str, ...]) -> None:
    result = rota(*words, "--help")

    text = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert f"Utilisation : rota{''.join(f' {w}' for w in words)} [OPTIONS]" in text
    assert "Affiche cette aide." in text
    assert "Codes de sortie : 0, tout va bien" in text
    for english in ("Usage", "Show this message", "Commands", "default:", "required"):
        assert english not in text


def test_the_command_alone_shows_its_help() -> None:
    result = rota()

    assert result.exit_code == 2
    assert "Planifie un mois" in result.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("genrate",), "commande inconnue : « genrate »"),
        (("rules", "--toto"), "option inconnue : « --toto »"),
        (("generate",), "il manque 'DOSSIER'"),
        (("audit", "x"), "il manque '--mois'"),
        (("audit", "x", "y", *MONTH), "argument en trop : « y »"),
        (("audit", "x", "--mois", "2026-13"), "« 2026-13 » n’est pas un mois"),
        (("rules", "--date", "30/02/2026"), "« 30/02/2026 » n’est pas une date"),
        (("generate", "x", *MONTH, "--secondes", "0"), "attendu : au moins 1"),
        (("generate", "x", *MONTH, "--secondes", "dix"), "attendu : un nombre"),
        (("export", "x", *MONTH, "--format", "doc"), "'doc' n’est pas l’une de :"),
        (("rules", "--date"), "l’option --date attend une valeur"),
    ],
    ids=str,
)
def test_a_mistyped_command_is_refused_in_french(words: tuple[str, ...], message: str) -> None:
    result = rota(*words)

    assert result.exit_code == 2
    assert message in told(result)
    assert result.stdout == ""


def test_a_message_that_is_not_known_stays_as_it_is() -> None:
    assert in_french("Something else.") == "Something else."


def test_a_missing_folder_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    result = command("generate", tmp_path / "nulle", *MONTH, "--json", cwd=tmp_path)

    assert result.returncode == 2
    assert json.loads(result.stdout)["etat"] == "refuse"
    assert "dossier absent" in told(result)
    assert "Traceback" not in result.stderr
    assert files(tmp_path) == []


def test_every_fault_of_the_files_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    shutil.copytree(FIXTURES / "petit", folder)
    text = (folder / "gabarits.csv").read_text("utf-8")
    (folder / "gabarits.csv").write_text(text.replace("09:00", "neuf").replace("mer;", "xyz;"))
    before = files(tmp_path)

    result = rota("generate", folder, *MONTH, "--json", "--sortie", tmp_path / "s")

    assert result.exit_code == 2
    faults = json.loads(result.stdout)["erreurs"]
    assert len(faults) == 2
    assert all("gabarits.csv, ligne" in fault for fault in faults)
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--dispositif", "999"), "dispositif inconnu « 999 »"),
        (("--mois", "2035-01"), "aucun créneau en 01/2035"),
        (("--depuis", "15/03/2026"), "le mois 2026-03 n’est pas publié"),
        (("--depuis", "01/04/2026"), "est hors de mars 2026"),
    ],
    ids=str,
)
def test_what_cannot_be_planned_is_refused_before_anything_is_written(
    words: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    result = rota("generate", FIXTURES / "petit", *MONTH, *words, "--sortie", tmp_path / "s")

    assert result.exit_code == 2
    assert message in told(result)
    assert files(tmp_path) == []


def test_a_month_is_planned_written_and_published(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    folder, target, answer = published

    assert (answer["etat"], answer["mois"], answer["legal"]) == ("trouve", "2026-03", True)
    assert [d["id"] for d in answer["dispositifs"]] == ["P"]
    assert answer["rangs"][0]["etat"] == "prouvé optimal"
    names = files(target)
    assert {"planning-2026-03.xlsx", "planning-2026-03.csv", "affichage/ville.pdf"} <= set(names)
    assert len([n for n in names if n.startswith("fiches/")]) == 7
    with (folder / "historique" / "2026-03.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    pairs = {(r["personne"], r["creneau"]) for r in rows}
    assert pairs == {(a["personne"], a["creneau"]) for a in answer["affectations"]}


def test_the_published_month_is_audited(published: tuple[Path, Path, dict[str, Any]]) -> None:
    folder, _, answer = published

    result = command("audit", folder, *MONTH, "--json")

    assert result.returncode == 0
    assert json.loads(result.stdout)["affectations"] == answer["affectations"]
    assert "Planning légal" in rota("audit", folder, *MONTH).stdout


def test_an_unlawful_file_is_audited_with_its_evidence(
    published: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, _, _ = published
    plan = tmp_path / "plan.csv"
    days = [f"P-J-2026-03-{day:02d}" for day in (2, 3)]
    lines = [f"{slot};ada" for slot in days] + ["P-J-2026-03-04;"]
    plan.write_text("\n".join(["creneau;personne", *lines]) + "\n", "utf-8-sig")

    result = rota("audit", folder, *MONTH, "--planning", plan)
    answer = json.loads(rota("audit", folder, *MONTH, "--planning", plan, "--json").stdout)

    assert result.exit_code == 1
    assert "bloque la publication" in result.stdout
    assert "preuve : P-J-2026-03-02" in result.stdout
    assert {a["creneau"] for a in answer["affectations"]} == set(days)
    assert not answer["legal"]


def test_a_file_that_names_strangers_is_refused_line_by_line(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("creneau;personne\nP-J-2026-03-02;zoé\nP-J-2026-03-01;ada\n", "utf-8")

    result = rota("audit", FIXTURES / "petit", *MONTH, "--planning", plan)

    assert result.exit_code == 2
    assert "plan.csv, ligne 2, colonne « personne »" in told(result)
    assert "plan.csv, ligne 3, colonne « creneau »" in told(result)


def test_a_file_without_its_columns_or_not_there_is_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("a;b\n", "utf-8")

    wrong = rota("audit", FIXTURES / "petit", *MONTH, "--planning", plan)
    absent = rota("audit", FIXTURES / "petit", *MONTH, "--planning", tmp_path / "rien.csv")

    assert (wrong.exit_code, absent.exit_code) == (2, 2)
    assert "colonne « creneau »" in told(wrong)
    assert "Fichier inaccessible" in told(absent)


def test_a_month_that_is_not_published_cannot_be_audited() -> None:
    result = rota("audit", FIXTURES / "petit", *MONTH)

    assert result.exit_code == 2
    assert "n’est pas publié" in told(result)


def test_the_month_planned_again_from_a_day_keeps_what_comes_before(
    published: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, _, answer = published

    result = rota(
        "generate",
        folder,
        *MONTH,
        "--depuis",
        "16/03/2026",
        "--secondes",
        "10",
        "--sortie",
        tmp_path,
        "--json",
    )

    def early(given: dict[str, Any]) -> set[str]:
        return {
            f"{a['personne']} {a['creneau']}"
            for a in given["affectations"]
            if a["creneau"][-10:] < "2026-03-16"
        }

    assert result.exit_code == 0, result.stderr
    assert early(json.loads(result.stdout)) == early(answer)


@pytest.mark.parametrize(
    ("format_name", "expected"),
    [
        ("xlsx", ["planning-2026-03.xlsx"]),
        ("csv", ["planning-2026-03.csv", "publication/2026-03.csv"]),
        ("pdf", ["affichage/ville.pdf", "affichage/ville/p-mediation-de-place.pdf"]),
    ],
)
def test_one_format_of_a_published_month_is_exported(
    format_name: str,
    expected: list[str],
    published: tuple[Path, Path, dict[str, Any]],
    tmp_path: Path,
) -> None:
    folder, _, _ = published

    result = rota("export", folder, *MONTH, "--format", format_name, "--sortie", tmp_path, "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["fichiers"] == expected
    assert files(tmp_path / "2026-03") == sorted([LIST, *expected])


def test_the_exported_publication_is_the_published_file(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    folder, target, _ = published

    exported = (target / "publication" / "2026-03.csv").read_bytes()

    assert exported == (folder / "historique" / "2026-03.csv").read_bytes()


def test_an_impossible_month_is_explained_in_french() -> None:
    result = rota("explain", FIXTURES / "impossible" / "verrous", *MONTH, "--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["etat"], answer["verifie"]) == ("impossible", True)
    assert any("Ada" in sentence for sentence in answer["conflit"])


def test_generating_an_impossible_month_tells_the_conflict_and_writes_nothing(
    tmp_path: Path,
) -> None:
    result = rota(
        "generate",
        FIXTURES / "impossible" / "verrous",
        *MONTH,
        "--secondes",
        "20",
        "--sortie",
        tmp_path / "s",
    )

    assert result.exit_code == 1
    assert "Ces exigences ne peuvent pas tenir ensemble" in result.stdout
    assert "Vérifié" in result.stdout
    assert files(tmp_path) == []


def test_a_possible_month_has_nothing_to_explain() -> None:
    result = rota("explain", FIXTURES / "petit", *MONTH)

    assert result.exit_code == 0
    assert "rien à expliquer" in result.stdout


def test_every_rule_is_listed_with_its_value_article_and_address() -> None:
    result = rota("rules", "--date", "01/10/2026", "--json")

    listed = {r["id"]: r for r in json.loads(result.stdout)["regles"]}
    rest = listed["daily_rest_11h"]
    assert set(listed) == {r.id for r in base().rules}
    assert rest["valeurs"][0]["texte"] == "11 h 00"
    assert rest["sources"][0]["article"] == "L3131-1"
    assert rest["sources"][0]["url"].startswith("https://www.legifrance.gouv.fr/")
    assert (rest["gravite"], rest["effet"]) == ("public_order", "block")


def test_a_value_that_is_not_yet_in_force_is_said_so() -> None:
    result = rota("rules", "--date", "01/01/2010")

    assert result.exit_code == 0
    assert "pas encore en vigueur" in result.stdout


def test_a_reader_that_leaves_is_no_crash() -> None:
    result = subprocess.run(
        ["bash", "-c", f"{sys.executable} -c 'from api.cli import main; main()' rules | head -1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert "règles" in result.stdout
    assert result.stderr == ""


def test_a_killed_run_leaves_no_half_written_file(tmp_path: Path) -> None:
    output = tmp_path / "sortie"
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from api.cli import main; main()",
            "generate",
            str(FIXTURES / "petit"),
            *MONTH,
            "--secondes",
            "5",
            "--sortie",
            str(output),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        # Killed as soon as a first document is there, aside.
        if any(p.is_file() for p in output.glob(".*/*")):
            break
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()

    assert not (output / "2026-03").exists()
