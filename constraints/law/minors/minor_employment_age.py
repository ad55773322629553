"""Forbid work before sixteen, but to apprentices and in school holidays (L4153-1, L4153-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.exemptions import InspectorAnswer
from scheduler.domain.time import day_span
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.exemptions import HolidayJob
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L4153_1 = code("L4153-1", "LEGIARTI000037386047")
L6222_1 = code("L6222-1", "LEGIARTI000037385936")
L4153_3 = code("L4153-3", "LEGIARTI000006903181")
D4153_2 = code("D4153-2", "LEGIARTI000028058764")
D4153_3 = code("D4153-3", "LEGIARTI000018532736")
D4153_5 = Source("Code du travail", "D4153-5")
ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class EmploymentAge(PersonRule):
    """
    Nobody works before sixteen, save apprentices from fifteen on.

    An apprentice of fifteen must have completed the collège, which our data don't say: to
    confirm. From fourteen on, who isn't an apprentice may work in school holidays of fourteen days
    or more (L4153-3, D4153-2), which the inspecteur is asked fifteen days ahead (D4153-5). The
    inspecteur says yes, or nothing: silence of eight days is a yes (D4153-6), and has passed then.
    A yes makes up for a late request. That the work is light (D4153-4) is the inspecteur's to
    judge; another rule bounds its share of the holidays. Visits and internships (L4153-1 2°) aren't
    planned with this product. Age and contract are those of the working day.
    """

    id: ClassVar[str] = "minor_employment_age"
    title: ClassVar[str] = "Âge minimal"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (
        *(L4153_1, L6222_1, L4153_3, D4153_2, D4153_3),
        D4153_5,
    )
    unit: ClassVar[str] = "years"
    sentence: ClassVar[str] = "{who} a {measured} le {day} : l’emploi commence à {limit}."
    to_confirm: ClassVar[str] = (
        "{who} a {measured} le {day} : un apprentissage avant {limit} suppose le collège achevé, "
        "à confirmer."
    )

    lacking: ClassVar[str] = "{who} a {measured} le {day}, et l’emploi commence à {limit} : "

    youngest: Dated = legal("years", 16, L4153_1, name="âge minimal")
    youngest_apprentice: Dated = legal("years", 15, L6222_1, name="âge minimal d’un apprenti")
    youngest_in_holidays: Dated = legal(
        "years", 14, L4153_3, name="âge minimal en vacances scolaires"
    )
    holidays: Dated = legal("days", 14, D4153_2, name="durée des vacances, au moins")
    ahead: Dated = legal("days", 15, D4153_5, name="délai de la demande à l’inspecteur")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare the age on each working day with the minimum for the contract."""
        who = timeline.mediator
        for day in timeline.days:
            age, limit = who.age_on(day.day), self.youngest.on(day.day)
            if age is None or age >= limit or not timeline.judges(day_span(day.day)):
                continue
            barred = self.bars(who, day.day)
            sentence, source = (None, None) if barred else (self.to_confirm, L6222_1)
            if age >= self.youngest_in_holidays.on(day.day) and not who.apprentice_on(day.day):
                failings = [self._failing(job, day.day) for job in who.holiday_jobs]
                if None in failings:
                    continue
                for failing in filter(None, failings):
                    sentence, source = self.lacking + failing[0], failing[1]
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
                sentence=sentence,
                source=source,
            )

    def encode(self, model: PersonModel) -> None:
        """Forbid each duty before the birthday that opens work under the contract."""
        birth = model.mediator.birth
        if birth is None:
            return
        open_days = self._open_days(model)
        for duty, literal in model.working:
            if not duty.decided:
                continue
            day = duty.span.day
            least = self.youngest.on(day)
            if model.mediator.apprentice_on(day):
                least = self.youngest_apprentice.on(day)
            if (day.year - least, day.month, day.day) < (birth.year, birth.month, birth.day) and (
                day not in open_days
            ):
                model.model.forbid(model.claim(self.id, day_span(day)), literal)

    def _failing(self, job: HolidayJob, day: date) -> tuple[str, Source] | None:
        """Say why a request doesn't let work on a day, and by which article (None: it does)."""
        if not job.covers(day):
            return "aucune autorisation n’est demandée pour ce jour.", L4153_3
        school, least = job.break_on(day), self.holidays.on(day)
        if school is None:
            return "ce jour n’est pas en vacances scolaires.", D4153_2
        if (length := (school[1] - school[0]).days + 1) < least:
            return f"ces vacances durent {length} jours, au lieu de {least} au moins.", D4153_2
        return self._unanswered(job, day)

    def _unanswered(self, job: HolidayJob, day: date) -> tuple[str, Source] | None:
        """Say why the inspecteur doesn't let work on a day that was asked for (None: they do)."""
        granted, answered = job.answer is InspectorAnswer.GRANTED, job.answered
        if granted and answered is not None and day < answered:
            return f"l’inspecteur n’a donné son accord que le {answered:%d/%m/%Y}.", L4153_3
        if not granted and answered is not None and answered <= day:
            return f"l’inspecteur a refusé le {answered:%d/%m/%Y}.", L4153_3
        if granted or (job.since - job.requested).days >= (least := self.ahead.on(day)):
            return None
        return (
            f"sans accord, la demande du {job.requested:%d/%m/%Y} est à envoyer {least} jours au "
            f"moins avant le {job.since:%d/%m/%Y}."
        ), D4153_5

    def _open_days(self, model: PersonModel) -> frozenset[date]:
        """Return the days of the horizon on which work in school holidays is lawful."""
        who, birth = model.mediator, model.mediator.birth
        days: set[date] = set()
        for job in who.holiday_jobs:
            ahead = timedelta(days=self.ahead.on(job.since))
            opens, closes = job.since, job.until
            if job.answer is InspectorAnswer.GRANTED:
                opens = max(opens, job.answered or opens)
            elif job.requested + ahead > job.since:
                continue
            elif job.answered is not None:
                closes = min(closes, job.answered - ONE)
            for begins, ends in job.breaks:
                if ends - begins >= timedelta(days=self.holidays.on(begins) - 1):
                    first, last = max(opens, begins), min(closes, ends)
                    days |= {first + n * ONE for n in range((last - first).days + 1)}
        least = self.youngest_in_holidays.on(model.horizon.day)
        return frozenset(
            day
            for day in days
            if birth is not None
            and (day.year - least, day.month, day.day) >= (birth.year, birth.month, birth.day)
            and not who.apprentice_on(day)
        )

    def bars(self, who: Mediator, day: date) -> bool:
        """Whether the person is too young to work on `day` under the contract of that day."""
        age = who.age_on(day)
        limit = self.youngest_apprentice if who.apprentice_on(day) else self.youngest
        return age is not None and age < limit.on(day)


RULE = EmploymentAge()
