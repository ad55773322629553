"""Sanctions : what the law threatens for breaking a rule, in the words of the texts that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints.sanction_texts import ARTICLES
from constraints.sanctions import Penalty, Sanction
from scheduler.dated import Dated, Source, code, legal
from scheduler.finding import Effect, Severity
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel
    from scheduler.rule import Rule

R3124_1 = code("R3124-1", "LEGIARTI000033471471")
L8115_3 = code("L8115-3", "LEGIARTI000037388958")


@dataclass(frozen=True, kw_only=True)
class Penalties(TeamRule):
    """
    The administrative fine, told with each finding beside its rule's sanctions: see `penalty_of`.

    It judges nothing of a rota, hence finds nothing.
    """

    id: ClassVar[str] = "penalties"
    title: ClassVar[str] = "Sanctions"
    severity: ClassVar[Severity] = Severity.PROCEDURAL
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (
        R3124_1,
        *ARTICLES,
        L8115_3,
    )
    unit: ClassVar[str] = "euros"
    sentence: ClassVar[str] = "{who} : amende administrative de {limit} au plus."

    administrative: Dated = legal("euros", 4000, L8115_3, since=date(2018, 9, 7))

    def penalty_of(self, rule: Rule, day: date) -> Penalty | None:
        """Return what breaking a rule on `day` exposes to (None: nothing in the texts read)."""
        texts = tuple(s for s in rule.sanctions if isinstance(s, Sanction) and s.holds_on(day))
        if not texts:
            return None
        most = self.administrative.on(day) if any(s.point for s in texts) else 0
        return Penalty(rule=rule.id, sanctions=texts, administrative_max=most)

    def audit(self, rota: Rota) -> Iterator[Finding]:  # noqa: ARG002
        """Find nothing: sanctions are told with the findings of other rules."""
        return iter(())

    def encode(self, model: RotaModel) -> None:
        """Post nothing: a sanction forbids nothing by itself."""


RULE = Penalties()


def penalty_of(rule: Rule, day: date) -> Penalty | None:
    """Return what breaking a rule on `day` exposes to (None: nothing in the texts read)."""
    return RULE.penalty_of(rule, day)
