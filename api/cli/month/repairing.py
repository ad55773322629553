"""`rota generate … --variantes`: plan a published month again in several ways, side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rich.table import Table
from rich.text import Text

from api.cli.folder import this_minute
from api.cli.month.solving import Listener, solving
from api.cli.screen import BLOCKED, OK, out, say, say_json, show
from api.data.folder.atomic import write_file
from api.month.alternatives.wording import payer_words
from api.month.frames import Frame
from api.month.planning import Follower
from api.month.repairs.repair import Repair
from api.month.repairs.service import repairs
from api.month.repairs.wording import TITLES, repair_json, repair_words, state_of
from api.planning.moves import turn_words
from api.planning.names import Names, names_of
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Options


def show_repairs(
    frame: Frame,
    assignments: frozenset[Assignment],
    options: Options,
    *,
    since: date | None,
    output: Path,
    part_name: Callable[[str], str],
    as_json_only: bool,
) -> int:
    """Plan a month again in every way, show them side by side, and write each as a CSV file."""

    def run(listen: Listener, stop: threading.Event) -> tuple[Repair, ...]:
        follower = Follower(on_progress=listen, stop=stop)
        return repairs(
            frame, assignments, options, now=this_minute(), since=since, follower=follower
        )

    planned = solving(run, part_name, stands=True)
    names = names_of(frame.association)
    files = [_write(output, frame, repair, names) for repair in planned]
    if as_json_only:
        say_json(
            {
                "repairs": [
                    {**repair_json(repair, names), "file": "" if file is None else f"{file}"}
                    for repair, file in zip(planned, files, strict=True)
                ]
            }
        )
    else:
        _show(planned, files, names)
    # One way that ran out of time takes nothing from the others, which are there to choose from.
    return OK if any(state_of(repair) == "possible" for repair in planned) else BLOCKED


def _write(output: Path, frame: Frame, repair: Repair, names: Names) -> Path | None:
    """Write the month of a repair as the CSV that `--planning` reads (None: it found no month)."""
    from api.export.month.csv import rota_csv  # noqa: PLC0415 - loads more

    if repair.assignments is None:
        return None
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{frame.label}-{repair.way.value.replace('_', '-')}.csv"
    write_file(path, rota_csv(frame.rota(repair.assignments), names))
    return path


def _show(planned: Sequence[Repair], files: Sequence[Path | None], names: Names) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for repair in planned:
        table.add_column(TITLES[repair.way], justify="right")
    lines: tuple[tuple[str, Callable[[Repair], object]], ...] = (
        ("Changements", lambda repair: len(repair.turns)),
        ("Personnes", lambda repair: len(repair.changes)),
        ("Dans le délai de prévenance", lambda repair: repair.late),
        ("À moins de 48 h", lambda repair: repair.soon),
        ("Manquent au minimum", lambda repair: repair.posts and repair.posts.under),
        ("Manquent à la cible", lambda repair: repair.posts and repair.posts.open),
    )
    for head, count in lines:
        cells = (f"{count(r)}" if r.assignments is not None else "–" for r in planned)
        table.add_row(head, *cells)
    out().print(table)
    for ways in _alike(planned):
        out().print(Text(" ; ".join(TITLES[repair.way] for repair in ways), "bold"))
        if len(ways) > 1:
            out().print(Text("  Le même planning."))
        for sentence in _sentences(ways, names):
            show(f"  {sentence}")
        _show_changes(ways[0], names)
        for repair, file in zip(planned, files, strict=True):
            if file is not None and repair in ways:
                say(f"  Écrit dans {file} (à relire par --planning).")


def _show_changes(repair: Repair, names: Names) -> None:
    for person in repair.changes:
        out().print(Text(f"    {person.mediator.name}"))
        for turn in person.turns:
            show(f"      {turn_words(turn, names)}")
    if repair.payers:
        out().print(Text("  Qui paierait :"))
    for payer in repair.payers:
        show(f"    {payer_words(payer)}")


def _alike(planned: Sequence[Repair]) -> list[list[Repair]]:
    """Return the ways in order, those that found the same month together."""
    groups: list[list[Repair]] = []
    for repair in planned:
        for group in groups:
            if repair.assignments is not None and repair.assignments == group[0].assignments:
                group.append(repair)
                break
        else:
            groups.append([repair])
    return groups


def _sentences(ways: Sequence[Repair], names: Names) -> list[str]:
    """Return the sentences of ways that found one month; those that aren't all's name theirs."""
    worded = [(repair, repair_words(repair, names)) for repair in ways]
    every = [sentence for sentence in worded[0][1] if all(sentence in words for _, words in worded)]
    own = [
        f"{TITLES[repair.way]} : {sentence}"
        for repair, words in worded
        for sentence in words
        if sentence not in every
    ]
    return every + own
