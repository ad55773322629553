"""Limits and forbidden successions drawn for the rules that read them, near what is worked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scheduler.domain.duty import Duty
from scheduler.domain.limits import Every, Limit, LimitKind, Streak, Succession
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


def _limit(
    rng: Random,
    kind: LimitKind,
    horizon: Span,
    who: str,
    duties: Sequence[Duty],
    *,
    price: int | None = None,
) -> Limit:
    day = horizon.days[0]
    since = rng.choice((None, None, day - timedelta(days=4), day, day + timedelta(days=2)))
    until = rng.choice((None, None, horizon.days[-1], day + timedelta(days=8)))
    every = rng.choice(PERIODS)
    if every is Every.WHOLE:
        since, until = since or day, until or horizon.days[-1]
    templates = {duty.template for duty in duties}
    some = frozenset(rng.sample(sorted(templates), min(len(templates), rng.choice((1, 4, 9)))))
    least, most = _bounds(rng, kind, duties, since or day, until or horizon.days[-1])
    if price is not None and kind is LimitKind.REST:
        most = rng.choice((None, 3, 4))
    if kind is LimitKind.SPLIT:
        least, most = 0, rng.choice((0, 0, 1))
    return Limit(
        mediator=who,
        kind=kind,
        least=least,
        most=most,
        every=every,
        since=since,
        until=until,
        templates=some if kind is LimitKind.SLOTS and rng.random() < 0.8 else frozenset(),
        price=price,
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


def drawn_wishes(
    seed: object, horizon: Span, team: Sequence[Mediator], duties: Sequence[Duty]
) -> tuple[tuple[Limit, ...], tuple[Succession, ...], tuple[Streak, ...]]:
    """Return limits of every kind and successions, priced, and where people stood before."""
    rng = Random(f"souhaits-{seed}")
    templates = sorted({duty.template for duty in duties}) or ["x"]
    limits = []
    for who in team:
        for kind in rng.sample(list(LimitKind), 3):
            some = frozenset(rng.sample(templates, 1 + len(templates) // 2))
            counted = kind in {LimitKind.RUN, LimitKind.SLOTS} and rng.random() < 0.6
            limit = _limit(rng, kind, horizon, who.id, duties, price=rng.randint(1, 9))
            limits.append(replace(limit, templates=some if counted else frozenset()))
    successions = tuple(
        replace(succession, price=rng.randint(1, 9))
        for succession in drawn_successions(seed, "succession", horizon, duties)
    )
    return (
        tuple(limits),
        successions,
        tuple(_streak(rng, horizon, who.id, templates) for who in team),
    )


def drawn_streaks(
    seed: object, rule_id: str, horizon: Span, team: Sequence[Mediator], duties: Sequence[Duty]
) -> tuple[Streak, ...]:
    """Return where people stood before the horizon, for the rules that count it (else none)."""
    rng = Random(f"compteurs-{rule_id}-{seed}")
    if rule_id not in {*KINDS, "succession"} or rng.random() < 0.5:
        return ()
    templates = sorted({duty.template for duty in duties}) or ["x"]
    return tuple(_streak(rng, horizon, who.id, templates) for who in team)


def _streak(rng: Random, horizon: Span, who: str, templates: Sequence[str]) -> Streak:
    worked = rng.choice((0, 0, 1, 3, 6))
    alike = rng.randint(0, worked)
    return Streak(
        mediator=who,
        day=horizon.day - timedelta(days=rng.choice((1, 1, 1, 3))),
        worked=worked,
        template=rng.choice(templates) if alike else "",
        alike=alike,
        off=0 if worked else rng.randint(0, 4),
        weekends=rng.randint(0, 2),
        slots=rng.randint(0, 5),
    )
