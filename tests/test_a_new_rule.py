"""A new rule is its file and its test: nothing else of the product or of its tests is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
NAME = "invented_short_day"
INDEPENDENCE = "tests/constraints/test_independence.py"
COPIED = ("api", "calendars", "constraints", "fixtures", "scheduler", "tests")

RULE = '''"""Invented: nobody works more than five hours and a half from midnight to midnight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.texts import HOURS, R3124_3
from constraints.sanctions.sanction import Sanction
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employer import Matter
from scheduler.domain.time import day_of, day_span
from scheduler.domain.timeline import split_by_day
from scheduler.evidence import Fact, Measure
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel, Terms

L9999_1 = code("L9999-1", "LEGIARTI999999999999")


@dataclass(frozen=True, kw_only=True)
class ShortDay(PersonRule):
    """No civil day holds more work than the limit."""

    id: ClassVar[str] = "invented_short_day"
    title: ClassVar[str] = "Journée courte"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L9999_1,)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_3, HOURS)
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    proof: ClassVar[Measure] = Measure.WORK
    matter: ClassVar[Matter] = Matter.OVERTIME
    sentence: ClassVar[str] = "{who} : {measured} de travail le {day}, au lieu de {limit} au plus."

    shortness: Dated = legal(
        "minutes",
        330,
        L9999_1,
        floor=300,
        extended_only=True,
        by=L9999_1,
        name="longueur d’une journée courte",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each civil day's work with the limit."""
        who = timeline.mediator
        for day, minutes in sorted(timeline.minutes_by_day.items()):
            limit, duties = self.shortness.on(day), timeline.duties_in(day_span(day))
            if minutes > limit and timeline.concerns(day_span(day), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=day_span(day),
                    measured=minutes,
                    limit=limit,
                    duties=duties,
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each civil day that this rota may fill."""
        table: dict[date, Terms] = {}
        for duty, literal in model.working:
            for day, minutes in split_by_day(duty):
                if day >= day_of(model.horizon.first):
                    table.setdefault(day, []).append((minutes, literal))
        for day, terms in table.items():
            limit = self.shortness.on(day)
            if sum(minutes for minutes, _ in terms) > limit:
                claim = model.claim(self.id, day_span(day))
                model.model.at_most(claim, terms, limit)


RULE = ShortDay()
'''

TEST = """from __future__ import annotations

from datetime import date

from api.judging.case import Origin
from api.judging.foreign.case import Scope, case_of_files
from api.judging.judging import judge
from api.judging.report.proof import How
from api.judging.report.report import ReportedFinding, report
from api.judging.acknowledging import Answers
from api.judging.rules_in_force import without_house
from constraints.law.invented_short_day import RULE
from constraints.registry import base, profile_of
from scheduler.domain.employer import Employer, Matter
from scheduler.finding import Verdict
from tests.api.judging.samples import JUNE, PLACES, duty, reading, shift
from tests.constraints.agreements.make import dated, refusals, term
from tests.constraints.law.make import duty as worked
from tests.constraints.law.make import audited, facts, timeline
from tests.constraints.small import opinion_on

DAY = date(2026, 6, 15)


def reported(pause: int | None) -> ReportedFinding:
    read = reading(shift("ada", duty(JUNE, "08:00-13:31", pause=pause), 1))
    origin = Origin(name="juin.xlsx", digest="0" * 64, counts=read.counts)
    case = case_of_files([(origin, read)], without_house(base()), Scope(), PLACES)
    judged = judge(case.facts, case.profile, case.mediators)
    findings = [finding for person in judged for finding in person.findings]
    made = report(case, findings, Answers())
    [finding] = [finding for finding in made.findings if finding.rule.id == RULE.id]
    return finding


def test_five_hours_and_a_half_are_lawful_and_a_minute_more_is_not() -> None:
    assert audited(RULE, timeline(worked("2026-06-15 08:00 13:30"))) == []
    assert facts(audited(RULE, timeline(worked("2026-06-15 08:00 13:31")))) == [
        ("2026-06-15", 331, 330, 1)
    ]


def test_a_report_proves_it_and_tells_its_sanction() -> None:
    finding = reported(pause=0)

    assert finding.finding.verdict is Verdict.VIOLATION
    assert (finding.proof.how, finding.proof.total) == (How.WORK, 331)
    assert finding.penalty is not None
    assert "R3124-3" in finding.penalty.text


def test_breaks_that_a_file_does_not_tell_make_it_to_confirm() -> None:
    assert reported(pause=None).finding.verdict is Verdict.TO_CONFIRM


def test_an_agreement_goes_as_far_as_the_rule_says() -> None:
    profile = profile_of((), (term("invented_short_day.shortness", 300),))

    assert dated(profile, "invented_short_day.shortness").on(DAY) == 300
    assert len(refusals([term("invented_short_day.shortness", 299)])) == 1


def test_an_opinion_of_the_cse_on_it_counts_for_its_matter() -> None:
    employer = Employer(opinions=(opinion_on("invented_short_day", DAY),))

    assert employer.heard_on(Matter.OVERTIME, DAY) is not None
"""

#: What knows rules, of all the product's tests: in one process, as each costs seconds to begin.
SUITES = (
    f"tests/constraints/law/test_{NAME}.py",
    "tests/constraints/law/test_catalogue.py",
    "tests/constraints/law/test_forms.py",
    "tests/constraints/law/test_penalties.py",
    "tests/constraints/agreements/in_force/test_bounds.py",
    "tests/constraints/test_named_by_id.py",
    "tests/constraints/test_registry.py",
    "tests/test_architecture.py::test_every_rule_and_goal_has_its_own_test_file",
    "tests/test_architecture.py::test_every_file_of_constraints_offers_one_rule_or_goals_of_one_kind",
    "tests/test_architecture.py::test_every_rule_of_law_cites_its_articles",
    "tests/test_architecture.py::test_the_base_profile_holds_all_that_the_folders_hold",
    "tests/test_architecture.py::test_every_rule_of_law_is_in_the_file_of_its_id",
    f"tests/constraints/test_contract.py::test_encoding_and_audit_agree_on_any_rota[{NAME}]",
    f"{INDEPENDENCE}::test_audit_and_encoding_reach_no_function_in_common[{NAME}]",
    f"{INDEPENDENCE}::test_every_rule_is_looked_at",
    "tests/api/french/test_words.py",
    "tests/api/judging/test_missing_facts.py",
    "tests/api/judging/report",
    "tests/api/cli/test_app.py::test_every_rule_is_listed_with_its_value_article_and_address",
    "tests/api/cli/test_app.py::test_values_are_named_in_french",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the product and of its tests, with the invented rule in it."""
    folder = tmp_path_factory.mktemp("house")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    (folder / f"constraints/law/{NAME}.py").write_text(RULE, "utf-8")
    (folder / f"tests/constraints/law/test_{NAME}.py").write_text(TEST, "utf-8")
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, which stands before the installed product."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "CONTRACT_EXAMPLES": "30"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_new_rule_needs_no_other_file(house: Path) -> None:
    done = run(house, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", *SUITES)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_rule_is_listed_with_its_own_words(house: Path) -> None:
    done = run(house, "-c", "import api.cli; api.cli.main()", "rules", "--date", "01/10/2026")

    assert done.returncode == 0, done.stderr
    assert "Journée courte" in done.stdout
    assert "longueur d’une journée courte : 5 h 30" in done.stdout
