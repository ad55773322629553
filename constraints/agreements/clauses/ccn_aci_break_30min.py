"""Require thirty minutes of rest inside each working day (ACI, title VII, section 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.day_cut import DayCut
from constraints.agreements.texts import aci
from scheduler.dated import Dated
from scheduler.evidence import Fact


@dataclass(frozen=True, kw_only=True)
class AciBreak(DayCut):
    """« La journée de travail est coupée par un repos minimum de 30 minutes »."""

    id: ClassVar[str] = "ccn_aci_break_30min"
    title: ClassVar[str] = "ACI : journée coupée par 30 minutes de repos"
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.BREAK,)

    pause: Dated = agreed("minutes", 30, aci("VII-s10"), floor=0, name="pause")


RULE = AciBreak()
