"""Forbid posts while an apprentice's training centre teaches (L6222-24, L3162-2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.bans.taken_time import TakenTime
from scheduler.dated import Source, code
from scheduler.domain.duty import DutyKind
from scheduler.finding import Severity
from scheduler.rule import Lever

L6222_24 = code("L6222-24", "LEGIARTI000006904020")
L3162_2 = code("L3162-2", "LEGIARTI000006902787")


@dataclass(frozen=True, kw_only=True)
class TrainingOverlap(TakenTime):
    """
    A post shares no minute with a class; it may begin when the class ends.

    The rule applies to anyone who has a class, apprentice or not, because its hours are work done
    elsewhere. It doesn't count the way from the centre to the site.
    """

    id: ClassVar[str] = "apprentice_training_overlap"
    title: ClassVar[str] = "Pas d’affectation pendant les cours"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    taken: ClassVar[frozenset[DutyKind]] = frozenset({DutyKind.TRAINING})
    lever: ClassVar[Lever | None] = Lever.TRAINING
    sources: ClassVar[tuple[Source, ...]] = (L6222_24, L3162_2)
    sentence: ClassVar[str] = "{who} : {measured} d’affectation pendant les cours du {day}."


RULE = TrainingOverlap()
