"""Rules found by folder: a new rule is one file and its test, listed nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

import constraints.house
import constraints.law
import constraints.wishes
from scheduler.rule import Goal, PersonRule, Profile, Rule, TeamRule

if TYPE_CHECKING:
    from types import ModuleType


def found(package: ModuleType) -> tuple[object, ...]:
    """Return the `RULE` or `GOAL` of each module of a package, in the order of file names."""
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return tuple(
        getattr(module, name)
        for module in modules
        for name in ("RULE", "GOAL")
        if hasattr(module, name)
    )


@cache
def base() -> Profile:
    """Return the law, the house rules and the goals: what every agreement starts from."""
    rules = [r for r in (*found(constraints.law), *found(constraints.house)) if isinstance(r, Rule)]
    goals = [g for g in found(constraints.wishes) if isinstance(g, Goal)]
    return Profile(
        name="code-du-travail",
        person_rules=tuple(r for r in rules if isinstance(r, PersonRule)),
        team_rules=tuple(r for r in rules if isinstance(r, TeamRule)),
        goals=tuple(sorted(goals, key=lambda g: (g.tier, g.id))),
    )
