"""Require forty-five minutes of rest inside each working day, however short (ECLAT, 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.day_cut import DayCut
from constraints.agreements.texts import eclat
from scheduler.dated import Dated
from scheduler.evidence import Fact


@dataclass(frozen=True, kw_only=True)
class EclatBreak(DayCut):
    """
    « Quelle que soit sa durée, la journée est coupée par un repos minimum de 45 minutes ».

    Read literally, the article asks for a rest even in two hours at a school crossing. Whether it
    applies to a day worked in one stretch, shorter than the six hours after which the Code itself
    asks for a break, isn't settled.
    """

    id: ClassVar[str] = "ccn_eclat_break_45min"
    title: ClassVar[str] = "ECLAT : journée coupée par 45 minutes de repos"
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.BREAK,)
    brief: ClassVar[int] = 6 * 60

    pause: Dated = agreed("minutes", 45, eclat("5.3"), floor=0, name="pause")


RULE = EclatBreak()
