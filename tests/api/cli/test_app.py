import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from api.french.typing import in_french
from constraints.registry import base
from tests.api.commands import MONTH, NAMES, PETIT, command, files, framed, rota


@pytest.mark.parametrize("words", [(), *((name,) for name in NAMES)], ids=str)
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
        (("genrate",), "commande inconnue : « genrate » (vouliez-vous dire « generate » ?)"),
        (("zzz",), "commande inconnue : « zzz » Aide : rota --help"),
        (("equite",), "commande retirée : « equite ». À la place : la page « Équité »"),
        (("purge",), "À la place : rien à lancer : le service efface de lui-même"),
        (("user", "lst"), "commande inconnue : « lst » (vouliez-vous dire « list » ?)"),
        (("rules", "--toto"), "option inconnue : « --toto » Aide : rota rules --help"),
        (
            ("generate", "x", "--moi", "2026-03"),
            "option inconnue : « --moi » (vouliez-vous dire « --mois » ou « --sortie » ?)",
        ),
        (("export", "--base", "--sortie", "x"), "« --sortie » est une option, pas un dossier"),
        (("generate",), "il manque 'DOSSIER'"),
        (("explain", "x"), "il manque '--mois'"),
        (("explain", "x", "y", *MONTH), "argument en trop : « y »"),
        (("audit",), "il manque SOURCE"),
        (("audit", "x", "--mois", "2026-13"), "« 2026-13 » n’est pas un mois"),
        (("rules", "--date", "30/02/2026"), "« 30/02/2026 » n’est pas une date"),
        (("rules", "--date", "31/12/9999"), "« 31/12/9999 » (attendu : une date de 2000 à 2100"),
        (("rules", "--date", "31/12/1999"), "« 31/12/1999 » (attendu : une date de 2000 à 2100"),
        (("generate", "x", *MONTH, "--secondes", "0"), "attendu : au moins 1"),
        (("generate", "x", *MONTH, "--secondes", "dix"), "attendu : un nombre"),
        (("export", "x", *MONTH, "--format", "doc"), "'tout' Aide : rota export --help"),
        (("export", "x", *MONTH, "--format", "xslx"), "'tout' (vouliez-vous dire « xlsx » ?)"),
        (("ledger", "exprt"), "'tete' (vouliez-vous dire « export » ?)"),
        (("rules", "--date"), "l’option --date attend une valeur"),
    ],
    ids=str,
)
def test_a_mistyped_command_is_refused_in_french(words: tuple[str, ...], message: str) -> None:
    result = rota(*words)

    assert result.exit_code == 2
    assert message in framed(result)
    assert result.stdout == ""


def test_the_version_is_that_of_what_is_installed() -> None:
    result = rota("--version")

    assert (result.exit_code, result.stdout) == (0, f"Roulement {version('roulement')}\n")


def test_a_message_that_is_not_known_stays_as_it_is() -> None:
    assert in_french("Something else.") == "Something else."


@pytest.mark.long
def test_a_missing_folder_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    result = command("generate", tmp_path / "nulle", *MONTH, "--json", cwd=tmp_path)

    assert result.returncode == 2
    assert json.loads(result.stdout)["state"] == "refuse"
    assert "dossier absent" in framed(result)
    assert "Traceback" not in result.stderr
    assert files(tmp_path) == []


def test_every_fault_of_the_files_is_told_at_once(folder: Path, tmp_path: Path) -> None:
    text = (folder / "gabarits.csv").read_text("utf-8")
    (folder / "gabarits.csv").write_text(text.replace("09:00", "neuf").replace("mer;", "xyz;"))
    before = files(tmp_path)

    result = rota("generate", folder, *MONTH, "--json", "--sortie", tmp_path / "s")

    assert result.exit_code == 2
    faults = json.loads(result.stdout)["errors"]
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
    result = rota("generate", PETIT, *MONTH, *words, "--sortie", tmp_path / "s")

    assert result.exit_code == 2
    assert message in framed(result)
    assert files(tmp_path) == []


def test_every_rule_is_listed_with_its_value_article_and_address() -> None:
    result = rota("rules", "--date", "01/10/2026", "--json")

    listed = {r["id"]: r for r in json.loads(result.stdout)["rules"]}
    rest = listed["daily_rest_11h"]
    assert set(listed) == {r.id for r in base().rules}
    assert rest["values"][0]["text"] == "11 h 00"
    assert rest["sources"][0]["article"] == "L3131-1"
    assert rest["sources"][0]["url"].startswith("https://www.legifrance.gouv.fr/")
    assert (rest["severity"], rest["effect"]) == ("public_order", "block")


def test_values_are_named_in_french() -> None:
    result = rota("rules", "--date", "01/10/2026")

    assert "  repos : 11 h 00 (depuis le 10/08/2016" in result.stdout
    assert "  part des heures du contrat : 1/10 (depuis le" in result.stdout
    assert "divisor" not in result.stdout


def test_a_value_that_is_not_yet_in_force_is_said_so() -> None:
    result = rota("rules", "--date", "01/01/2010")

    assert result.exit_code == 0
    assert "pas encore en vigueur" in result.stdout


@pytest.mark.long
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
