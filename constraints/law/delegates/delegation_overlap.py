"""Forbid posts while a representative is on the mandate (L2315-7, L2315-10, L2315-11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.bans.taken_time import TakenTime
from scheduler.dated import Source
from scheduler.domain.duty import MANDATE, DutyKind
from scheduler.finding import Severity

L2315_7 = Source("Code du travail", "L2315-7")
L2315_10 = Source("Code du travail", "L2315-10")
L2315_11 = Source("Code du travail", "L2315-11")


@dataclass(frozen=True, kw_only=True)
class DelegationOverlap(TakenTime):
    """
    A post shares no minute with the time of a mandate; it may begin when that ends.

    The employer leaves representatives the time that they need for it (L2315-7), which is work by
    law and paid when due (L2315-10), meetings that the employer calls too (L2315-11). Hence a shift
    of which a part was spent on the mandate is entered without it: else both would count as work.
    """

    id: ClassVar[str] = "delegation_overlap"
    title: ClassVar[str] = "Pas d’affectation pendant un mandat"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    taken: ClassVar[frozenset[DutyKind]] = MANDATE
    sources: ClassVar[tuple[Source, ...]] = (L2315_7, L2315_10, L2315_11)
    sentence: ClassVar[str] = (
        "{who} : {measured} d’affectation pendant le temps de mandat du {day}."
    )


RULE = DelegationOverlap()
