"""What the benchmark of audits measures, on a problem small enough for a test."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from api.judging.published import published_problem
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.rota import Rota
from tests.api.judging.published import MARCH, everybody, petit, publish_and_export
from tests.bench.audits import after_an_edit, copied, person_months

if TYPE_CHECKING:
    from scheduler.domain.problem import Assignment, Problem


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    folder = petit(tmp_path_factory.mktemp("mesure") / "petit")

    def week(_: Rota) -> frozenset[Assignment]:
        return everybody([f"P-J-2026-03-{day:02d}" for day in range(2, 7)], ("ada", "brice"))

    publish_and_export(folder, folder.parent / "documents", week)
    return published_problem(load(folder), MARCH, date(2026, 3, 31))


def test_copies_are_judged_as_the_people_they_copy(month: Problem) -> None:
    large = copied(month, 2 * len(month.mediators) + 1)

    def findings(problem: Problem) -> list[tuple[str, date]]:
        rota = Rota(problem=problem, assignments=problem.previous)
        own = {rule.id for rule in base().person_rules}
        return sorted((f.rule, f.on) for f in audit(rota, base()) if f.rule in own)

    twice = copied(month, 2 * len(month.mediators))
    assert findings(twice) == sorted(2 * findings(month))
    assert len(large.mediators) == 2 * len(month.mediators) + 1
    assert len({m.id for m in large.mediators}) == len(large.mediators)


@pytest.mark.long
def test_person_months_are_told_per_second_at_each_size(month: Problem) -> None:
    said: list[str] = []

    person_months(month, said.append, sizes=(6, 18))

    assert [re.findall(r"^ +(\d+) personnes-mois", line) for line in said] == [[], ["6"], ["18"]]
    assert "(1.00 fois la première taille)" in said[1]
    assert all("par seconde" in line and "fois plus vite" in line for line in said[1:])


@pytest.mark.long
def test_the_cost_of_an_edit_is_told_as_a_share_of_the_month(month: Problem) -> None:
    said: list[str] = []

    after_an_edit(month, said.append)

    [line] = said
    assert re.search(r"10 tirages, \d+ personnes\) : [\d.]+ % du contrôle du mois en médiane", line)
