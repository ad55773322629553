"""Modules with a bug in them, loaded in the place of the true ones, and the rules made of them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tests.constraints.callgraph.program import Program
from tests.constraints.callgraph.reach import Reach
from tests.constraints.callgraph.sources import product
from tests.constraints.planted.planting import Bug, bugs, planted

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

#: Where audits, and what only audits share, are written; counters have tests of their own.
AUDITED = (
    "constraints.",
    "scheduler.domain.night",
    "scheduler.domain.rests",
    "scheduler.domain.sessions",
)
OTHERS = ("constraints.counters", "constraints.house", "constraints.wishes", "constraints.registry")


def looked_at(key: str) -> bool:
    return key.startswith(AUDITED) and not key.startswith(OTHERS)


@cache
def program() -> Program:
    return Program(product())


@cache
def reach() -> Reach:
    return Reach(program(), lambda key: not looked_at(key))


def modules_of_rules() -> list[str]:
    """Return the modules of the law's rules."""
    return sorted(
        name
        for name, module in program().modules.items()
        if name.startswith("constraints.law.") and "RULE" in module.variables
    )


def bugs_of(rule_module: str) -> Iterator[Bug]:
    """Yield every bug that can be planted in a rule's audit and what it reaches."""
    module = program().modules[rule_module]
    value: Any = module.variables["RULE"]
    for key in sorted(reach().of(module.classes[value.func.id], "audit")):
        owner, _, name = key.partition(":")
        code = looked_at(key) and key not in program().classes and not program().variable(key)
        if code and not name.endswith("__"):
            yield from bugs(owner, program().modules[owner].tree, name)


@cache
def _again(module: str, rule_module: str) -> tuple[str, ...]:
    """Return the modules to be loaded again, from the one with the bug to the rule's."""
    seen = program().visible
    near = [one for one in seen(program().modules[rule_module]) if looked_at(one)]
    over = [one for one in near if module in seen(program().modules[one])]
    order = sorted(over, key=lambda one: len(seen(program().modules[one])))
    return tuple(dict.fromkeys((module, *order)))


def install(bug: Bug | None, rule_module: str) -> ModuleType:
    """Load the module with the bug, and those that import it, in the place of the true ones."""
    for name in () if bug is None else _again(bug.module, rule_module):
        tree: ast.Module = program().modules[name].tree
        if bug is not None and name == bug.module:
            tree = planted(tree, bug)
        module = ModuleType(name)
        module.__file__ = sys.modules[name].__file__
        _put(name, module)
        exec(compile(tree, str(module.__file__), "exec"), module.__dict__)  # noqa: S102 - our own
    return sys.modules[rule_module]


@contextmanager
def installed(bug: Bug, rule_module: str) -> Iterator[ModuleType]:
    """Do so for a while."""
    kept = {name: sys.modules[name] for name in _again(bug.module, rule_module)}
    try:
        yield install(bug, rule_module)
    finally:
        for name, module in kept.items():
            _put(name, module)


def _put(name: str, module: ModuleType) -> None:
    sys.modules[name] = module
    package, _, last = name.rpartition(".")
    setattr(sys.modules[package], last, module)
