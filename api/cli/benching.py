"""`rota bench`: what the engine and the audit cost on this machine."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - typer reads it at run time
from pathlib import Path  # noqa: TC003 - same
from typing import Annotated

import typer

from api.bench.starts import starts
from api.cli import options as o
from api.cli.folder import read_folder
from api.cli.month.planning import EXAMPLE, after_history
from api.cli.screen import OK, out

STEPS = ("demarrage", "moteur", "long", "seuls", "dix", "audit")


def bench(
    folder: Annotated[
        Path, typer.Option("--dossier", metavar="DOSSIER", help="Association à mesurer.")
    ] = EXAMPLE,
    month: Annotated[
        date | None,
        typer.Option(
            "--mois",
            metavar="AAAA-MM",
            parser=o.month,
            show_default=False,
            help="Mois à planifier ; sans cela, celui qui suit le dernier publié.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--mesure",
            metavar="|".join(STEPS),
            show_default=False,
            help="Ne faire que cette mesure (peut être répété) ; sans cela, toutes.",
        ),
    ] = None,
) -> int:
    """Measure and print: starts, first rota, gaps, memory, ratios, growth."""
    unknown = [one for one in only or () if one not in STEPS]
    if unknown:
        raise typer.BadParameter(f"« {unknown[0]} » inconnue (attendu : {', '.join(STEPS)})")

    def say(line: str) -> None:
        # Each line at once: the whole takes a quarter of an hour.
        out().print(line, highlight=False, soft_wrap=True, markup=False)

    wanted = frozenset(only or STEPS)
    if "demarrage" in wanted:
        starts(say)
    if wanted == {"demarrage"}:
        return OK
    from api.bench.report import report  # noqa: PLC0415 - the solver is loaded only if asked

    report(folder, month or after_history(read_folder(folder)), say, wanted=wanted)
    return OK
