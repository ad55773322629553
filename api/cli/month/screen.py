"""A planned month on the screen: dispositifs, what is missing and why, changes, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from rich import box
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.cli.screen import out, show
from api.export.formats import EACH
from api.export.month.bundle import Month
from api.french.plural import plural
from api.french.words import capital, month_name, of_month, shortened
from api.month.explanation import Explanation
from api.month.planning import Conflict
from api.planning.counters import by_rhythm
from api.planning.grid import Grid
from api.planning.holes import held_words, lack_words, open_words
from api.planning.moves import PersonChanges, turn_words
from api.planning.names import Names
from api.planning.summary import (
    hole_words,
    part_of,
    plain_remarks,
    tier_short,
    tier_words,
)
from api.staffing.causes import OpenPost
from api.staffing.groups import Group, Reasons
from api.staffing.wishes import refusal_words, wish_words
from api.staffing.wording import (
    OF_FIRST,
    cause_words,
    group_cause_words,
    group_lift_words,
    group_title,
    lift_words,
    nearest_words,
    sentences,
    stop_words,
)
from scheduler.domain.posts import Posts
from scheduler.domain.rota import Rota
from scheduler.engine import Solution
from scheduler.finding import Finding

BOX = box.SIMPLE_HEAD
CAUSES, HOLES, MORE = 12, 3, ("autre créneau", "autres créneaux")
PEOPLE = 6
COVERAGE_TIERS = 2
HOURS_TIER = 3


def show_month(month: Month, explained: Explanation, solution: Solution, *, detail: bool) -> None:
    """Print a planned month in a planner's order of reading; `detail`: the solver's figures too."""
    show_staffing(month, explained, solution, detail=detail)
    show_calculation(solution, detail=detail)
    show_verdict(solution.findings, month.posts)


def show_staffing(
    month: Month, explained: Explanation, solution: Solution, *, detail: bool
) -> None:
    """Print who is where in a month, what is missing and why, and what changes."""
    out().rule(f"Planning {of_month(month.grid.first)}")
    show_dispositifs(month.grid, solution if detail else None)
    most = len(explained.reasons.groups) if detail else CAUSES
    show_holes(explained.reasons, month.names, most)
    _show_refused(month, explained)
    show_rhythm(month.rota, most=None if detail else PEOPLE)
    if explained.changes is not None:
        show_changes(explained.changes, month.names)


def show_rhythm(rota: Rota, most: int | None = PEOPLE) -> None:
    """Tell the shape of people's weeks, the worst off first (`most`: so many; None: everybody)."""
    lines = by_rhythm(rota)
    if not lines:
        return
    show(f"Rythme des semaines, {plural(len(lines), 'personne')} :", style="bold")
    for person, words in lines[:most]:
        show(f"  {person.name} : {words}")
    if most is not None and (rest := len(lines) - most) > 0:
        show(f"  … et {plural(rest, 'autre')} : --detail, ou la feuille « Heures » du classeur.")


def show_calculation(solution: Solution, *, detail: bool) -> None:
    """Say whether a longer search might find better; `detail`: goal by goal, with figures."""
    if detail:
        show_tiers(solution)
    else:
        show_search(solution)
    show_remarks(solution.remarks if detail else plain_remarks(solution.remarks))
    for sentence in solution.contradictions:
        show(f"  {sentence}", style="yellow")


def _show_refused(month: Month, explained: Explanation) -> None:
    refused = explained.refused
    if not refused:
        return
    head = plural(len(refused), "souhait refusé", "souhaits refusés")
    out().print(Text(f"{head} :", style="bold"))
    for refusal in refused:
        reason = refusal_words(refusal, month.names)
        text = f"  {refusal.mediator.name}, {wish_words(refusal.wish)} : {reason}"
        show(text)


def show_changes(changes: Sequence[PersonChanges], names: Names) -> None:
    """Print each person's changes, compared to the published month."""
    count = sum(len(person.turns) for person in changes)
    if not count:
        out().print(Text("Aucun changement par rapport au planning publié.", style="green"))
        return
    people, many = plural(len(changes), "personne"), plural(count, "changement")
    show(f"{many} par rapport au planning publié, pour {people} :", style="bold")
    for person in changes:
        out().print(Text(f"  {person.mediator.name}"))
        for turn in person.turns:
            show(f"    {turn_words(turn, names)}")


def show_search_time(solution: Solution) -> None:
    """Say how long the calculation took, and what it needed."""
    stopped = ", arrêté à la demande" if solution.stopped else ""
    first = f"Premier planning légal en {solution.first_after:.0f} s, calcul"
    out().print(
        f"{'Calcul' if solution.unchanged else first} de {solution.seconds:.0f} s, dont "
        f"{solution.starting:.0f} s de mise en route{stopped}, {solution.peak_mb} Mo."
    )


def show_documents(month: Month, target: Path, publication: Path | None) -> None:
    """Say what was written where."""
    out().print(f"Documents : {target}/")
    for kind in EACH:
        out().print(f"  {kind.path.format(month=month.label):<24} {kind.says}")
    if publication is not None:
        out().print(f"Publié dans {publication}")


def show_dispositifs(grid: Grid, solution: Solution | None = None) -> None:
    """Print one line per dispositif, and how far each one's part is from the best."""
    table = Table(title="Dispositifs", title_justify="left", header_style="bold", box=BOX)
    table.padding = (0, 1, 0, 0)
    table.add_column("Dispositif", overflow="fold", min_width=22)
    for head in ("Créneaux", "Postes", "< min.", "Heures"):
        table.add_column(head, justify="right", no_wrap=True)
    if solution is not None:
        table.add_column("Couverture", no_wrap=True)
        table.add_column("Contrats", no_wrap=True)
    agency = ""
    for section in grid.sections:
        if section.agency != agency:
            agency = section.agency
            table.add_row(Text(agency, style="bold"))
        ratio = f"{100 * section.planned / section.due:.0f} %" if section.due else ""
        posts = section.posts
        cells: list[str | Text] = [
            f"{section.dispositif} {shortened(section.title, 60)}",
            str(posts.slots),
            Text(f"{posts.have}/{posts.target}", style="yellow" if posts.open else "green"),
            Text(str(posts.under) if posts.under else "", style="bold red"),
        ]
        cells.append(ratio)
        if solution is not None:
            cells += [
                _worst(solution, section.dispositif, range(COVERAGE_TIERS + 1)),
                _hours(solution, section.dispositif),
            ]
        table.add_row(*cells)
    out().print(table)
    note = (
        "Postes : pourvus sur la cible. < min. : postes sous le minimum. Heures : prévues sur "
        "dues, de tous ceux qui y travaillent."
    )
    if solution is not None:
        note += (
            " Couverture et contrats : « prouvé » optimal, ou « ≤ x % » : évitable à x % au plus "
            "(« ? » : écart inconnu), pour tout ce qui se planifie ensemble."
        )
    out().print(Text(note, style="dim"))


def show_tiers(solution: Solution) -> None:
    """Print each tier's cost, bound and what that means."""
    table = Table(
        title="Rangs, du premier au dernier", title_justify="left", header_style="bold", box=BOX
    )
    for head in ("Rang", "Objectif", "Coût", "Borne", "Unité", "Autrement dit"):
        table.add_column(head, justify="right" if head in {"Coût", "Borne", "Rang"} else "left")
    for tier in solution.tiers:
        table.add_row(
            str(tier.tier),
            tier.name,
            str(tier.cost),
            str(tier.bound),
            tier.unit,
            Text(tier_words(tier), style="green" if tier.optimal else "yellow"),
        )
    out().print(table)


def show_remarks(remarks: Iterable[str]) -> None:
    """Print what is said of the rota besides the costs of goals."""
    for remark in remarks:
        show(f"  {remark}")


def show_in_short(months: Sequence[Month], explained: Sequence[Explanation]) -> None:
    """Print what a responsable would tell her director of each month, in three sentences."""
    out().print()
    for month, why in zip(months, explained, strict=True):
        for sentence in sentences(month.grid.first, month.posts, why.reasons, month.names):
            show(sentence)


def show_holes(reasons: Reasons, names: Names, most: int = CAUSES) -> None:
    """Name the holes by what keeps them open, those under the minimum first."""
    if not reasons.posts:
        out().print(Text("Aucun trou : tous les postes sont pourvus.", style="green"))
        return
    out().print(Text(f"{open_words(reasons.missing, reasons.under)} :", style="bold"))
    for group in reasons.groups[:most]:
        _show_group(group, reasons, names)
    rest = reasons.groups[most:]
    if rest:
        posts = plural(sum(group.missing for group in rest), "poste")
        out().print(
            f"  … et {plural(len(rest), 'autre cause', 'autres causes')} pour {posts} : --detail, "
            "ou la feuille « Trous » du classeur.",
            soft_wrap=True,
        )


def _show_group(group: Group, reasons: Reasons, names: Names) -> None:
    first = group.posts[0]
    style = "red" if group.under else ""
    show(f"  {group_title(group, names)}", style=style)
    lines = [f"Pourquoi : {group_cause_words(group, reasons)}"]
    shown = [hole_words(post.hole, names) for post in group.posts[:HOLES]]
    rest = len(group.posts) - len(shown)
    lines += [*shown] + ([f"… et {plural(rest, *MORE)}"] if rest else [])
    closest, lift = nearest_words(first, names), group_lift_words(group, reasons, names)
    of_first = OF_FIRST if len(group.posts) > 1 else ""
    lines += [f"Au plus proche{of_first} : {closest}"] if closest else []
    lines += [f"Ce qui le lèverait : {lift}"] if lift else []
    for line in lines:
        show(f"    {line}")


def show_hole(post: OpenPost, reasons: Reasons, names: Names) -> None:
    """Print why one post is open, what stops whom, and what would remove the obstacle."""
    dispositif = names.dispositif(post.hole.slot.dispositif)
    show(f"{dispositif}, {hole_words(post.hole, names)}", style="bold")
    lines = [f"Pourquoi : {cause_words(post, reasons)}"]
    closest, lift = nearest_words(post, names), lift_words(post, reasons, names)
    lines += [f"Au plus proche : {closest}"] if closest else []
    lines += [f"Ce qui le lèverait : {lift}"] if lift else []
    if post.stops:
        lines += ["Qui pourrait venir, et ce qui l’arrête :"]
    lines += [f"  {stop_words(stop, names)}" for stop in post.stops]
    for line in lines:
        show(f"  {line}")


def show_search(solution: Solution) -> None:
    """Say whether the rota is proved to be the best, or might be better with more time."""
    if all(tier.optimal for tier in solution.tiers):
        show("On ne peut pas faire mieux, c’est prouvé. Objectif par objectif : --detail.")
    else:
        show(
            "Un calcul plus long peut trouver encore mieux : --secondes. "
            "Objectif par objectif : --detail."
        )


def show_verdict(findings: Sequence[Finding], posts: Posts) -> bool:
    """Say whether a month is lawful, then whether it is staffed; return whether it is lawful."""
    blocking = [f for f in findings if f.blocks and not f.inherited]
    inherited = [f for f in findings if f.blocks and f.inherited]
    rest = len(findings) - len(blocking) - len(inherited)
    lines = []
    if blocking:
        singular, many = "constat bloque la publication.", "constats bloquent la publication."
        lines.append(f"Illégal : {plural(len(blocking), singular, many)}")
    # Nobody's month is lawful because it is empty.
    law = "" if blocking or not posts.have else "Légal. "
    lacks = lack_words(posts.open, posts.under)
    lack = f" : {lacks[0].lower()}{lacks[1:]}" if posts.open else ""
    lines.append(f"{law}{capital(held_words(posts.have, posts.target))}{lack}.")
    if inherited:
        kept = plural(len(inherited), "constat hérité", "constats hérités")
        lines.append(f"{kept} du passé, hors de ce planning.")
    if rest:
        lines.append(f"{plural(rest, 'autre constat', 'autres constats')} à lire.")
    bad = blocking or not posts.have
    style = "red" if bad else "yellow" if posts.under else "green"
    out().print(Panel(Text("\n".join(lines)), border_style=style, expand=False))
    return not blocking


def _worst(solution: Solution, dispositif: str, tiers: range) -> Text:
    part = part_of(solution, dispositif)
    if part is None:
        return Text("")
    reached = [t for t in part.tiers if t.tier in tiers]
    if not reached:
        return Text("")
    worst = max(reached, key=lambda t: (not t.optimal, t.gap))
    return Text(tier_short(worst), style="green" if worst.optimal else "yellow")


def _hours(solution: Solution, dispositif: str) -> Text:
    return _worst(solution, dispositif, range(HOURS_TIER, HOURS_TIER + 1))


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
    show(
        "Cherché d’abord fenêtre par fenêtre, chacune à la suite de celles d’avant, puis d’un "
        "seul tenant. Les bornes d’une fenêtre ne valent que pour elle : leur somme ne borne "
        "pas l’ensemble, dont les bornes sont ci-dessus."
    )
    for report in solution.windows:
        words = window_words(report.window.days, report.slots, report.seconds)
        show(f"  {words}")
        if detail:
            for tier in report.tiers:
                cost = f"{tier.tier}. {tier.name} : {tier.cost} (borne {tier.bound}"
                out().print(Text(f"    {cost}, {tier_words(tier)})"), soft_wrap=True)


def window_words(days: Sequence[date], slots: int, seconds: float) -> str:
    """Say how long a window was searched: `01/01/2027–31/01/2027 : 406 créneaux, 39 s`."""
    many = plural(slots, "créneau", "créneaux")
    return f"{days[0]:%d/%m/%Y}–{days[-1]:%d/%m/%Y} : {many}, {seconds:.0f} s"


def show_conflict(sentences: Sequence[str], *, verified: bool) -> None:
    """Print a minimal conflict, one sentence for each of its claims."""
    out().print(Text("Ces exigences ne peuvent pas tenir ensemble :", style="bold red"))
    for number, sentence in enumerate(sentences, 1):
        show(f"  {number}. {sentence}")
    if verified:
        words = "Vérifié : ensemble elles sont impossibles, et sans l’une d’elles possibles."
    else:
        words = "Non conclu : le temps a manqué pour vérifier que chacune est nécessaire."
    show(words, style="dim")


def show_ways_out(conflict: Conflict) -> None:
    """Print what can be given up, the cheapest first."""
    if not conflict.ways:
        words = "Aucune issue : renoncer à ce qui est demandé (verrous, créneaux obligatoires, "
        words += "limites d’une personne) n’y suffirait pas."
        if not conflict.ways_concluded:
            words = "Issues : non conclu, le temps a manqué pour les chercher."
        show(words, style="dim")
        return
    out().print(Text("Les issues les moins coûteuses, essayées et jugées :", style="bold"))
    for number, way in enumerate(conflict.ways, 1):
        proved = "" if way.cheapest else " (non conclu : il en est peut-être de moins coûteuses)"
        show(f"  {number}. {way.sentence}{proved}")
