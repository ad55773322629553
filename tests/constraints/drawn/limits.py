"""Limits and forbidden successions drawn for the rules that read them, near what is worked."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from scheduler.domain.limits import Every, Limit, LimitKind, Succession

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.time import Span

#: The limits that a rule reads, by the rule's id.
KINDS = {
    "consecutive_days": LimitKind.RUN,
    "shortest_run": LimitKind.RUN,
    "shortest_rest": LimitKind.REST,
    "weekends_worked": LimitKind.WEEKENDS,
    "slot_count": LimitKind.SLOTS,
    "minutes_in_period": LimitKind.MINUTES,
}
PERIODS = (Every.WEEK, Every.MONTH, Every.WHOLE, Every.WHOLE)


def drawn_limits(
    seed: object, rule_id: str, horizon: Span, team: Sequence[Mediator], duties: Sequence[Duty]
) -> tuple[Limit, ...]:
    """Return one or two limits of each person, of the kind that the rule reads (else none)."""
    kind = KINDS.get(rule_id)
    rng = Random(f"limites-{rule_id}-{seed}")
    if kind is None or (rule_id == "consecutive_days" and rng.random() < 0.5):
        return ()
    return tuple(
        _limit(rng, kind, horizon, who.id, duties)
        for who in team
        for _ in range(rng.choice((1, 1, 2)))
    )


def _limit(rng: Random, kind: LimitKind, horizon: Span, who: str, duties: Sequence[Duty]) -> Limit:
    day = horizon.days[0]
    since = rng.choice((None, None, day - timedelta(days=4), day, day + timedelta(days=2)))
    until = rng.choice((None, None, horizon.days[-1], day + timedelta(days=8)))
    every = rng.choice(PERIODS)
    if every is Every.WHOLE:
        since, until = since or day, until or horizon.days[-1]
    templates = {duty.template for duty in duties}
    some = frozenset(rng.sample(sorted(templates), min(len(templates), rng.choice((1, 4, 9)))))
    least, most = _bounds(rng, kind, duties, since or day, until or horizon.days[-1])
    return Limit(
        mediator=who,
        kind=kind,
        least=least,
        most=most,
        every=every,
        since=since,
        until=until,
        templates=some if kind is LimitKind.SLOTS and rng.random() < 0.8 else frozenset(),
    )


def _bounds(
    rng: Random, kind: LimitKind, duties: Sequence[Duty], since: date, until: date
) -> tuple[int, int | None]:
    if kind is LimitKind.REST:
        return rng.choice((2, 2, 3)), None
    if kind is LimitKind.RUN:
        least = rng.choice((1, 2, 3, 4))
        return least, rng.choice((None, least + 1, least + 3)) if least > 1 else least + 2
    if kind is not LimitKind.MINUTES:
        edge = rng.choice((0, 1, 1, 2, 3, 5))
    else:
        minutes = [duty.work for duty in duties if since <= duty.span.day <= until]
        edge = max(0, sum(minutes[rng.choice((0, 0, 1)) :]) + rng.choice((-1, 0, 0, 1)))
    if edge and rng.random() < 0.5:
        return edge, rng.choice((None, edge))
    return 0, edge


def drawn_successions(
    seed: object, rule_id: str, horizon: Span, duties: Sequence[Duty]
) -> tuple[Succession, ...]:
    """Return forbidden successions, for the rule that reads them (else none)."""
    templates = sorted({duty.template for duty in duties})
    if rule_id != "succession" or not templates:
        return ()
    rng = Random(f"enchainements-{seed}")
    late = rng.choice((None, horizon.days[0] + timedelta(days=3)))
    return tuple(
        Succession(
            first=frozenset(rng.sample(templates, min(len(templates), 5))),
            following=frozenset(rng.sample(templates, min(len(templates), 3))),
            mediator=rng.choice(("", "m0")),
            since=rng.choice((None, None, late)),
            until=rng.choice((None, None, horizon.days[-1])),
        )
        for _ in range(rng.choice((1, 2)))
    )
