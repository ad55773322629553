"""How time to a rota and to proved coverage, and memory, grow with people and with days."""

from __future__ import annotations

from datetime import date
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from api.data.folder.load import load
from api.month.frames import framed
from fixtures.draw import SAMPLE, grow
from fixtures.drawing import ward
from scheduler.domain.time import month_later
from scheduler.engine import Options, Solution
from tests.bench.metered import metered, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.bench.engine import Say

PEOPLE, MONTHS = (1, 2, 4, 8), (1, 2, 4)


class Grown(NamedTuple):
    """An association that grows: its month, and what writes it so many times as large."""

    name: str
    month: date
    write: Callable[[Path, int], Path]


GROWN = (
    Grown("soins", date(2027, 2, 1), lambda target, size: ward.write(target, people=60 * size)),
    # Copies share nobody: more parts, and not larger ones.
    Grown("association", date(2026, 12, 1), lambda target, size: grow(target, size, 1, SAMPLE)),
)


def growing(seconds: float, say: Say, names: Iterable[str] = ()) -> None:
    """Print, for each association, what each size costs, and by which powers that grows."""
    for grown in GROWN:
        if names and grown.name not in names:
            continue
        people = {size: planned(grown, size, 1, seconds * size, say) for size in PEOPLE}
        _say_powers("personnes", people, say)
        days = {months: planned(grown, 1, months, seconds * months, say) for months in MONTHS[1:]}
        _say_powers("mois", {1: people[1]} | days, say)


def planned(
    grown: Grown, size: int, months: int, seconds: float, say: Say
) -> Mapping[str, float | None]:
    """Search; return seconds of processor to a rota and to its proof, and memory."""
    with TemporaryDirectory() as scratch:
        association = load(grown.write(Path(scratch) / grown.name, size))
    frame = framed(association, grown.month, None, until=month_later(grown.month, months - 1))
    outcome, used, first, covered = metered(frame.problem, frame.profile, seconds, Options())
    where = (
        f"    {grown.name} × {size}, {months} mois, {len(frame.problem.mediators)} personnes, "
        f"{len(frame.problem.slots)} créneaux, {used:.0f} s de processeur"
    )
    if not isinstance(outcome, Solution):
        say(f"{where} : {outcome}")
        return {"planning légal": None, "couverture prouvée": None, "mémoire": None}
    costs = " / ".join(f"{tier.cost} (borne {tier.bound})" for tier in outcome.tiers[:2])
    say(
        f"{where} : planning légal {words(first)}, couverture prouvée {words(covered)}, mémoire "
        f"{outcome.peak_mb} Mo ; couverture {costs}"
    )
    return {"planning légal": first, "couverture prouvée": covered, "mémoire": outcome.peak_mb}


def _say_powers(what: str, sizes: Mapping[int, Mapping[str, float | None]], say: Say) -> None:
    powers = {
        name: power({n: figure for n, row in sizes.items() if (figure := row[name])})
        for name in next(iter(sizes.values()))
    }
    say(
        f"    exposants selon le nombre de {what} : "
        + ", ".join(f"{name} {'–' if p is None else f'{p:.2f}'}" for name, p in powers.items())
    )


def power(figures: Mapping[int, float]) -> float | None:
    """Return the power of size by which figures grow, by least squares (None: of under two)."""
    points = [(log(size), log(figure)) for size, figure in figures.items() if figure > 0]
    if len(points) < 2:
        return None
    across, up = (sum(column) / len(points) for column in zip(*points, strict=True))
    spread = sum(pow(x - across, 2) for x, _ in points)
    return float(sum((x - across) * (y - up) for x, y in points) / spread)
