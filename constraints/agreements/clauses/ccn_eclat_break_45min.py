"""ECLAT : forty-five minutes of rest cut each working day, however short (5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.day_cut import DayCut
from constraints.agreements.texts import eclat
from scheduler.dated import Dated


@dataclass(frozen=True, kw_only=True)
class EclatBreak(DayCut):
    """« Quelle que soit sa durée, la journée est coupée par un repos minimum de 45 minutes »."""

    id: ClassVar[str] = "ccn_eclat_break_45min"
    title: ClassVar[str] = "ECLAT : journée coupée par 45 minutes de repos"

    pause: Dated = agreed("minutes", 45, eclat("5.3"), floor=0)


RULE = EclatBreak()
