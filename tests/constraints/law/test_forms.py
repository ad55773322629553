"""Cases that others wrote, in forms that ours don't have: judged, or said not to be held."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from constraints.law.rests.six_days_per_week import SixDays
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding
from tests.constraints.law.__main__ import GIVEN, main
from tests.constraints.law.forms import read
from tests.constraints.law.judged import Outcome, compare, judge

FORMS = Path(__file__).parent / "form_cases.jsonl"
LINES = FORMS.read_text("utf-8").splitlines()
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in (json.loads(line) for line in LINES if line[0] == "{")
}
JUDGED = [f"FO-{n:02d}" for n in range(1, 10)]
NOT_HELD = {
    "FO-11": ("context.agreement « accord d’entreprise », sans la valeur qu’il fixe",),
    "FO-12": (
        "worker.shoe_size « 43 »",
        "context.moon « full »",
        "shifts.site « gare »",
    ),
    "FO-13": ("rule « moon_rule »",),
    "FO-14": ("worker.contract « stage »",),
    "FO-15": ("shifts.kind « telework »",),
    "FO-16": ("illisible « ValueError : Invalid isoformat string: 'lundi' »",),
    "FO-17": (
        "illisible « ValueError : weekly_max_48h : aucun accord ne peut fixer 3700 minutes »",
    ),
    "FO-18": ("expected « warning »",),
}


@pytest.mark.parametrize("name", JUDGED)
def test_a_case_in_another_form_is_judged_whole(name: str) -> None:
    result = judge(CASES[name])

    assert (result.difference, result.missing) == ("", ())


@pytest.mark.parametrize("name", NOT_HELD)
def test_what_no_timeline_of_ours_holds_is_said_one_by_one(name: str) -> None:
    result = judge(CASES[name])

    assert result.missing == NOT_HELD[name]
    assert result.outcome is Outcome.NOT_HELD


def test_a_verdict_that_is_not_the_law_s_is_a_difference() -> None:
    result = judge(CASES["FO-10"])

    assert result.outcome is Outcome.OTHER
    assert f"{result}" == "ÉCART : aucun constat (attendu violation)"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"first_violation_date": "2026-06-16"},
            "violation le 2026-06-17, mesuré 601, écart 1 (attendu le 2026-06-16)",
        ),
        (
            {"amount": 2, "measured": 602},
            "violation le 2026-06-17, mesuré 601, écart 1 (attendu écart 2, mesuré 602)",
        ),
        ({"expected": "ok"}, "violation le 2026-06-17, mesuré 601, écart 1 (attendu ok)"),
    ],
)
def test_a_difference_of_date_or_measure_is_told_beside_what_was_found(
    change: dict[str, Any], said: str
) -> None:
    assert judge(CASES["FO-04"] | change).difference == said


def test_an_agreement_is_known_by_its_name_its_number_or_none() -> None:
    known = [judge(_quota(name)).difference for name in ("ECLAT", "IDCC 1518", 1518, "eclat")]
    none = [judge(_quota(name)).difference for name in ("code du travail", "aucune", False)]

    assert known == [""] * 4
    assert none == ["aucun constat (attendu violation)"] * 3


def _quota(agreement: object) -> dict[str, Any]:
    case = CASES["FO-02"]
    context = {k: v for k, v in case["context"].items() if k != "profile"}
    return {**case, "context": {**context, "agreement": agreement}}


def test_two_ages_that_contradict_each_other_are_not_both_held() -> None:
    worker = {"birth": "2008-06-17", "birth_date": "2007-06-17"}

    assert judge(CASES["FO-04"] | {"worker": worker}).missing == (
        "worker.birth_date « 2007-06-17 »",
    )


class Failing(SixDays):
    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        raise ZeroDivisionError(timeline.mediator.name)


def test_an_audit_that_fails_is_a_difference_and_stops_nothing() -> None:
    case = read(CASES["FO-06"]).case

    assert compare(Failing(), case) == "l’audit échoue : ZeroDivisionError M"


def test_a_file_of_any_forms_is_judged_to_its_last_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(FORMS) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(LINES) + 2
    assert lines[-1] == "20 cas : 9 conforme(s) au droit, 1 écart(s), 10 non représenté(s)"
    assert lines[-2].startswith(
        "ce qui n’est pas représenté, et dans combien de cas : illisible (2), ligne (2), "
    )
    assert lines[9].endswith("ÉCART : aucun constat (attendu violation)")
    assert lines[13] == (
        "  14  FO-14   daily_max_10h                           "
        "NON REPRÉSENTÉ : worker.contract « stage » (sans cela : ok)"
    )


def test_the_exit_code_tells_right_wrong_not_held_and_unreadable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cas.jsonl"

    def code(*names: str) -> int:
        file.write_text("\n\n".join(json.dumps(CASES[name]) for name in names), "utf-8")
        return main(file)

    assert code("FO-01", "FO-02") == 0
    assert code("FO-01", "FO-12") == 3
    assert code("FO-12", "FO-10", "FO-01") == 1
    assert main(tmp_path / "absent.jsonl") == 2
    assert "fichier illisible" in capsys.readouterr().err


def test_the_cases_given_with_the_rules_are_all_the_law_s(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(GIVEN) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "79 cas : 79 conforme(s) au droit, 0 écart(s), 0 non représenté(s)"
    )
