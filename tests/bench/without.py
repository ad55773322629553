"""
What each optional way of the search is worth: months planned without it, beside the same with all.

A way is switched off here and in each process that searches, so that users have no option for it.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.engine import Options, Solution
from scheduler.engine.parts.state import STEPS
from scheduler.engine.search.neighbourhoods import FIRST_SIZE, Kind
from scheduler.engine.search.steps import granting
from scheduler.engine.workers.messages import Step
from tests.bench.metered import metered
from tests.bench.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.engine.search.part_search import PartSearch
    from tests.bench.engine import Say

NAMES = ("soins", "association", "appels")
"""Months of three associations."""

SPARING = "souhaits épargnés"
WAYS = {
    "souhaits d’abord": Step.GRANT,
    "remplissage": Step.FILL,
    SPARING: SPARING,
    **{kind.value: kind for kind in Kind},
}
"""What can be switched off, by the name that the profile of a search gives it."""


@dataclass(frozen=True, kw_only=True)
class Without(Options):
    """Options of a search that goes without a way, in whichever process they reach."""

    way: str

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        switch_off(self.way)


def switch_off(way: str) -> None:
    """Have this process search without a way."""
    entry = WAYS[way]
    if isinstance(entry, Step):
        STEPS.discard(entry)
    elif isinstance(entry, Kind):
        FIRST_SIZE.pop(entry, None)
    else:
        granting.wishes_below = _none


@contextmanager
def without(way: str) -> Iterator[None]:
    """Search without a way as long as this is entered."""
    before = set(STEPS), dict(FIRST_SIZE), granting.wishes_below
    switch_off(way)
    try:
        yield
    finally:
        steps, sizes, granting.wishes_below = before
        STEPS.update(steps)
        FIRST_SIZE.clear()
        FIRST_SIZE.update(sizes)


def _none(search: PartSearch, focus: int) -> int | None:  # noqa: ARG001 - as what it stands for
    """Spare no wishes, whichever tier is improved."""
    return None


def ablation(
    seconds: float,
    seeds: Sequence[int],
    say: Say,
    names: Sequence[str] = (),
    ways: Sequence[str] = (),
) -> None:
    """
    Plan each month with all ways, then without each, in as many seconds of two idle cores.

    Print the cost of each tier, and how often a way was worth something: the first tier that
    differs decides. One seed tells little: two runs of the same differ too.
    """
    verdicts: dict[str, list[str]] = defaultdict(list)
    for month in MONTHS:
        if month.name not in (names or NAMES):
            continue
        problem, profile = month.problem()
        say(f"{month.name}, {month.day:%m/%Y}, 2 cœurs × {seconds:.0f} s")
        for seed in seeds:
            outcome, used, *_ = metered(problem, profile, seconds, Options(seed=seed))
            all_costs = _costs(outcome)
            say(f"    graine {seed}, {used:.0f} s de processeur, {_line(outcome)}")
            for way in ways or WAYS:
                options = Without(seed=seed, way=way)
                with without(way):
                    outcome, used, *_ = metered(problem, profile, seconds, options)
                verdict = compared(all_costs, _costs(outcome))
                verdicts[way].append(verdict)
                say(f"        sans {way:18} {used:3.0f} s, {_line(outcome)} : {verdict}")
    say("sans :")
    for way, each in verdicts.items():
        say(f"    {way:18} {' ; '.join(each)}")


def compared(whole: Sequence[int], less: Sequence[int]) -> str:
    """Say what a search without a way lost or gained in the first tier that differs."""
    pairs = enumerate(zip(whole, less, strict=False), 1)
    rank = next((f"au rang {n} ({a} → {b})" for n, (a, b) in pairs if a != b), "")
    if not rank:
        return "pareil" if len(whole) == len(less) else "aucun planning"
    return f"{'pire' if list(less) > list(whole) else 'mieux'} {rank}"


def _costs(outcome: object) -> list[int]:
    return [tier.cost for tier in outcome.tiers] if isinstance(outcome, Solution) else []


def _line(outcome: object) -> str:
    if not isinstance(outcome, Solution):
        return str(outcome)
    return " / ".join(f"{t.cost}{'*' if t.optimal else ''}" for t in outcome.tiers)
