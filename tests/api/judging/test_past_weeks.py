"""Totals of weeks before the first shifts: averages hold from the first month."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.planning.problem import assemble
from constraints.law.hours.avg12_44h import RULE
from scheduler.domain.employment.employer import PastWeek
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.engine.parts.splitting import parts_of
from tests.api.commands import PETIT, rota
from tests.api.ledger.cases import petit

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
TWELVE = 12 * 44 * 60
SHIFT = "P-J-2026-03-02"


def weeks(minutes: int, count: int = 11, before: date = FIRST) -> tuple[PastWeek, ...]:
    """Return ada's weeks before a Monday, which add up to so many minutes."""
    each, rest = divmod(minutes, count)
    return tuple(
        PastWeek(mediator="ada", monday=before - timedelta(weeks=n), minutes=each + rest * (n == 1))
        for n in range(1, count + 1)
    )


def problem(past: tuple[PastWeek, ...]) -> Problem:
    return assemble(replace(petit(), past_weeks=past), FIRST, LAST)


def findings(instance: Problem) -> list[tuple[date, int]]:
    rota = Rota(problem=instance, assignments=frozenset({Assignment("ada", SHIFT)}))
    audited = RULE.audit(rota.timeline(instance.mediator_of["ada"]))
    return [(finding.on, finding.measured) for finding in audited]


@pytest.mark.parametrize(("over", "expected"), [(0, []), (1, [(date(2026, 3, 8), TWELVE + 1)])])
def test_the_average_of_twelve_weeks_holds_from_the_first_month(
    over: int, expected: list[tuple[date, int]]
) -> None:
    shift = problem(()).slot_of[SHIFT].duty.work

    assert findings(problem(weeks(TWELVE - shift + over))) == expected


def test_a_week_whose_shifts_are_all_known_is_not_counted_twice() -> None:
    instance = problem(weeks(TWELVE - problem(()).slot_of[SHIFT].duty.work + 1))
    slot = instance.slot_of[SHIFT]
    later = replace(instance, known_since=date(2026, 2, 23))
    ada = later.mediator_of["ada"]

    assert date(2026, 2, 23) in Rota(problem=instance, assignments=frozenset()).timeline(ada).weeks
    known = Rota(problem=later, assignments=frozenset()).timeline(ada).weeks
    assert (date(2026, 2, 23) in known, date(2026, 2, 16) in known) == (False, True)
    begun = replace(later, history=(Worked(mediator="ada", duty=slot.duty),))
    assert findings(begun) == []


def test_parts_that_are_solved_apart_keep_their_people_s_weeks() -> None:
    instance = problem(weeks(11 * 60))

    kept = [w for part in parts_of(instance) for w in part.problem.past_weeks]
    assert sorted(w.monday for w in kept) == sorted(w.monday for w in instance.past_weeks)


def folder(tmp_path: Path, past: tuple[PastWeek, ...]) -> Path:
    made = tmp_path / "association"
    made.mkdir()
    for path in PETIT.glob("*.csv"):
        (made / path.name).write_bytes(path.read_bytes())
    lines = ["personne;semaine;heures"]
    lines += [
        f"{w.mediator};{w.monday:%d/%m/%Y};{w.minutes // 60}h{w.minutes % 60:02}" for w in past
    ]
    (made / "semaines_anterieures.csv").write_text("\n".join(lines) + "\n")
    return made


def test_a_foreign_file_is_judged_with_the_association_s_weeks(tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    days = [f"Ada Lemoine;{day:02}/03/2026;08:00;17:00;0" for day in range(2, 7)]
    path.write_text("\n".join(["Nom;Date;Début;Fin;Pause", *days, ""]), "utf-8")
    command = ["audit", str(path), "--association"]

    without, whole = (
        " ".join(rota(*command, association).output.split())
        for association in (PETIT, folder(tmp_path, weeks(11 * 45 * 60)))
    )

    assert "douze semaines finies" not in without
    assert "540 h 00 de travail sur les douze semaines finies le 08/03/2026" in whole
    assert "11 totaux de semaines d’avant ces fichiers" in whole
