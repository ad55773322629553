"""The night worker of Parc des Chantiers whose break was removed: what RH is told, and by what."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.api.commands import rota
from tests.api.database.folders import WHOLE, recent

pytestmark = pytest.mark.long

WHO, NAME = "agnieszka.da-silva", "Agnieszka Da Silva"
NIGHT = date(2026, 11, 13)
"""A Friday, from 21:30 to 06:00: eight hours of work and half an hour of break."""


def published() -> list[dict[str, str]]:
    with (WHOLE / "historique" / "2026-11.csv").open(encoding="utf-8", newline="") as file:
        return [r for r in csv.DictReader(file, delimiter=";") if r["personne"] == WHO]


@pytest.fixture(scope="module")
def november(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Her month, as a spreadsheet would say it, without the break of one night."""
    path = tmp_path_factory.mktemp("nuits") / "novembre.csv"
    lines = ["Nom;Date;Début;Fin;Pause;Début pause;Dispositif"]
    for row in published():
        first, last = row["debut"], row["fin"]
        day = date.fromisoformat(first[:10])
        minutes, _, begins = row["pauses"].partition("/non_payee/")
        if day == NIGHT:
            assert (minutes, row["dispositif"]) == ("30", "11")
            minutes = begins = "0"
        cells = (NAME, f"{day:%d/%m/%Y}", first[11:16], last[11:16], minutes, begins[11:16])
        lines.append(";".join((*cells, row["dispositif"])))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """Return the words that follow a file to audit."""
    beside = recent(tmp_path_factory.mktemp("recente") / "association")
    return ("--mois", "2026-11", "--association", beside)


@pytest.fixture(scope="module")
def answer(november: Path, command: tuple[str | Path, ...]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(rota("audit", november, *command, "--json").stdout)
    return report


def blocking(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in answer["findings"] if finding["blocks"]]


def test_two_rules_are_broken_by_that_night_and_nothing_else(answer: dict[str, Any]) -> None:
    assert sorted((finding["rule_id"], finding["on"]) for finding in blocking(answer)) == [
        ("break_20min", "2026-11-13"),
        ("night_worker_daily_8h", "2026-11-13"),
    ]


def test_each_is_proved_by_the_night_s_row(answer: dict[str, Any]) -> None:
    for finding in blocking(answer):
        [shift] = finding["proof"]["shifts"]
        assert (shift["start"], shift["end"]) == (
            "2026-11-13T21:30:00+01:00",
            "2026-11-14T06:00:00+01:00",
        )
        assert (
            finding["measured"],
            shift["counted_minutes"],
            finding["proof"]["total_minutes"],
        ) == (
            510,
            510,
            510,
        )
        assert shift["where"].startswith("novembre.csv, ligne ")


def test_the_report_reads_as_people_read_it(
    november: Path, command: tuple[str | Path, ...]
) -> None:
    result = rota("audit", november, *command)

    assert result.exit_code == 1
    assert (
        "Agnieszka Da Silva : 8 h 30 de travail le 13/11/2026 sans la pause de 20 minutes due dès "
        "6 h 00." in result.stdout
    )
    assert "Agnieszka Da Silva (travailleur de nuit) : 8 h 30 de travail" in result.stdout
    assert "(ven. 13/11/2026 21:30–06:00" in result.stdout
    assert "Parc des Chantiers" in result.stdout
    assert "2\u00a0constats bloquent la publication." in result.stdout


def test_with_the_break_the_month_is_lawful(
    november: Path, command: tuple[str | Path, ...], tmp_path: Path
) -> None:
    text = november.read_text("utf-8").replace(
        "13/11/2026;21:30;06:00;0;", "13/11/2026;21:30;06:00;30;"
    )
    path = tmp_path / "novembre.csv"
    path.write_text(text, "utf-8")

    assert blocking(json.loads(rota("audit", path, *command, "--json").stdout)) == []


def test_where_the_file_tells_no_breaks_nothing_is_asserted(
    november: Path, command: tuple[str | Path, ...], tmp_path: Path
) -> None:
    rows = [line.split(";") for line in november.read_text("utf-8").splitlines()]
    path = tmp_path / "novembre.csv"
    path.write_text("".join(";".join([*r[:4], r[6]]) + "\n" for r in rows), "utf-8")

    report = json.loads(rota("audit", path, *command, "--json").stdout)

    assert blocking(report) == []
    night = [c for c in report["findings"] if c["on"] == "2026-11-13"]
    verdicts = {c["rule_id"]: c["verdict"] for c in night if c["proof"]["part"] == "constat"}
    assert verdicts["break_20min"] == verdicts["night_worker_daily_8h"] == "to_confirm"
    assert any("la source ne dit pas les pauses" in c["message"] for c in night)
