"""Bound a day to two periods of work, exceptionally three (ALISFA, IV-1.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.work_periods import WorkPeriods
from constraints.agreements.texts import alisfa
from scheduler.dated import Dated


@dataclass(frozen=True, kw_only=True)
class AlisfaPeriods(WorkPeriods):
    """« La journée s'effectue en 1 ou 2 périodes, exceptionnellement en 3 périodes »."""

    id: ClassVar[str] = "ccn_alisfa_work_periods"
    title: ClassVar[str] = "ALISFA : deux périodes de travail par jour"

    usual: Dated = agreed("times", 2, alisfa("IV-1.3.1"), floor=1, name="maximum habituel")
    most: Dated = agreed("times", 3, alisfa("IV-1.3.1"), floor=1, name="nombre maximal")


RULE = AlisfaPeriods()
