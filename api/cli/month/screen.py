"""A planned month on the screen: dispositifs, what is missing and why, changes, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.month import tables
from api.cli.screen import out
from api.export.month.formats import EACH
from api.french.plural import plural
from api.french.words import of_month
from api.planning.moves import turn_words
from api.staffing.wishes import refusal_words, wish_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.export.month.bundle import Month
    from api.month.explained import Explained
    from api.planning.moves import PersonChanges
    from api.planning.names import Names
    from scheduler.engine import Solved


def show_month(month: Month, explained: Explained, solved: Solved, *, detail: bool) -> None:
    """Print what a planner reads first to last; `detail`: with the solver's figures."""
    out().rule(f"Planning {of_month(month.grid.first)}")
    tables.show_dispositifs(month.rota, month.grid, solved if detail else None)
    most = len(explained.reasons.groups) if detail else tables.CAUSES
    tables.show_holes(explained.reasons, month.names, most)
    _show_refused(month, explained)
    if explained.changes is not None:
        show_changes(explained.changes, month.names)
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
    for refusal in refused:
        why = refusal_words(refusal, month.names)
        text = f"  {refusal.mediator.name}, {wish_words(refusal)} : {why}"
        out().print(Text(text), soft_wrap=True)


def show_changes(changes: Sequence[PersonChanges], names: Names) -> None:
    """Print what changes for whom against what is published."""
    count = sum(len(person.turns) for person in changes)
    if not count:
        out().print(Text("Aucun changement par rapport au planning publié.", style="green"))
        return
    people, many = plural(len(changes), "personne"), plural(count, "changement")
    out().print(
        Text(f"{many} par rapport au planning publié, pour {people} :", style="bold"),
        soft_wrap=True,
    )
    for person in changes:
        out().print(Text(f"  {person.mediator.name}"))
        for turn in person.turns:
            out().print(Text(f"    {turn_words(turn, names)}"), soft_wrap=True)


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
