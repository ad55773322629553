"""What each kind of step of a search came to, over all parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine import Profiled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.engine import Solution
    from tests.bench.engine import Say


def work_of(outcome: Solution) -> tuple[Profiled, ...]:
    """Return what each kind of step came to, over all parts, by name."""
    done = [work for part in outcome.parts for work in part.work]
    return tuple(
        Profiled(
            kind=kind,
            tries=sum(w.tries for w in done if w.kind == kind),
            gains=sum(w.gains for w in done if w.kind == kind),
            seconds=sum(w.seconds for w in done if w.kind == kind),
        )
        for kind in sorted({w.kind for w in done})
    )


def say_work(work: Iterable[Profiled], say: Say) -> None:
    """Print what each kind of step came to; neighbourhoods of lists count their generation."""
    say("    profil (essais, gains, secondes de processeur) :")
    for w in work:
        say(f"        {w.kind:26} {w.tries:6} {w.gains:6} {w.seconds:8.1f} s")
