"""List what the law threatens for breaking a rule, in the words of its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import ADMINISTRATIVE, L8115_3
from constraints.sanctions.texts import ARTICLES
from scheduler.dated import Dated, Source, code
from scheduler.finding import Effect, Severity
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

R3124_1 = code("R3124-1", "LEGIARTI000033471471")


@dataclass(frozen=True, kw_only=True)
class Penalties(TeamRule):
    """
    The administrative fine, shown with each finding beside its rule's sanctions.

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

    administrative: Dated = ADMINISTRATIVE

    def audit(self, rota: Rota) -> Iterator[Finding]:  # noqa: ARG002
        """Find nothing: sanctions are shown with the findings of other rules."""
        return iter(())

    def encode(self, model: RotaModel) -> None:
        """Post nothing: a sanction forbids nothing by itself."""


RULE = Penalties()
