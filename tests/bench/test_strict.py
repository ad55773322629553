"""The consultant's model plans lawful rotas, within the time that it is given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from constraints.registry import base
from fixtures.drawing import ward
from scheduler.audit import audit
from scheduler.domain.rota import Rota
from tests.bench.plain import solve_plain
from tests.bench.strict import strict

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.long
def test_a_ward_is_planned_lawfully_in_the_time_it_is_given(tmp_path: Path) -> None:
    folder = ward.write(tmp_path / "ward", people=20)
    problem = assemble(load(folder), date(2027, 2, 1), date(2027, 2, 14))

    result = solve_plain(problem, base(), 3.0, strict)

    assert result.seconds < 5
    assert len(result.assignments) > 100
    assert result.tiers is not None
    assert [tier for tier, _ in result.tiers] == [1, 2, 3, 4, 5, 6, 7, 8]
    findings = audit(Rota(problem=problem, assignments=result.assignments), base())
    assert [finding for finding in findings if finding.blocks] == []
