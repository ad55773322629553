"""A search of one part in this process, for tests of its steps."""

import threading
from dataclasses import replace

from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.requests import GOAL as REQUESTS
from constraints.wishes.same_places import GOAL as PLACES
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.engine.search.incumbent import Incumbent
from scheduler.engine.search.part_search import PartSearch
from scheduler.engine.search.solving import Solving
from scheduler.finding import Finding
from scheduler.rule import Profile

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE),
    team_rules=(MANDATORY, LOCKS, HEADCOUNT),
    goals=(MINIMUM, HOURS, PLACES),
)
WISHING = replace(PROFILE, goals=(MINIMUM, TARGET, HOURS, REQUESTS))


def search_of(
    problem: Problem, profile: Profile = PROFILE, foreign: list[Incumbent] | None = None
) -> PartSearch:
    """Return a search that tells nobody; `foreign`: rotas that another process finds, in turn."""
    rotas = foreign or []
    return PartSearch(
        "d",
        problem,
        profile,
        Solving(0, 1, threading.Event()),
        tell=lambda *_: None,
        show=lambda _: None,
        foreign=lambda: rotas.pop(0) if rotas else None,
    )


def blocking(search: PartSearch, assignments: frozenset[Assignment]) -> list[Finding]:
    """Return what makes a rota of the part unlawful, by an audit of its own."""
    rota = Rota(problem=search.problem, assignments=assignments)
    return [f for f in audit(rota, search.profile) if f.blocks and not f.inherited]
