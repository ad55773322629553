"""`rota replay`: make a publication again, and say whether the same comes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from api.access.errors import UnknownError
    from api.cli.screen import BLOCKED, OK, err, say, say_json, show
    from api.data.folder.load import load
    from api.database.engine import connect, reading
    from api.french.plural import plural
    from api.french.words import month_name
    from api.month.replay.service import Recalculation, Replay, Verdict
    from api.month.replay.service import replay as made_again
    from api.month.replay.solving import replay_folder, solve_again
    from api.settings import read_settings
    from api.web.plain import as_json
    from scheduler.errors import InvalidProblemError

commands = CommandSet()

VERDICTS = {
    "identique": ("Refaite à l’identique : la même empreinte revient.", "green"),
    "differe": ("Elle ne se refait pas : une autre empreinte vient.", "bold red"),
    "incertain": ("On ne peut pas l’assurer : il manque de quoi la refaire.", "yellow"),
}


@commands.declare(
    "Refait une publication du registre avec sa version, et les données et le registre de ce "
    "moment-là : dit si la même empreinte revient, ou ce qui diffère, ou ce qui manque. D’un "
    "dossier, avec --mois : ce que ses fichiers redonnent, et ce qu’il ne garde pas.",
    panel=UNDERSTAND,
)
def replay(
    publication: Annotated[
        str,
        typer.Argument(
            metavar="NUMÉRO|DOSSIER", help="Numéro de la publication, ou dossier d’association."
        ),
    ],
    *,
    month: Annotated[date | None, o.month_option("Mois à refaire d’un dossier.")] = None,
    solve: Annotated[
        bool,
        o.flag("--calcul", "Refait aussi le calcul, s’il avait été borné par un effort."),
    ] = False,
    json: o.AsJson = False,
) -> int:
    if publication.isdecimal() and int(publication):
        return _of_register(int(publication), solve=solve, json=json)
    if not Path(publication).exists():
        raise InvalidProblemError(
            f"reçu « {publication} », attendu : le numéro d’une publication, ou un dossier"
        )
    if month is None:
        raise InvalidProblemError("d’un dossier, dites le mois à refaire : --mois 2026-12")
    return _of_folder(Path(publication), month, json=json)


def _of_folder(folder: Path, month: date, *, json: bool) -> int:
    answer = replay_folder(load(folder), month, datetime.now(UTC))
    if json:
        say_json(
            {
                "state": Verdict.UNSURE.value,
                "month": f"{answer.month:%Y-%m}",
                "published": answer.published,
                "again": answer.again,
                "missing": list(answer.missing),
            }
        )
        return BLOCKED
    show(f"{month_name(answer.month)} : {answer.sentence}.")
    for sentence in answer.missing:
        say(f"  {sentence}", "yellow")
    words, style = VERDICTS[Verdict.UNSURE]
    show(words, style=style)
    return BLOCKED


def _of_register(number: int, *, solve: bool, json: bool) -> int:
    engine = connect(read_settings().database_url)
    try:
        with err().status("Publication refaite…"), reading(engine) as session:
            answer = made_again(session, number)
            again = solve_again(session, number) if solve else None
    except UnknownError:
        raise InvalidProblemError(f"le registre n’a pas de publication n° {number}") from None
    finally:
        engine.dispose()
    if json:
        say_json(_values(answer, again))
    else:
        _show(answer, again)
    verdicts = {answer.verdict} if again is None else {answer.verdict, again.verdict}
    return OK if verdicts == {Verdict.SAME} else BLOCKED


def _values(answer: Replay, again: Recalculation | None) -> dict[str, object]:
    return {
        **as_json(answer),
        "recalculation": None if again is None else as_json(again),
    }


def _show(answer: Replay, again: Recalculation | None) -> None:
    head = f"Publication n° {answer.number}, {month_name(answer.month)}, empreinte {answer.hash}"
    show(head)
    for sentence in (*answer.missing, *answer.differences):
        say(f"  {sentence}", "yellow")
    if answer.carried is not None:
        show(f"  {answer.carried.sentence}")
    if answer.findings:
        number = sum(group.number for group in answer.findings)
        words = plural(number, "constat refait", "constats refaits")
        kinds = plural(len(answer.findings), "sorte")
        show(f"  {words}, de {kinds} (--json)")
    if answer.calculation:
        show(f"  {answer.calculation}")
    if again is not None:
        style = VERDICTS[again.verdict][1]
        show(f"  {again.sentence}", style=style)
    words, style = VERDICTS[answer.verdict]
    show(words, style=style)
