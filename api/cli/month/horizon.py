"""Several months planned at once, on the screen: each month, then the whole and its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.month.screen import show_calculation, show_staffing, show_verdict
from api.cli.screen import out
from api.french.plural import plural
from api.french.words import month_name, of_month
from api.planning.summary import tier_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from api.export.month.bundle import Month
    from api.month.explanation import Explanation
    from scheduler.engine import Solution


def show_months(
    months: Sequence[Month],
    explained: Sequence[Explanation],
    solution: Solution,
    *,
    detail: bool,
) -> None:
    """Print months that were planned at once: each with its verdict, then what all of them cost."""
    for month, why in zip(months, explained, strict=True):
        show_staffing(month, why, solution, detail=detail)
        show_verdict(month.findings, month.posts)
    first, last = months[0].grid.first, months[-1].grid.first
    out().rule(f"Ensemble, {of_month(first)} à {month_name(last)}")
    show_calculation(solution, detail=detail)
    show_windows(solution, detail=detail)


def show_windows(solution: Solution, *, detail: bool) -> None:
    """Say by which windows a long horizon was planned; `detail`: with costs and bounds of each."""
    if not solution.windows:
        out().print(Text("Tous les mois ont été cherchés ensemble, d’un seul tenant."))
        return
    out().print(
        Text(
            "Cherché d’abord fenêtre par fenêtre, chacune à la suite de celles d’avant, puis d’un "
            "seul tenant. Les bornes d’une fenêtre ne valent que pour elle : leur somme ne borne "
            "pas l’ensemble, dont les bornes sont ci-dessus."
        ),
        soft_wrap=True,
    )
    for report in solution.windows:
        words = window_words(report.window.days, report.slots, report.seconds)
        out().print(Text(f"  {words}"), soft_wrap=True)
        if detail:
            for tier in report.tiers:
                cost = f"{tier.tier}. {tier.name} : {tier.cost} (borne {tier.bound}"
                out().print(Text(f"    {cost}, {tier_words(tier)})"), soft_wrap=True)


def window_words(days: Sequence[date], slots: int, seconds: float) -> str:
    """Say how long a window was searched: `01/01/2027–31/01/2027 : 406 créneaux, 39 s`."""
    many = plural(slots, "créneau", "créneaux")
    return f"{days[0]:%d/%m/%Y}–{days[-1]:%d/%m/%Y} : {many}, {seconds:.0f} s"
