"""Bound a day that isn't continuous to two periods of work (Missions locales, 5.1.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.work_periods import WorkPeriods
from constraints.agreements.texts import missions_locales
from scheduler.dated import Dated


@dataclass(frozen=True, kw_only=True)
class MissionsLocalesPeriods(WorkPeriods):
    """« La durée quotidienne ne peut être fractionnée en plus de deux périodes »."""

    id: ClassVar[str] = "ccn_missions_locales_work_periods"
    title: ClassVar[str] = "Missions locales : deux périodes de travail par jour"

    usual: Dated = agreed("times", 2, missions_locales("5.1.2.3"), floor=1, name="maximum habituel")
    most: Dated = agreed("times", 2, missions_locales("5.1.2.3"), floor=1, name="nombre maximal")


RULE = MissionsLocalesPeriods()
