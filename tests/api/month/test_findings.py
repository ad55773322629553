from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.database.engine import reading
from api.ledger.history import whole
from api.month.findings import after_edit
from api.month.frames import frame_of
from api.month.places.drafts import draft
from scheduler.audit import audit
from scheduler.domain.employer import Employer
from scheduler.domain.problem import Assignment
from tests.api.month.cases import ADA, BRICE, MONDAY, NOW, TUESDAY, begun, imported

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from scheduler.finding import Finding

POSTING = "schedule_posting"


def facts_of(findings: list[Finding]) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.message) for finding in findings)


def test_what_bears_on_the_whole_month_is_judged_again_by_each_edit(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))
    with reading(sqlite_engine) as session:
        association = replace(whole(session), employer=Employer(declared=True, headcount=60))
        frame = frame_of(association, draft(session, rota), NOW)
    elsa = Assignment("elsa", TUESDAY)
    pair, three = frozenset({ADA, BRICE}), frozenset({ADA, BRICE, elsa})

    first = after_edit(frame, frozenset(), pair)
    second = after_edit(frame, pair, three)

    assert [(item.on.isoformat(), item.measured) for item in first if item.rule == POSTING] == [
        (MONDAY[-10:], 2)
    ]
    assert [item.measured for item in second if item.rule == POSTING] == [3]
    assert facts_of(second) == facts_of(audit(frame.rota(three), frame.profile))
