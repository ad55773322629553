"""
The library: what a program needs that plans with its own people, slots, rules and goals.

Names are loaded when they are asked for: whoever judges a rota doesn't wait for the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.domain.employment.contracts import Contract as Contract
    from scheduler.domain.employment.contracts import ContractKind as ContractKind
    from scheduler.domain.people import Absence as Absence
    from scheduler.domain.people import Mediator as Mediator
    from scheduler.domain.people import Wish as Wish
    from scheduler.domain.problem import Problem as Problem
    from scheduler.domain.slots import Need as Need
    from scheduler.domain.slots import Slot as Slot
    from scheduler.domain.time import Span as Span
    from scheduler.domain.time import at as at
    from scheduler.domain.time import day_span as day_span
    from scheduler.domain.time import days_span as days_span
    from scheduler.engine import Options as Options
    from scheduler.engine import Solution as Solution
    from scheduler.engine import solve as solve
    from scheduler.rule import Profile as Profile

_HOMES = {
    "scheduler.domain.employment.contracts": ("Contract", "ContractKind"),
    "scheduler.domain.people": ("Absence", "Mediator", "Wish"),
    "scheduler.domain.problem": ("Problem",),
    "scheduler.domain.slots": ("Need", "Slot"),
    "scheduler.domain.time": ("Span", "at", "day_span", "days_span"),
    "scheduler.engine": ("Options", "Solution", "solve"),
    "scheduler.rule": ("Profile",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
