"""A new rule is its file and its test: nothing else of the product or of its tests is touched."""

import ast
import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAME = "invented_midnight_start"
COPIED = ("api", "calendars", "constraints", "docs", "fixtures", "scheduler", "tests")

RULE = '''"""Invented: a post that begins in the two hours after midnight holds 3 h 30 of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import HOURS, R3124_3
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import midnight_minute
from scheduler.evidence import Fact, Measure
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L9999_1 = code("L9999-1", "LEGIARTI999999999999")
TWO_HOURS = 2 * 60


@dataclass(frozen=True, kw_only=True)
class MidnightStart(PersonRule):
    """No post that begins in the two hours after midnight holds more work than the limit."""

    id: ClassVar[str] = "invented_midnight_start"
    title: ClassVar[str] = "Poste commencé après minuit"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L9999_1,)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_3, HOURS)
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    proof: ClassVar[Measure] = Measure.WORK
    matter: ClassVar[Matter] = Matter.OVERTIME
    sentence: ClassVar[str] = (
        "{who} : poste de {measured} commencé après minuit le {day}, au lieu de {limit} au plus."
    )

    longest: Dated = legal(
        "minutes",
        210,
        L9999_1,
        floor=180,
        extended_only=True,
        by=L9999_1,
        name="longueur d’un poste commencé après minuit",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare the work of each such post with the limit."""
        who = timeline.mediator
        for duty in timeline.working:
            day, limit = duty.span.day, self.longest.on(duty.span.day)
            after = duty.span.first - midnight_minute(day)
            if after >= TWO_HOURS or duty.work <= limit:
                continue
            if timeline.concerns(duty.span, (duty,)):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=duty.span,
                    measured=duty.work,
                    limit=limit,
                    duties=(duty,),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each such post that this rota may fill and that is too long."""
        for duty, literal in model.working:
            day = duty.span.day
            begins = duty.span.first < midnight_minute(day) + TWO_HOURS
            if duty.decided and begins and duty.work > self.longest.on(day):
                model.model.forbid(model.claim(self.id, duty.span), literal)


RULE = MidnightStart()
'''

TEST = """from __future__ import annotations

from datetime import date

from api.judging.case import Origin
from api.judging.foreign.case import Scope, case_of_files
from api.judging.judging import judge
from api.judging.report.report import ProofColumn
from api.judging.report.report import ReportedFinding, report
from api.judging.acknowledging import Answers
from api.judging.rules import without_house
from constraints.law.rests.invented_midnight_start import RULE
from constraints.registry import base, profile_of
from scheduler.domain.employment.employer import Employer, Matter
from scheduler.finding import Verdict
from tests.api.judging.samples import JUNE, PLACES, duty, reading, shift
from tests.constraints.agreements.make import dated, refusals, term
from tests.constraints.law.make import duty as worked
from tests.constraints.law.make import audited, facts, timeline
from tests.constraints.small import opinion_on

DAY = date(2026, 6, 15)


def reported(pause: int | None) -> ReportedFinding:
    read = reading(shift("ada", duty(JUNE, "00:05-03:36", pause=pause), 1))
    origin = Origin(name="juin.xlsx", digest="0" * 64, counts=read.counts)
    case = case_of_files([(origin, read)], without_house(base()), Scope(), PLACES)
    judged = judge(case.facts, case.profile, case.mediators)
    findings = [finding for person in judged for finding in person.findings]
    made = report(case, findings, Answers())
    [finding] = [finding for finding in made.findings if finding.rule.id == RULE.id]
    return finding


def test_three_hours_and_a_half_are_lawful_and_a_minute_more_is_not() -> None:
    assert audited(RULE, timeline(worked("2026-06-15 01:59 05:29"))) == []
    assert facts(audited(RULE, timeline(worked("2026-06-15 01:59 05:30")))) == [
        ("2026-06-15", 211, 210, 1)
    ]


def test_a_post_that_begins_at_two_is_no_such_post() -> None:
    assert audited(RULE, timeline(worked("2026-06-15 02:00 07:00"))) == []


def test_a_report_proves_it_and_tells_its_sanction() -> None:
    finding = reported(pause=0)

    assert finding.finding.verdict is Verdict.VIOLATION
    assert (finding.proof.how, finding.proof.total) == (ProofColumn.WORK, 211)
    assert finding.penalty is not None
    assert "R3124-3" in finding.penalty.text


def test_breaks_that_a_file_does_not_tell_make_it_to_confirm() -> None:
    assert reported(pause=None).finding.verdict is Verdict.TO_CONFIRM


def test_an_agreement_goes_as_far_as_the_rule_says() -> None:
    profile = profile_of((), (term("invented_midnight_start.longest", 180),))

    assert dated(profile, "invented_midnight_start.longest").on(DAY) == 180
    assert len(refusals([term("invented_midnight_start.longest", 179)])) == 1


def test_an_opinion_of_the_cse_on_it_counts_for_its_matter() -> None:
    employer = Employer(opinions=(opinion_on("invented_midnight_start", DAY),))

    assert employer.heard_on(Matter.OVERTIME, DAY) is not None
"""

#: Folders of tests in which a rule may be seen, each whole: `make prove` runs them.
FOLDERS = (
    "tests/constraints",
    "tests/scheduler",
    "tests/calendars",
    "tests/api/judging",
    "tests/api/export",
    "tests/api/data",
)
#: Those of which the files that reach the registry see it best; they take half a minute.
SEEING = (
    "tests/constraints",
    "tests/api/cli/test_app.py",
    "tests/api/data/building",
    "tests/api/french",
    "tests/api/judging",
)
#: What judges or counts whole months over and over: `make prove` alone runs it.
AT_LENGTH = (
    "tests/api/judging/test_reaudit.py",
    "tests/constraints/counters/test_minute_by_minute.py",
)
MARKS = "not postgresql and not lengthy and not browser"
#: What judges by each rule or goal and reads that one alone, which no other may import: left
#: out for all but the new one. And the contracts' violations, which take a copy each.
OF_OTHERS = (
    "test_encoding_and_audit_agree_on_any_rota",
    "test_they_agree_where_some_hold_slots_whatever_is_decided",
    "test_the_contract_kills",
    "test_audit_and_encoding_reach_no_function_in_common",
    "test_the_cost_of_a_rota_is_its_measure",
    "test_the_bill_names_everyone_who_pays",
    "test_what_others_hold_changes_nobodys_own_price",
    "test_each_contract_and_no_other_sees_its_violation",
)
SHORT = (
    f"tests/constraints/law/rests/test_{NAME}.py",
    "tests/constraints/test_named_by_id.py",
    "tests/constraints/test_registry.py",
    "tests/constraints/test_contract.py",
    "tests/api/french/test_words.py",
)


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def reach_rules(paths: Iterable[Path]) -> list[str]:
    """Return the files of tests that import the registry, or a module of `api` that does."""
    finders = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "api").rglob("*.py")
        if "constraints.registry" in imports(path)
    }
    return [
        path.relative_to(ROOT).as_posix()
        for path in sorted(paths)
        if any(name in finders or name.startswith("constraints.registry") for name in imports(path))
    ]


def seeing() -> list[str]:
    """Return the files that see every rule by itself, and take half a minute together."""
    paths = {
        path
        for name in SEEING
        for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("test_*.py"))
    }
    return [name for name in reach_rules(paths) if name not in AT_LENGTH]


def everywhere() -> list[str]:
    """Return all suites that may see a rule: whole folders, and what reaches rules elsewhere."""
    others = {
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if not any(path.is_relative_to(ROOT / folder) for folder in FOLDERS)
    }
    return [*FOLDERS, *reach_rules(others)]


def compiled(folder: Path) -> Path | None:
    """Return where what is compiled of a folder lies, if that is apart from the folder."""
    return Path(sys.pycache_prefix, *folder.parts[1:]) if sys.pycache_prefix else None


def with_the_rule(folder: Path) -> Path:
    """
    Make a copy of the product and of its tests, with the invented rule in it.

    What is compiled comes along where it lies apart: it is valid by the age and size of its source,
    and compiling all again takes as long as half of the tests.
    """
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        before, after = compiled(ROOT / name), compiled(folder / name)
        if before and after and before.is_dir():
            shutil.copytree(before, after)
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md", "Makefile"):
        shutil.copy(ROOT / name, folder)
    (folder / f"constraints/law/rests/{NAME}.py").write_text(RULE, "utf-8")
    (folder / f"tests/constraints/law/rests/test_{NAME}.py").write_text(TEST, "utf-8")
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Lend a copy of the product and of its tests, with the invented rule in it."""
    folder = with_the_rule(tmp_path_factory.mktemp("house"))
    yield folder
    apart = compiled(folder)
    if apart:
        shutil.rmtree(apart, ignore_errors=True)


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


def suite(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run tests of the copy, of all rules together and of the new one alone."""
    chosen = f"{NAME} or not ({' or '.join(OF_OTHERS)})"
    return run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen, *words)


@pytest.mark.long
def test_a_new_rule_needs_no_other_file_of_its_own_suites(house: Path) -> None:
    done = suite(house, "-n0", *SHORT)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.lengthy
def test_a_new_rule_needs_no_other_file_of_the_suites_that_reach_rules(house: Path) -> None:
    """
    Run the tests that find rules by folder, as the registry alone does.

    A test that doesn't reach the registry knows the rules that it names, and no other one. Those of
    commands, documents and the service reach it from afar, and see a rule by the findings of the
    months that they plan or judge: the invented rule judges posts begun between midnight and 02:00,
    and the test below holds that no template has one. `make prove ARGS="--part regle"` runs these
    too, in some minutes.
    """
    done = suite(house, "-n2", "--dist=worksteal", "-m", MARKS, *seeing())

    assert done.returncode == 0, done.stdout + done.stderr


def test_other_suites_hold_no_post_that_the_new_rule_judges() -> None:
    """They see rules by the findings of months, made of templates: none begins so early."""
    begins = {
        row["debut"]
        for path in (ROOT / "fixtures").rglob("gabarits.csv")
        for row in csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    }

    assert "14:00" in begins
    assert [clock for clock in begins if clock < "02:00"] == []


@pytest.mark.long
def test_a_new_rule_is_listed_with_its_own_words(house: Path) -> None:
    done = run(house, "-c", "import api.cli; api.cli.main()", "rules", "--date", "01/10/2026")

    assert done.returncode == 0, done.stderr
    assert "Poste commencé après minuit" in done.stdout
    assert "longueur d’un poste commencé après minuit : 3 h 30" in done.stdout
