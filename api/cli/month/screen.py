"""A planned month on the screen: dispositifs, what is missing and why, changes, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.month import tables
from api.cli.screen import out
from api.export.month.formats import EACH
from api.french.words import of_month, plural
from api.planning.moves import turn_words
from api.staffing.wishes import refusal_words, wish_words

if TYPE_CHECKING:
    from pathlib import Path

    from api.export.month.bundle import Month
    from api.month.explained import Explained
    from scheduler.engine import Solved


def show_month(month: Month, explained: Explained, solved: Solved, *, detail: bool) -> None:
    """Print what a planner reads first to last; `detail`: with the solver's figures."""
    out().rule(f"Planning {of_month(month.grid.first)}")
    tables.show_dispositifs(month.rota, month.grid, solved if detail else None)
    most = len(explained.reasons.groups) if detail else tables.CAUSES
    tables.show_holes(explained.reasons, month.names, most)
    _show_refused(month, explained)
    _show_changes(month, explained)
    if detail:
        tables.show_tiers(solved)
    else:
        tables.show_search(solved)
    tables.show_verdict(solved.findings, month.rota)


def _show_refused(month: Month, explained: Explained) -> None:
    refused = explained.refused
    if not refused:
        return
    head = plural(len(refused), "souhait refusé", "souhaits refusés")
    out().print(Text(f"{head} :", style="bold"))
    for one in refused:
        text = f"  {one.mediator.name}, {wish_words(one)} : {refusal_words(one, month.names)}"
        out().print(Text(text), soft_wrap=True)


def _show_changes(month: Month, explained: Explained) -> None:
    if explained.changes is None:
        return
    count = sum(len(one.turns) for one in explained.changes)
    if not count:
        out().print(Text("Aucun changement par rapport au planning publié.", style="green"))
        return
    people = plural(len(explained.changes), "personne")
    changes = plural(count, "changement")
    out().print(
        Text(f"{changes} par rapport au planning publié, pour {people} :", style="bold"),
        soft_wrap=True,
    )
    for one in explained.changes:
        out().print(Text(f"  {one.mediator.name}"))
        for turn in one.turns:
            out().print(Text(f"    {turn_words(turn, month.names)}"), soft_wrap=True)


def show_documents(month: Month, solved: Solved, target: Path, publication: Path | None) -> None:
    """Say how long it took, and what was written where."""
    stopped = ", arrêté à la demande" if solved.stopped else ""
    out().print(
        f"Premier planning légal en {solved.first_after:.0f} s, calcul de {solved.seconds:.0f} s"
        f"{stopped}, {solved.peak_mb} Mo."
    )
    out().print(f"Documents : {target}/")
    for kind in EACH:
        out().print(f"  {kind.path.format(month=month.label):<24} {kind.says}")
    if publication is not None:
        out().print(f"Publié dans {publication}")
