"""Find rules and agreements by folder, so that a new one is one file and its test."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

import constraints.agreements.branches
import constraints.agreements.clauses
import constraints.house
import constraints.law
import constraints.wishes
from constraints.agreements.agreement import Agreement
from constraints.agreements.clause import Clause
from constraints.agreements.in_force.employer_rules import apply
from constraints.agreements.in_force.origins import Origin, origins
from scheduler.goal import Goal
from scheduler.processes.forking import preload
from scheduler.rule import PersonRule, Profile, Rule, TeamRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from types import ModuleType

    from constraints.agreements.terms import Applied, Term


#: A process that unpickles a profile would load the files of its rules, one after the other.
preload("constraints.everything")


def offers(package: ModuleType) -> tuple[object, ...]:
    """Return what each module of a package and its folders offers (see `offered`), by name."""
    files = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    # By their own names: a rule that moves to another folder keeps its place in the models.
    names = sorted((info.name for info in files), key=lambda name: name.rpartition(".")[2])
    modules = [importlib.import_module(name) for name in names]
    return tuple(offer for module in modules for offer in offered(module))


def offered(module: ModuleType) -> tuple[object, ...]:
    """Return the `RULE`, `GOAL` or `AGREEMENT` of a module, or its `GOALS` of one kind."""
    single = [vars(module)[name] for name in ("RULE", "GOAL", "AGREEMENT") if name in vars(module)]
    return (*single, *vars(module).get("GOALS", ()))


@cache
def base() -> Profile:
    """Return the law, the house rules and the goals, from which every profile starts."""
    rules = [
        r for r in (*offers(constraints.law), *offers(constraints.house)) if isinstance(r, Rule)
    ]
    goals = [g for g in offers(constraints.wishes) if isinstance(g, Goal)]
    return Profile(
        name="code-du-travail",
        person_rules=tuple(r for r in rules if isinstance(r, PersonRule)),
        team_rules=tuple(r for r in rules if isinstance(r, TeamRule)),
        goals=tuple(sorted(goals, key=lambda g: (g.tier, g.id))),
    )


@cache
def agreements() -> Mapping[str, Agreement]:
    """Return the branch agreements that ship with the product, by id."""
    return {a.id: a for a in offers(constraints.agreements.branches) if isinstance(a, Agreement)}


@cache
def clauses() -> tuple[Clause, ...]:
    """Return the rules that agreements add to the Code's, one a file, by file name."""
    return tuple(c for c in offers(constraints.agreements.clauses) if isinstance(c, Clause))


def profile_of(applied: Sequence[Applied] = (), terms: Sequence[Term] = ()) -> Profile:
    """
    Return an employer's rules: the Code, the branch, its own agreements, then authorisations.

    Each is in force on its own days; where a term or the choice of an agreement names an agency,
    `Profile.agencies` holds that agency's rules.

    Raises
    ------
    UnlawfulTermsError
        Some terms are unlawful, or name no known rule: the error lists them all, in French.
    """
    if not applied and not terms:
        return base()
    return apply(base(), agreements(), applied, terms)


def applied_on(applied: Sequence[Applied], day: date, agency: str = "") -> Agreement | None:
    """Return the branch agreement applied in an agency on a day, if there is one."""
    in_force = [a for a in applied if a.period.holds_on(day) and a.agency in ("", agency)]
    best = max(in_force, key=lambda a: a.agency, default=None)
    return None if best is None else agreements().get(best.agreement)


def origin(profile: Profile, day: date, agency: str = "") -> tuple[Origin, ...]:
    """
    Return the origin of each value in force on a day, for people of an agency, rule by rule.

    See `origins`.
    """
    return origins(profile, agreements().values(), day, agency)
