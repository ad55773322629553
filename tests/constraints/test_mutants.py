"""The contract test kills seeded bugs: in each, encoding or audit is wrong in one small way."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

import constraints.law
from constraints.registry import found
from scheduler.dated import Dated, Since
from scheduler.rule import PersonRule
from tests.constraints.drawn import rotas
from tests.constraints.test_contract import accepts, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding

TRIES = int(os.environ.get("MUTANT_EXAMPLES", "600"))
RULES = {r.id: r for r in found(constraints.law) if isinstance(r, PersonRule)}


class Mutant:
    """A rule whose encoding or audit is replaced; everything else is the rule's own."""

    def __init__(self, rule: PersonRule, **wrong: Callable[..., Any]) -> None:
        self.rule = rule
        self.wrong = wrong

    def __getattr__(self, name: str) -> Any:
        return self.wrong.get(name) or getattr(self.rule, name)


PersonRule.register(Mutant)


def shifted(rule: PersonRule, name: str, by: int) -> PersonRule:
    """Return the rule with one parameter a little off."""
    value: Dated = getattr(rule, name)
    history = tuple(Since(s.day, s.value + by, s.source) for s in value.history)
    return replace(rule, **{name: replace(value, history=history)})  # type: ignore[type-var]


class Deaf:
    """A person model that forgets some of the person's items."""

    def __init__(self, model: Any, keep: Callable[[Any], bool]) -> None:
        self._model = model
        self._keep = keep

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._model, name)
        if name in {"items", "working"}:
            return tuple(item for item in value if self._keep(item))
        if name == "minutes":
            return lambda window: [
                (i.duty.work_in(window), i.literal) for i in self.working if i.duty.work_in(window)
            ]
        if name == "in_window":
            return lambda window: tuple(i for i in self.working if i.duty.work_in(window))
        return value


def deaf_encoding(rule: PersonRule, keep: Callable[[Any], bool]) -> Mutant:
    return Mutant(rule, encode=lambda model: rule.encode(Deaf(model, keep)))  # type: ignore[arg-type]


def blind_audit(rule: PersonRule, keep: Callable[[Any], bool]) -> Mutant:
    def audit(timeline: Any) -> Iterator[Finding]:
        yield from rule.audit(
            replace(timeline, duties=tuple(d for d in timeline.duties if keep(d)))
        )

    return Mutant(rule, audit=audit)


def bugs() -> Iterator[tuple[str, Any]]:
    """Yield every seeded bug with its name."""
    for rule in RULES.values():
        for name, value in rule.parameters().items():
            if value.unit != "minutes" or rule.id in NOT_ENCODED:
                continue
            for by, words in ((1, "une minute de trop"), (-1, "une minute de moins")):
                wrong = shifted(rule, name, by)
                yield f"{rule.id}: encode {name} {words}", Mutant(rule, encode=wrong.encode)
    for rule_id in ("daily_rest_11h", "weekly_max_48h", "six_days_per_week", "weekly_rest_35h"):
        rule = RULES[rule_id]
        yield (
            f"{rule_id}: encode forgets history",
            deaf_encoding(rule, lambda i: i.duty.decided or i.duty.kind.value == "training"),
        )
        yield (
            f"{rule_id}: encode forgets training",
            deaf_encoding(rule, lambda i: i.duty.kind.value != "training"),
        )
        yield (
            f"{rule_id}: audit forgets training",
            blind_audit(rule, lambda d: d.kind.value != "training"),
        )
        yield (
            f"{rule_id}: audit forgets history",
            blind_audit(rule, lambda d: d.decided or d.kind.value == "training"),
        )
    for rule_id in ("daily_max_10h", "weekly_max_48h"):
        yield (
            f"{rule_id}: encode forgets travel",
            deaf_encoding(RULES[rule_id], lambda i: i.duty.kind.value != "travel"),
        )
        yield (
            f"{rule_id}: audit forgets travel",
            blind_audit(RULES[rule_id], lambda d: d.kind.value != "travel"),
        )


#: Parameters that no encoding reads, or that only the audit's wording does.
NOT_ENCODED: frozenset[str] = frozenset()
BUGS = list(bugs())


@pytest.mark.parametrize("mutant", [m for _, m in BUGS], ids=[name for name, _ in BUGS])
def test_the_contract_kills(mutant: Any) -> None:
    def disagree(rota: Rota) -> bool:
        return accepts(mutant, rota) != clean(mutant, rota)

    try:
        find(
            rotas(mutant),
            disagree,
            settings=settings(
                max_examples=TRIES,
                phases=[Phase.generate],
                derandomize=True,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
    except NoSuchExample:
        pytest.fail(f"no rota among {TRIES} tells the bug from the rule")
