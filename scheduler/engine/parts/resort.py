"""Give a part a rota here, without a process and without a search, where these came to none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import measured
from scheduler.engine.search.judging import Judge
from scheduler.engine.search.lawful import lawful
from scheduler.engine.tiers import searched_tiers

if TYPE_CHECKING:
    from scheduler.engine.parts.state import PartState
    from scheduler.rule import Profile


def give_rota(state: PartState, profile: Profile) -> None:
    """Keep what stands of a part, or take the empty rota, as far as either is lawful."""
    problem = state.part.problem
    first = lawful(Judge(problem, profile), state.stands or state.standing or frozenset())
    rota = None if first is None else measured(problem, searched_tiers(profile), first)
    state.keep(rota, processor=0.0)
