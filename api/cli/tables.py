"""Tables and lists of results on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.cli.screen import out
from api.holes import holes
from api.summary import dispositif_summaries, hole_words, part_of, tier_short, tier_words
from api.words import plural, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.grid import Grid
    from api.names import Names
    from scheduler.domain.rota import Rota
    from scheduler.engine import Solved
    from scheduler.finding import Finding

BOX = box.SIMPLE_HEAD
HOLES = 12
COVERAGE_TIERS = 2
HOURS_TIER = 3


def show_dispositifs(rota: Rota, grid: Grid, solved: Solved | None = None) -> None:
    """Print one line per dispositif, and how far each one's part is from the best."""
    table = Table(title="Dispositifs", title_justify="left", header_style="bold", box=BOX)
    table.padding = (0, 1, 0, 0)
    table.add_column("Dispositif", overflow="fold", min_width=22)
    for head in ("Créneaux", "Postes", "< min.", "Heures"):
        table.add_column(head, justify="right", no_wrap=True)
    if solved is not None:
        table.add_column("Couverture", no_wrap=True)
        table.add_column("Contrats", no_wrap=True)
    agency = ""
    for one in dispositif_summaries(rota, grid):
        if one.agency != agency:
            agency = one.agency
            table.add_row(Text(agency, style="bold"))
        ratio = "" if one.ratio is None else f"{100 * one.ratio:.0f} %"
        missing = one.posts - one.filled
        cells: list[str | Text] = [f"{one.id} {shortened(one.title, 60)}", str(one.slots)]
        cells.append(Text(f"{one.filled}/{one.posts}", style="yellow" if missing else "green"))
        cells.append(Text(str(one.vital) if one.vital else "", style="bold red"))
        cells.append(ratio)
        if solved is not None:
            cells += [_worst(solved, one.id, range(COVERAGE_TIERS + 1)), _hours(solved, one.id)]
        table.add_row(*cells)
    out().print(table)
    note = (
        "Postes : pourvus sur la cible. < min. : besoins sous leur minimum. Heures : prévues sur "
        "dues, de tous ceux qui y travaillent."
    )
    if solved is not None:
        note += (
            " Couverture et contrats : « prouvé » optimal, ou « ≤ x % » : à x % au plus du mieux "
            "possible (« ? » : écart inconnu), pour tout ce qui se planifie ensemble."
        )
    out().print(Text(note, style="dim"))


def show_tiers(solved: Solved) -> None:
    """Print each tier's cost, bound and what that means."""
    table = Table(
        title="Rangs, du premier au dernier", title_justify="left", header_style="bold", box=BOX
    )
    for head in ("Rang", "Objectif", "Coût", "Borne", "Unité", "Autrement dit"):
        table.add_column(head, justify="right" if head in {"Coût", "Borne", "Rang"} else "left")
    for tier in solved.tiers:
        table.add_row(
            str(tier.tier),
            tier.name,
            str(tier.cost),
            str(tier.bound),
            tier.unit,
            Text(tier_words(tier), style="green" if tier.optimal else "yellow"),
        )
    out().print(table)


def show_holes(rota: Rota, names: Names, most: int = HOLES) -> None:
    """Name the holes, those under the minimum first."""
    found = sorted(holes(rota), key=lambda h: not h.vital)
    if not found:
        out().print(Text("Aucun trou : tous les postes sont pourvus.", style="green"))
        return
    missing = sum(h.missing for h in found)
    out().print(Text(f"{plural(missing, 'poste')} à pourvoir :", style="bold"))
    for hole in found[:most]:
        dispositif = names.dispositif(hole.slot.dispositif)
        text = f"  {dispositif}, {hole_words(hole, names)}"
        out().print(Text(text, style="red" if hole.vital else ""), soft_wrap=True)
    if len(found) > most:
        rest = len(found) - most
        out().print(f"  … et {rest} autres, dans la feuille « Trous » du classeur.")


def show_verdict(findings: Sequence[Finding]) -> bool:
    """Say whether the rota is lawful; return it."""
    blocking = [f for f in findings if f.blocks and not f.inherited]
    inherited = [f for f in findings if f.blocks and f.inherited]
    rest = len(findings) - len(blocking) - len(inherited)
    lines = []
    if blocking:
        one, many = "constat bloque la publication.", "constats bloquent la publication."
        lines.append(plural(len(blocking), one, many))
    else:
        lines.append("Planning légal : aucun constat ne bloque sa publication.")
    if inherited:
        kept = plural(len(inherited), "constat hérité", "constats hérités")
        lines.append(f"{kept} du passé, hors de ce planning.")
    if rest:
        lines.append(f"{plural(rest, 'autre constat', 'autres constats')} à lire.")
    style = "red" if blocking else "green"
    out().print(Panel(Text("\n".join(lines)), border_style=style, expand=False))
    return not blocking


def _worst(solved: Solved, dispositif: str, tiers: range) -> Text:
    part = part_of(solved, dispositif)
    if part is None:
        return Text("")
    mine = [t for t in part.tiers if t.tier in tiers]
    if not mine:
        return Text("")
    worst = max(mine, key=lambda t: (not t.optimal, t.gap))
    return Text(tier_short(worst), style="green" if worst.optimal else "yellow")


def _hours(solved: Solved, dispositif: str) -> Text:
    return _worst(solved, dispositif, range(HOURS_TIER, HOURS_TIER + 1))


def show_conflict(sentences: Sequence[str], *, verified: bool) -> None:
    """Print a minimal conflict, a sentence a claim."""
    out().print(Text("Ces exigences ne peuvent pas tenir ensemble :", style="bold red"))
    for number, sentence in enumerate(sentences, 1):
        out().print(Text(f"  {number}. {sentence}"), soft_wrap=True)
    if verified:
        words = "Vérifié : ensemble elles sont impossibles, et sans l’une d’elles possibles."
    else:
        words = "Non conclu : le temps a manqué pour vérifier que chacune est nécessaire."
    out().print(Text(words, style="dim"), soft_wrap=True)
