"""The same month gives the same findings as our folder, a workbook, a CSV file and calendars."""

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.commands import MONTH, rota
from tests.api.database.folders import recent
from tests.api.judging.published import everybody, petit, publish_and_export

pytestmark = pytest.mark.long

#: Eleven hours and a quarter a day, seven and a half of them before the break.
LONG = ("09:00;16:30", "05:00;16:45")


def worked(empty: Rota) -> frozenset[Assignment]:
    slots = [s.id for s in empty.problem.slots if s.id.startswith("P-J")]
    return everybody(slots, ("ada", "brice"))


def audited(*args: str | Path) -> dict[str, Any]:
    result = rota("audit", *args, "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    assert answer["state"] == "controle", result.stderr
    return answer


def codes(answer: dict[str, Any]) -> list[str]:
    return sorted(finding["code"] for finding in answer["findings"])


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = petit(tmp_path_factory.mktemp("quatre") / "petit", gabarits=LONG)
    return folder, publish_and_export(folder, folder.parent / "documents", worked)


@pytest.fixture(scope="module")
def ours(month: tuple[Path, Path]) -> dict[str, Any]:
    return audited(month[0], *MONTH)


def test_our_folder_breaks_the_law_in_several_ways(ours: dict[str, Any]) -> None:
    rules = {finding["rule_id"] for finding in ours["findings"] if finding["blocks"]}

    assert {"daily_max_10h", "weekly_max_48h"} <= rules


@pytest.mark.parametrize(
    "file",
    [
        "planning-2026-03.xlsx",
        "publication/2026-03.csv",
        "planning-2026-03.csv",
        "calendriers/personnes",
    ],
)
def test_another_form_of_the_same_month_gives_the_same_findings(
    file: str, month: tuple[Path, Path], ours: dict[str, Any]
) -> None:
    folder, documents = month
    law = [finding["code"] for finding in ours["findings"] if finding["severity"] != "house"]

    theirs = audited(documents / file, *MONTH, "--association", folder)

    assert codes(theirs) == sorted(law)
    assert theirs["read"]["counts"]["refused"] == 0


NIGHTS = ("--mois", "2026-11", "--dispositif", "11")


@pytest.fixture(scope="module")
def association(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recent(tmp_path_factory.mktemp("recente") / "association")


@pytest.fixture(scope="module")
def nights(association: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("onze")
    formats = [word for kind in ("xlsx", "ical") for word in ("--format", kind)]
    done = rota("export", association, *NIGHTS, *formats, "--sortie", target)
    assert done.exit_code == 0, done.stderr
    return target / "2026-11"


@pytest.fixture(scope="module")
def finding_codes(association: Path) -> list[str]:
    return [
        finding["code"]
        for finding in audited(association, *NIGHTS)["findings"]
        if finding["severity"] != "house"
    ]


@pytest.mark.parametrize(
    "file",
    ["planning-2026-11.xlsx", "calendriers/personnes"],
)
def test_a_dispositif_of_the_association_gives_the_same_findings(
    file: str, association: Path, nights: Path, finding_codes: list[str]
) -> None:
    theirs = audited(nights / file, *NIGHTS, "--association", association)

    assert len(finding_codes) > 20
    assert codes(theirs) == sorted(finding_codes)
