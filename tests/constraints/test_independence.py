"""An audit and an encoding of a rule share parameters, time and the timeline, nothing else."""

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.rota import Rota
from scheduler.model import RotaModel
from scheduler.rule import PersonRule, Rule, TeamRule
from tests.constraints.callgraph.program import Program
from tests.constraints.callgraph.reach import Reach
from tests.constraints.callgraph.sources import PACKAGES, ROOT, Class, product
from tests.constraints.drawn import drawn_rota
from tests.constraints.test_contract import RULES

#: Whole modules that both may use: values in force, and how a finding is written; civil time; what
#: happened to whom, on a timeline; who is there; for which days hours are counted. They import each
#: other alone: see below.

pytestmark = pytest.mark.long

ALLOWED = frozenset(
    {
        "scheduler.dated",
        "scheduler.evidence",
        "scheduler.errors",
        "scheduler.finding",
        "scheduler.rule",
    }
    | {
        f"scheduler.domain.{name}"
        for name in (
            "time",
            "duty",
            "people",
            "employment.contracts",
            "employment.fixed_terms",
            "employment.amendments",
            "employment.forfait",
            "employment.employer",
            "slots",
            "employment.grounds",
            "employment.exemptions",
            "problem",
            "employment.protections",
            "timeline",
            "rota",
            "limits",
            "presence",
            "course",
            "account",
            "rhythm",
        )
    }
)
#: From when to when an agreement is applied: a dated parameter of a clause.
PARAMETERS = frozenset(
    {
        "constraints.agreements.clause:Clause.in_force",
        "constraints.agreements.periods:Period.holds_on",
    }
)


def allowed(key: str) -> bool:
    """Whether both sides may use it: no need to look further."""
    return key.partition(":")[0] in ALLOWED or key in PARAMETERS


@cache
def whole() -> Reach:
    return Reach(Program(product()), allowed)


def homes() -> list[str]:
    """List the modules that hold a rule of the product, clauses of agreements too."""
    return sorted(
        name
        for name, text in product().items()
        if name.startswith("constraints.") and re.search(r"^RULE\b", text, re.MULTILINE)
    )


def class_in(home: str) -> Class:
    """Return the class of a module's `RULE`."""
    module = whole().program.modules[home]
    value: Any = module.variables["RULE"]
    return module.classes[value.func.id]


def shared(reach: Reach, rule_class: Class) -> list[str]:
    """What both sides reach and may not, and what hides what it calls."""
    audit, encode = reach.of(rule_class, "audit"), reach.of(rule_class, "encode")
    program = reach.program
    return sorted(
        key
        for key in audit | encode
        if key.startswith("hidden")
        or (key in audit & encode and not allowed(key) and _does_something(program, key))
    )


def _does_something(program: Program, key: str) -> bool:
    """Whether it holds code: constants and classes without a method are data."""
    if key in program.classes:
        return any(owner.methods for owner in program.lineage(program.classes[key]))
    return program.variable(key) is None


#: Read from the text, so that collecting tests doesn't wait for the graph.
HOMES = homes()


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.rpartition(".")[2])
def test_audit_and_encoding_reach_no_function_in_common(home: str) -> None:
    assert shared(whole(), class_in(home)) == []


def test_every_rule_is_looked_at() -> None:
    assert {class_in(home).key for home in HOMES} >= {
        f"{type(rule).__module__}:{type(rule).__qualname__}" for rule in RULES
    }


def test_what_both_may_use_leads_nowhere_else() -> None:
    modules = whole().program.modules
    led = {
        (name, owner)
        for name in ALLOWED
        for target in modules[name].imported.values()
        for owner in {target.partition(":")[0], target.replace(":", ".")} & modules.keys()
    }

    # A rule names the types of the model to which it is encoded, a profile that of its goals.
    assert {(a, b) for a, b in led if b not in ALLOWED} == {
        ("scheduler.rule", "scheduler.model"),
        ("scheduler.rule", "scheduler.goal"),
    }


PLANTED_TIME = """
def holidays(day): return day
class Span:
    def touches(self, other): return True
"""
PLANTED = """
from dataclasses import dataclass
from functools import cached_property
from helpers import helped, Help, Base
import helpers
from scheduler.domain.time import Span

def common(x: int) -> int:
    return x
pick = lambda x: common(x)
TABLE = {{"a": common}}

class Near:
    def __init__(self, x) -> None:
        self.x = x
    @cached_property
    def value(self) -> int:
        return self.x
    def other(self) -> int:
        return 1

class Planted(Base):
    near: Near
    def audit(self, timeline):
        {audit}
    def encode(self, model):
        {encode}
    def mine(self):
        return 1
    @property
    def own(self):
        return common(1)

RULE = Planted()
"""
HELPERS = """
def helped(x): return x
class Help:
    def deep(self): return 1
    @property
    def wide(self) -> "Help": return self
class Base:
    def inherited(self): return helped(1)
"""
SEEN = {
    "a function": ("return common(1)", "return common(2)", "planted:common"),
    "a function handed over": ("return map(common, [1])", "return [common]", "planted:common"),
    "a function in a table": ("return TABLE['a'](1)", "return common(1)", "planted:common"),
    "a named lambda": ("return pick(1)", "return pick(2)", "planted:common"),
    "an imported function": ("return helped(1)", "return helpers.helped(1)", "helpers:helped"),
    "a method": ("return self.mine()", "return self.mine()", "planted:Planted.mine"),
    "a property": ("return self.own", "return common(1)", "planted:common"),
    "an inherited method": (
        "return self.inherited()",
        "return self.inherited()",
        "helpers:Base.inherited",
    ),
    "a property of a helper": (
        "return Near(1).value",
        "near = Near(2)\n        return near.value",
        "planted:Near.value",
    ),
    "a method of a field": (
        "return self.near.other()",
        "return Near(1).other()",
        "planted:Near.other",
    ),
    "a method at the end of a chain": (
        "return Help().wide.deep()",
        "return [h.deep() for h in [Help()]]",
        "helpers:Help.deep",
    ),
    "a method of what nobody knows": (
        "return timeline.strange().deep()",
        "return model.strange.deep()",
        "helpers:Help.deep",
    ),
    "inside a nested function": (
        "def inner():\n            return common(1)\n        return inner()",
        "return sorted([1], key=lambda x: common(x))",
        "planted:common",
    ),
    "behind getattr": (
        "return getattr(self, 'mine')",
        "return 1",
        "hidden by getattr() in planted",
    ),
}
UNSEEN = {
    "functions of their own": ("return common(1)", "return helped(1)"),
    "civil time": ("return Span().touches(1)", "return Span().touches(2)"),
    "a name of one's own": ("common = 1\n        return common", "return common(1)"),
    "methods of the same name, of known classes": (
        "return Near(1).other()",
        "span = Span()\n        return span.other()",
    ),
}


def planted(audit: str, encode: str) -> list[str]:
    """What is said to be shared by a rule with these bodies."""
    sources = {
        "planted": PLANTED.format(audit=audit, encode=encode),
        "helpers": HELPERS,
        "scheduler.domain.time": PLANTED_TIME,
    }
    program = Program(sources)
    return shared(Reach(program, allowed), program.classes["planted:Planted"])


@pytest.mark.parametrize("how", SEEN)
def test_a_planted_helper_is_named(how: str) -> None:
    audit, encode, name = SEEN[how]

    assert name in planted(audit, encode)


@pytest.mark.parametrize("how", UNSEEN)
def test_what_is_not_shared_is_not_said_to_be(how: str) -> None:
    assert planted(*UNSEEN[how]) == []


def ran(work: Callable[[], object]) -> set[str]:
    """Keys of the product's functions that really run meanwhile."""
    codes = set()

    def note(frame: Any, event: str, _: object) -> None:
        if event == "call":
            codes.add(frame.f_code)

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return {key for code in codes if (key := _key(code)) is not None}


def _key(code: Any) -> str | None:
    path = Path(code.co_filename)
    name = code.co_qualname.partition(".<locals>")[0]
    if not any(path.is_relative_to(ROOT / package) for package in PACKAGES) or name[0] == "<":
        return None
    return f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}:{name}"


def judge(rule: Rule, rotas: list[Rota]) -> None:
    for rota in rotas:
        if isinstance(rule, TeamRule):
            list(rule.audit(rota))
        else:
            assert isinstance(rule, PersonRule)
            for person in rota.problem.mediators:
                list(rule.audit(rota.timeline(person)))


def encode(rule: Rule, models: list[RotaModel]) -> None:
    for model in models:
        if isinstance(rule, TeamRule):
            rule.encode(model)
        else:
            assert isinstance(rule, PersonRule)
            for person in model.persons.values():
                rule.encode(person)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_runs_that_the_syntax_tree_did_not_foresee(rule: Rule) -> None:
    key = f"{type(rule).__module__}:{type(rule).__qualname__}"
    rule_class = whole().program.classes[key]
    foreseen = {name: whole().of(rule_class, name) for name in ("audit", "encode")}
    rotas = [drawn_rota(rule, seed, team=2) for seed in range(5)]
    models = [RotaModel(rota.problem) for rota in rotas]

    judged = ran(lambda: judge(rule, rotas))
    encoded = ran(lambda: encode(rule, models))

    assert {k for k in judged - foreseen["audit"] if not allowed(k)} == set()
    assert {k for k in encoded - foreseen["encode"] if not allowed(k)} == set()
