"""Whether the suite sees a bug: what its oracles say of an audit, one by one, until one objects."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constraints.registry import base
from scheduler.rule import PersonRule
from tests.constraints.agreement import accepts, clean
from tests.constraints.drawn import drawn_rota
from tests.constraints.law.cases import CASES, check, rule_of
from tests.constraints.law.test_cases import MORE
from tests.constraints.mutants import forbids_nothing
from tests.constraints.planted.loading import install, installed
from tests.prove.compare import confirmed
from tests.prove.drawn import drawn_month
from tests.prove.faults import COVERED, faults
from tests.prove.rows import cases_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.domain.rota import Rota
    from scheduler.domain.timeline import Timeline
    from scheduler.rule import Rule
    from tests.constraints.planted.planting import Bug
    from tests.prove.faults import Fault
    from tests.prove.minutes import Case

#: How many drawn rotas, and random months, an audit is asked about; seconds for all of them.
ROTAS, MONTHS, SECONDS = 120, 60, 20
TESTS = Path(__file__).parents[1]


class TooLongError(Exception):
    """A loop that a bug keeps from ending."""


def true_rule(module: str) -> Rule:
    return next(rule for rule in base().rules if type(rule).__module__ == module)


@cache
def worked_cases(module: str) -> tuple[dict[str, Any], ...]:
    """Return the cases of a rule with the values of the Code."""
    rule = true_rule(module)
    return tuple(case for case in (*CASES, *MORE) if rule_of(case) == rule)


@cache
def drawn(module: str) -> tuple[tuple[Rota, bool], ...]:
    """Return rotas on the rule's limits, and whether its encoding accepts them."""
    rule = true_rule(module)
    if not isinstance(rule, PersonRule) or forbids_nothing(rule):
        return ()
    rotas = [drawn_rota(rule, seed) for seed in range(ROTAS)]
    return tuple((rota, accepts(rule, rota)) for rota in rotas)


@cache
def months() -> tuple[tuple[Timeline, Case, tuple[Fault, ...]], ...]:
    """Return random months, and what is unlawful in them by the minute."""
    found = []
    for seed in range(MONTHS):
        rota = drawn_month(seed)
        [who] = rota.problem.mediators
        case = cases_of(rota)[who.id]
        found.append((rota.timeline(who), case, tuple(faults(case))))
    return tuple(found)


def objections(rule: Any, module: str) -> Iterator[str]:
    """Yield each oracle that sees that an audit is not the rule's."""
    for told in worked_cases(module):
        try:
            check(rule, told)
        except AssertionError:
            yield "a worked case"
    for rota, lawful in drawn(module):
        if clean(rule, rota) != lawful:
            yield "the encoding"
    if rule.id in COVERED:
        for timeline, case, found in months():
            if confirmed(timeline, case, {rule.id: rule}, found).wrong:
                yield "the check by the minute"


@cache
def warm(module: str) -> None:
    """Ask the oracles of the true rule: they have no objection."""
    assert list(objections(true_rule(module), module)) == []


def killer(bug: Bug, module: str) -> str | None:
    """Return which oracle sees the bug in a rule's audit (None: none does)."""
    warm(module)
    try:
        with _limited(SECONDS), installed(bug, module) as made:
            return next(objections(made.RULE, module), None)
    except TooLongError:
        return "a loop without end"
    except Exception:  # noqa: BLE001 - whatever a bug may raise
        return "a failure"


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Stop what lasts too long."""

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@cache
def files_of(module: str) -> tuple[str, ...]:
    """Return the test files that name the module."""
    return tuple(
        str(path)
        for path in sorted(TESTS.rglob("test_*.py"))
        if f"{module} import" in path.read_text("utf-8")
    )


def tests_fail(bug: Bug | None, module: str) -> bool:
    """Whether the test files of the rule, or of what it shares, fail with the bug in place."""
    files = {*files_of(module), *(() if bug is None else files_of(bug.module))}
    return _in_child(lambda: _run(bug, module, sorted(files)))


def _run(bug: Bug | None, module: str, files: list[str]) -> int:
    install(bug, module)
    base.cache_clear()
    for one in [name for name in sys.modules if name.startswith("tests.")]:
        del sys.modules[one]
    options = ["-q", "-x", "-n0", "-p", "no:cacheprovider", "--assert=plain"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return int(pytest.main([*options, *files]))


def _in_child(work: Callable[[], int]) -> bool:
    """Whether some work fails, or never ends, in a child process."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(120)
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return status != 0
