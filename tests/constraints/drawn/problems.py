"""From a scene to a rota: who, what is fixed, what is decided, and all that rules may look at."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator, Pair, PairKind, StaffRole
from scheduler.domain.problem import Assignment, Lock, Problem, Training, Worked, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span, midnight
from tests.constraints.drawn.limits import drawn_limits, drawn_streaks, drawn_successions
from tests.constraints.drawn.pieces import Canvas, Piece, Scene

HOLIDAYS = frozenset(
    {date(2026, 11, 1), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 8)}
)
ALL_ROLES = frozenset(StaffRole)
NEEDS = ((1, 1, 1), (2, 2, 2), (0, 2, 3), (1, 2, 2))
#: How often urgent works are recorded, by rule.
URGENT = {"daily_rest_11h": 0.2, "daily_rest_owed": 0.9, "oncall_rest": 0.1}
KINDS = {"standby": DutyKind.STANDBY, "call": DutyKind.INTERVENTION, "mandate": DutyKind.DELEGATION}


def rota_of(scene: Scene, canvas: Canvas, team: tuple[Mediator, ...]) -> Rota:
    """Return the scene as a rota: most of its slots held, and stretched onto its target."""
    rng = canvas.rng
    marks = rng.getrandbits(64)
    whole = rng.random() < 0.8
    rota = _assembled(scene, canvas, team, marks, whole=whole)
    if scene.target is None or not whole:
        return rota
    off = scene.target.value - scene.target.measure(rota.timeline(team[0]))
    piece = next((p for p in scene.pieces if p.elastic), None)
    if not off or piece is None:
        return rota
    longer = piece.last - piece.first + off
    if longer <= sum(minutes for minutes, _, _ in piece.breaks) + 1 or longer > 20 * 60:
        return rota
    piece.last += off
    if any(spot is not None and spot + m > longer for m, spot, _ in piece.breaks):
        piece.breaks = tuple((m, None, kind) for m, _, kind in piece.breaks)
    return _assembled(scene, canvas, team, marks, whole=whole)


def _assembled(
    scene: Scene, canvas: Canvas, team: tuple[Mediator, ...], marks: int, *, whole: bool
) -> Rota:
    rng = type(canvas.rng)(marks)
    history = [Worked(mediator=m.id, duty=d) for m in team for d in scene.past]
    slots: list[Slot] = []
    spare: set[str] = set()
    trainings: list[Training] = []
    for number, piece in enumerate(scene.pieces):
        if piece.first >= canvas.horizon.last:
            continue
        if piece.first < canvas.horizon.first or piece.what in {"call", "fixed", "mandate"}:
            duty = _duty(number, piece)
            history += [Worked(mediator=m.id, duty=duty) for m in team]
        elif piece.what == "training":
            trainings.append(
                Training(
                    mediator=rng.choice(team).id,
                    id=f"t{number}",
                    span=piece.span,
                    breaks=piece.pauses(),
                    site=piece.site,
                )
            )
        else:
            slots.append(_slot(rng, number, piece))
            if piece.spare:
                spare.add(slots[-1].id)
    odds = (1.0 if whole else 0.75) if len(team) == 1 else 0.66
    chosen = frozenset(
        Assignment(m.id, s.id)
        for m in team
        for s in slots
        if may_hold(m, s) and rng.random() < (0.3 if s.id in spare else odds)
    )
    monday = canvas.monday
    duties = [*(w.duty for w in history), *(s.duty for s in slots), *(t.duty for t in trainings)]
    drawn = (marks, canvas.rule.id, canvas.horizon)
    problem = Problem(
        horizon=canvas.horizon,
        mediators=team,
        slots=tuple(slots),
        history=tuple(history),
        trainings=tuple(trainings),
        absences=_absences(rng, team, slots),
        pairs=_pairs(rng, team),
        grounds=(*_grounds(rng, monday), *_urgent_works(canvas, marks)),
        locks=_locks(rng, team, slots),
        holidays=HOLIDAYS,
        travel=(("s1", "s2", canvas.travel),),
        vehicles=(("ag", rng.choice((0, 1, 2))),),
        known_since=rng.choice((None, date(2025, 9, 1), monday - timedelta(days=3))),
        outside=scene.outside,
        limits=drawn_limits(*drawn, team, duties),
        successions=drawn_successions(*drawn, duties),
        streaks=drawn_streaks(*drawn, team, duties),
    )
    return Rota(problem=problem, assignments=chosen)


def _duty(number: int, piece: Piece) -> Duty:
    return Duty(
        id=f"s{number}",
        span=piece.span,
        kind=KINDS.get(piece.what, DutyKind.WORK),
        breaks=piece.pauses(),
        site=piece.site,
        dispositif=piece.dispositif,
        agency="ag",
        decided=False,
    )


def _slot(rng: Random, number: int, piece: Piece) -> Slot:
    """Return a slot with whatever needs and marks a team rule may look at."""
    minimum, target, maximum = rng.choice(NEEDS)
    titles = rng.choice((frozenset(), frozenset(), frozenset({"AMIS"})))
    standby = piece.what == "standby"
    need = Need(roles=ALL_ROLES, minimum=minimum, target=target, maximum=maximum, titles=titles)
    needs: tuple[Need, ...] = (need,)
    # By what is drawn already, so that the other rotas stay as they are.
    if Random(f"{number}-{piece.first}-{minimum}").random() < 0.2:
        needs = (need, replace(need, titles=frozenset({"AMIS"}) - titles))
    return Slot(
        id=f"s{number}",
        span=piece.span,
        dispositif=piece.dispositif,
        agency="ag",
        site=piece.site,
        kind=SlotKind.STANDBY
        if standby
        else rng.choice((SlotKind.DAY, SlotKind.EVENING, SlotKind.NIGHT)),
        needs=needs,
        breaks=() if standby else piece.pauses(),
        binome=rng.random() < 0.5,
        vehicle=rng.random() < 0.5,
        supervised=rng.random() < 0.5,
        supervises=rng.choice((frozenset(), frozenset({"d"}), frozenset({"d", "e"}))),
        mandatory=rng.random() < 0.33,
    )


def _absences(rng: Random, team: tuple[Mediator, ...], slots: list[Slot]) -> tuple[Absence, ...]:
    return tuple(
        Absence(
            mediator=rng.choice(team).id,
            span=rng.choice(slots).span,
            kind=rng.choice(list(AbsenceKind)),
        )
        for _ in range(rng.choice((0, 0, 1, 2)) if slots else 0)
    )


def _pairs(rng: Random, team: tuple[Mediator, ...]) -> tuple[Pair, ...]:
    if len(team) < 2 or rng.random() < 0.5:
        return ()
    return (Pair(first=team[0].id, second=team[1].id, kind=rng.choice(list(PairKind))),)


def _locks(rng: Random, team: tuple[Mediator, ...], slots: list[Slot]) -> tuple[Lock, ...]:
    if not slots or rng.random() < 0.66:
        return ()
    return (Lock(mediator=rng.choice(team).id, slot=rng.choice(slots).id, by="resp", why="essai"),)


def _grounds(rng: Random, monday: date) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            kind=kind,
            since=rng.choice((date(2020, 1, 1), monday + timedelta(days=7))),
            dispositif=rng.choice(("", "e")),
            ground="essai",
        )
        for kind in (GroundKind.SUNDAY, GroundKind.MAY_FIRST, GroundKind.NIGHT)
        if rng.random() < 0.5
    )


def _urgent_works(canvas: Canvas, marks: int) -> tuple[Ground, ...]:
    """Return urgent works for the rules that heed them; the other rules' rotas stay as they are."""
    rng, often = Random(marks), URGENT.get(canvas.rule.id, 0.0)
    if rng.random() >= often:
        return ()
    return (
        Ground(
            kind=GroundKind.URGENT,
            since=rng.choice((date(2020, 1, 1),) * 4 + (canvas.monday + timedelta(days=7),)),
            dispositif=rng.choice(("", "", "e")),
            ground="essai",
        ),
    )


def horizon_of(rng: Random, monday: date) -> Span:
    """Return two weeks, or a little less: a horizon may begin and end in midweek, as months do."""
    begins = monday + timedelta(days=rng.choice((0, 0, 3)))
    return Span(midnight(begins), midnight(monday + timedelta(days=rng.choice((14, 14, 12)))))


def without(rota: Rota, *, slot: str = "", fixed: str = "") -> Rota:
    """Return the rota without a slot, or without a duty or class that was fixed."""
    problem = rota.problem
    return Rota(
        problem=replace(
            problem,
            slots=tuple(s for s in problem.slots if s.id != slot),
            locks=tuple(k for k in problem.locks if k.slot != slot),
            history=tuple(w for w in problem.history if w.duty.id != fixed),
            trainings=tuple(t for t in problem.trainings if t.id != fixed),
        ),
        assignments=frozenset(a for a in rota.assignments if a.slot != slot),
    )
