"""Plan some parts of what `plan` plans from nothing, for whoever puts the whole together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.month.frames import Frame
from api.month.planning import Follower, decided, resumed
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Options
from scheduler.engine.parts.lending import PartEnd, borrowed, ends_of
from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, kw_only=True)
class PlannedParts:
    """The rota of some parts, and how the search of each ended, by its name."""

    assignments: frozenset[Assignment]
    ends: Mapping[str, PartEnd]


def plan_parts(
    frame: Frame,
    names: Iterable[str],
    options: Options,
    *,
    best: frozenset[Assignment] = frozenset(),
    follower: Follower | None = None,
) -> PlannedParts | None:
    """
    Plan the parts of these names; `best`: a rota to start from (None: no rota was found).

    Raises `InvalidProblemError`: the frame's problem has no part of a name; `SolverCrashError` or
    `EncodingMismatchError` as `scheduler.engine.solve.solve` does.
    """
    # The solver is loaded by who calculates, not by who asks for help.
    from scheduler.engine.outcome import Solution  # noqa: PLC0415
    from scheduler.engine.solve import solve  # noqa: PLC0415

    follow = follower or Follower()
    problem = decided(frame)
    try:
        parts = borrowed(problem, names)
    except KeyError as error:
        raise InvalidProblemError(f"partie inconnue du mois {frame.label} : {error}") from None
    outcome = solve(
        parts,
        frame.profile,
        options,
        on_progress=follow.on_progress,
        on_best=follow.on_best,
        stop=follow.stop,
        cancel=follow.cancel,
        hint=resumed(best, parts),
    )
    if not isinstance(outcome, Solution):
        return None
    return PlannedParts(assignments=outcome.rota.assignments, ends=ends_of(problem, outcome))
