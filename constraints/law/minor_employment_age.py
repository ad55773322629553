"""Forbid work before sixteen, or fifteen for apprentices (âge minimal, L4153-1, L6222-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import day_span
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L4153_1 = code("L4153-1", "LEGIARTI000037386047")
L6222_1 = code("L6222-1", "LEGIARTI000037385936")
L4153_3 = code("L4153-3", "LEGIARTI000006903181")
D4153_2 = code("D4153-2", "LEGIARTI000028058764")
D4153_3 = code("D4153-3", "LEGIARTI000018532736")


@dataclass(frozen=True, kw_only=True)
class EmploymentAge(PersonRule):
    """
    Nobody works before sixteen, save apprentices from fifteen on.

    An apprentice of fifteen must have completed the collège, which our data don't say: to
    confirm. Visits, internships and holiday work with the inspector's leave (L4153-1 2°,
    L4153-3) aren't planned with this product. Age and contract are those of the working day.
    """

    id: ClassVar[str] = "minor_employment_age"
    title: ClassVar[str] = "Âge minimal"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (L4153_1, L6222_1, L4153_3, D4153_2, D4153_3)
    unit: ClassVar[str] = "years"
    sentence: ClassVar[str] = "{who} a {measured} le {day} : l'emploi commence à {limit}."
    to_confirm: ClassVar[str] = (
        "{who} a {measured} le {day} : un apprentissage avant {limit} suppose le collège achevé, "
        "à confirmer."
    )

    youngest: Dated = legal("years", 16, L4153_1, name="âge minimal")
    youngest_apprentice: Dated = legal("years", 15, L6222_1, name="âge minimal d’un apprenti")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare the age on each working day with the minimum for the contract."""
        who = timeline.mediator
        for day in timeline.days:
            age, limit = who.age_on(day.day), self.youngest.on(day.day)
            if age is None or age >= limit or not timeline.judges(day_span(day.day)):
                continue
            barred = self.bars(who, day.day)
            if barred and who.apprentice_on(day.day):
                limit = self.youngest_apprentice.on(day.day)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=day.day,
                span=day.span,
                measured=age,
                limit=limit,
                duties=day.duties,
                verdict=Verdict.VIOLATION if barred else Verdict.TO_CONFIRM,
                sentence=None if barred else self.to_confirm,
                source=None if barred else L6222_1,
            )

    def encode(self, model: PersonModel) -> None:
        """Forbid each duty before the birthday that opens work under the contract."""
        birth = model.mediator.birth
        if birth is None:
            return
        for duty, literal in model.working:
            if not duty.decided:
                continue
            day = duty.span.day
            least = self.youngest.on(day)
            if model.mediator.apprentice_on(day):
                least = self.youngest_apprentice.on(day)
            if (day.year - least, day.month, day.day) < (birth.year, birth.month, birth.day):
                model.model.forbid(model.claim(self.id, day_span(day)), literal)

    def bars(self, who: Mediator, day: date) -> bool:
        """Whether the person is too young to work on `day` under the contract of that day."""
        age = who.age_on(day)
        limit = self.youngest_apprentice if who.apprentice_on(day) else self.youngest
        return age is not None and age < limit.on(day)


RULE = EmploymentAge()
