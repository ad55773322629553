"""Whose turn it is among the parts of a solve, and which step of a part comes next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scheduler.engine.workers.messages import Step

if TYPE_CHECKING:
    from scheduler.engine.parts.state import PartState

CUT = 16_000
"""
Possible assignments of a part beyond which its coverage begins dispositif by dispositif.

A part of 8,000 has its minimum proved as a whole after 7 s of processor; one of 30,000 had no
better rota than the empty one after some minutes.
"""

SMALL = 800
"""Possible assignments of a part that is proved before its neighbourhoods are tried."""

STANDING = 2_500
"""
The same of a part of which a rota stands: what is near it is proved sooner than it is tried.

A week of 35 people has 1,600: of 9 late changes, proved in a second, neighbourhoods had found 17.
"""

SMALL_PROOFS, STANDING_PROOFS = 1, 2
"""Proofs of a tier of such parts after which their neighbourhoods get their turn."""

STALLED = 0.2
"""Patience below which neighbourhoods of such a part are taken to gain no more."""

SHARE = 0.7
"""Exponent for sharing time: a part with more possible assignments gets more, not in proportion."""

LAST, FAINT = 5, 0.5
"""
Place from which on tiers count least, and the share of its time that a part keeps where no other is
open: a wish granted elsewhere is worth more. Of a month planned from nothing these tiers are where
people work, with whom, and the shape of their weeks; of one planned again, what comes below its
changes.
"""

METHOD = 0.8
"""
Share of a small part's time that goes to the caller's method, where it can search it.

With half, columns had public instance 5 of 16 people at its best within a minute for two seeds of
four; now, in a quarter of one for all. Proofs close what is small in their first seconds, or not at
all.
"""

PROOFS = 0.3
"""Share of a larger part's time that goes to proofs, as long as they gain something."""

BESIDE = frozenset({Step.FILL, Step.IMPROVE})
"""Steps that help while another process covers a part, and never cover it alone."""

VAIN = 8
"""
Turns of tries for coverage alone, one after the other, that gain nothing before all is improved.
"""

STALLED_PROOFS = 0.5
"""Share of a small part's time that goes to proofs once its neighbourhoods gain nothing."""

CONFIRMATIONS = 0.15
"""Most of a part's time that goes to second answers on bounds while there is more to search."""


def deserved_by_size(state: PartState) -> float:
    """Return what a part deserves of the time by its size."""
    return math.pow(state.weight, SHARE)


def turn(state: PartState, step: Step) -> float:
    """
    Return what decides whose turn it is: the time used by what the part deserves.

    A proof counts before it begins: it takes seconds, and the others wait for it.
    """
    proof = step in {Step.PROVE, Step.SECOND}
    used = state.used + len(state.running) + (state.next_proof[1] if step is Step.PROVE else 0.0)
    deserved = deserved_by_size(state) * (1.0 if proof else state.patience)
    last = all(place >= LAST for place in state.open_places)
    return used / (deserved * (FAINT if last else 1.0))


def improves_coverage(state: PartState) -> bool:
    """
    Whether tries are for coverage alone: it was searched and isn't proved, and they still gain.

    With tiers that count less in the model, a try takes twice as long, and most are for these.
    """
    if not state.covered or state.standing or state.coverage_proved:
        return False
    return state.vain < VAIN


def next_step(state: PartState) -> Step | None:
    """Return the step that comes next (None: another is under way that must end first)."""
    steps = {task.step for task in state.running}
    waits = state.covered and Step.SECOND not in steps and state.awaits()
    if waits and (not state.open_places or state.confirming <= CONFIRMATIONS * state.used):
        return Step.SECOND
    if Step.SECOND in steps and not state.open_places:
        return None
    # What is small is often closed at once, before a method has begun.
    if state.begun and state.method and (state.weight > SMALL or state.covered):
        if state.weight > SMALL or state.by_method <= METHOD * state.used:
            return Step.METHOD
        if not steps and state.incumbent is not None:
            return Step.PROVE
    if not state.begun or not state.covered:
        return _early_step(state, steps)
    return _late_step(state, steps)


def _late_step(state: PartState, steps: set[Step]) -> Step | None:
    """Return the step that comes next once the tiers of coverage were searched."""
    few = state.weight <= (STANDING if state.standing else SMALL)
    if _grants(state):
        return None if Step.GRANT in steps else Step.GRANT
    most = STANDING_PROOFS if state.standing else SMALL_PROOFS
    small = few and state.proofs[state.next_proof[0]] < most
    if Step.PROVE in steps:
        return None if small or state.incumbent is None else Step.IMPROVE
    # Neighbourhoods of a small part that gain nothing have often come to the best rota.
    stalled = few and state.patience < STALLED
    share = STALLED_PROOFS if stalled else PROOFS * state.trust
    if state.incumbent is None or small or state.proving < share * state.used:
        return Step.PROVE
    return Step.IMPROVE


def _grants(state: PartState) -> bool:
    """Whether wishes are to be granted: coverage is proved, or tries for it gain no more."""
    if state.wishes is None or state.incumbent is None or not state.lacks(Step.GRANT):
        return False
    if not state.coverage_proved and (state.standing or improves_coverage(state)):
        return False
    return state.incumbent.costs[state.wishes] > 0


def _early_step(state: PartState, steps: set[Step]) -> Step | None:
    """Return the step that comes next while the tiers of coverage aren't searched yet."""
    cut = state.weight > CUT and state.incumbent is not None and not state.standing
    first = Step.CUT if cut else Step.PROVE
    # Of one whose covering process has died, those beside it would leave it uncovered.
    if steps <= BESIDE:
        return first if state.begun else Step.START
    # Another process works meanwhile at what there is.
    if state.incumbent is None or Step.START in steps or Step.FILL in steps:
        return None
    fills = state.empty and state.lacks(Step.FILL)
    improves = None if Step.IMPROVE in state.without else Step.IMPROVE
    return Step.FILL if fills else improves
