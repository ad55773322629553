"""A busy fortnight: duties that follow each other by gaps and lengths near any limit of a rule."""

from scheduler.domain.time import midnight_minute
from scheduler.rule import Rule
from tests.constraints.drawn.pieces import DAY, HOUR, Canvas, Piece, Scene

GAPS = (0, 19, 20, 30, 121, 8 * HOUR, 14 * HOUR, 16 * HOUR, DAY, 2 * DAY)
LENGTHS = (60, 180, 240, 270, 271, 360, 420, 480, 540, 600)


def limits(rule: Rule, canvas: Canvas) -> list[int]:
    """Every threshold of the rule in minutes: just under, exact, just over."""
    values = [v.on(canvas.monday) for v in rule.parameters().values() if v.unit == "minutes"]
    return sorted({v + shift for v in values for shift in (-1, 0, 1)})


def busy(canvas: Canvas) -> Scene:
    """Chain up to sixteen duties of all kinds, some of them begun before the last one ends."""
    rng = canvas.rng
    near = [v for v in limits(canvas.rule, canvas) if v < 40 * HOUR] or [660]
    short = [v for v in near if v <= 12 * HOUR] or [480]
    clock = midnight_minute(canvas.monday) - 3 * DAY + canvas.pick((0, 360, 450, 540, 1290))
    pieces: list[Piece] = []
    for _ in range(rng.randint(1, 16)):
        clock += canvas.pick(near if rng.random() < 0.5 else GAPS)
        piece = canvas.piece(clock, canvas.pick(short if rng.random() < 0.5 else LENGTHS))
        piece.site = canvas.pick(("s1", "s1", "s2", ""))
        piece.dispositif = canvas.pick(("d", "d", "d", "e"))
        if rng.random() < 0.12:
            piece.what = "standby"
        pieces.append(piece)
        # Now and then the next duty begins inside this one.
        clock = piece.last - (30 if rng.random() < 0.1 else 0)
    return Scene(pieces=pieces)
