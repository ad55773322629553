"""An audit made by hand for its documents: a night worker, a long day, an absence, a part-timer."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from api.export.audit.evidence import Pack
from api.judging.acknowledging import Answers
from api.judging.case import Origin
from api.judging.foreign.case import Scope, case_of_files
from api.judging.judging import judge
from api.judging.report.report import Report, report
from api.judging.rules import without_house
from constraints.counters.count import counters
from constraints.registry import base
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span
from tests.api.judging.samples import ADA, BRICE, JUNE, PLACES, duty, reading, shift

DAY = timedelta(days=1)
MADE = date(2026, 7, 1)
FRIDAY = JUNE + 4 * DAY
SICK = Absence(
    mediator="ada", span=days_span(JUNE + 9 * DAY, JUNE + 10 * DAY), kind=AbsenceKind.SICK
)


@dataclass(frozen=True)
class Audited:
    """A report and the pack of each person."""

    report: Report
    packs: dict[str, Pack]


@cache
def audited() -> Audited:
    """
    Audit two weeks of June 2026.

    Ada works from Monday to Thursday, ten hours and a minute on Monday, and Friday night without a
    break; then two days off sick. Brice works three days.
    """
    ada = [
        shift("ada", duty(JUNE, "08:00-19:01", site="quai", dispositif="parc"), 2),
        *(
            shift("ada", duty(JUNE + n * DAY, site="quai", dispositif="parc"), 2 + n)
            for n in (1, 2, 3)
        ),
        shift("ada", duty(FRIDAY, "21:30-06:00", pause=0, dispositif="parc"), 6),
        shift("ada", duty(JUNE + 7 * DAY), 7),
        shift("ada", duty(JUNE + 13 * DAY, "09:00-12:00", pause=0), 8),
    ]
    brice = [shift("brice", duty(JUNE + n * DAY), 20 + n) for n in range(3)]
    read = reading(*ada, *brice)
    origin = Origin(name="juin.xlsx", digest="ab" * 32, counts=read.counts)
    places = replace(PLACES, absences=(SICK,))
    case = case_of_files([(origin, read)], without_house(base()), Scope(), places)
    findings = [
        f for person in judge(case.facts, case.profile, case.mediators) for f in person.findings
    ]
    made = report(case, findings, Answers())
    packs = {}
    for who in (ADA, BRICE):
        timeline = case.facts.timeline(case.facts.problem.mediator_of[who.id])
        packs[who.id] = Pack(
            case=case,
            timeline=timeline,
            findings=made.by_subject.get(who.id, ()),
            counters=counters(timeline, case.profile.rules_of(who)),
            made=MADE,
        )
    return Audited(made, packs)
