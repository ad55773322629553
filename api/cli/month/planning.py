"""`rota demo` and `rota generate`: plan a month, show it, write it."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from api.cli import options as o
from api.cli.command import PLAN, CommandSet, when_it_runs

with when_it_runs():
    from api.cli.folder import (
        EXAMPLE,
        after_history,
        check_publishable,
        check_writable,
        frame_of,
        place_of,
        this_minute,
        warn_of_untenable,
    )
    from api.cli.month.outcome import show_outcome, written_before
    from api.cli.month.solving import Listener, solving
    from api.cli.screen import say
    from api.data.association import Association
    from api.french.words import month_name
    from api.month.frames import Frame
    from api.month.planning import Follower, plan
    from api.month.team_time import team_time_conflicts
    from api.planning.names import names_of
    from scheduler.engine.outcome import (
        Options,
        Outcome,
    )
    from scheduler.engine.parts.names import dispositifs_in
    from scheduler.errors import InvalidProblemError
    from scheduler.publication import published_rota

commands = CommandSet()


@commands.declare(
    "Planifie un mois de toute l’association d’exemple : les 24 dispositifs, avec l’avancement "
    "du calcul, le bilan par dispositif, puis tous les documents (classeur, affichage mural, "
    "fiches, calendriers, graphiques).",
    panel=PLAN,
)
def demo(
    *,
    month: Annotated[
        date | None,
        o.month_option("Mois à planifier ; sans cela, celui qui suit le dernier publié."),
    ] = None,
    seconds: o.Seconds = 60,
    output: o.Output = Path("sortie"),
    seed: o.Seed = 0,
    detail: o.Detail = False,
    json: o.AsJson = False,
) -> int:
    check_writable(output)
    place = place_of(EXAMPLE)
    frame = frame_of(place, month or after_history(place.association))
    options = Options(seconds=seconds, seed=seed)
    outcome = _plan(frame, options, output)
    return show_outcome(
        *(place, frame, outcome),
        output=output,
        as_json_only=json,
        detail=detail,
        seconds=seconds,
    )


@commands.declare(
    "Planifie un mois d’après les fichiers d’une association, ou plusieurs d’un seul tenant (un "
    "trimestre, une année : heures annuelles, congés et formations y sont tenus ensemble). Ce qui "
    "est publié des autres dispositifs ne bouge pas. Un mois qui manque de monde donne un planning "
    "légal avec des trous nommés.",
    panel=PLAN,
)
def generate(
    folder: o.Folder,
    months: o.SeveralMonths,
    *,
    dispositif: o.Dispositifs = None,
    since: Annotated[
        date | None,
        o.day_option(
            "--depuis",
            "Ne replanifier qu’à partir de ce jour, avec le moins de changements ; sans cela, "
            "ce qui est publié et n’a pas commencé.",
        ),
    ] = None,
    seconds: o.Seconds = 60,
    output: o.Output = Path("sortie"),
    seed: o.Seed = 0,
    publish_it: Annotated[
        bool,
        o.flag(
            "--publier",
            "Écrire chaque mois dans DOSSIER/historique : les suivants en partent. De plusieurs, "
            "aucun n’est publié si l’un est bloqué.",
        ),
    ] = False,
    detail: o.Detail = False,
    json: o.AsJson = False,
) -> int:
    check_writable(output)
    if publish_it:
        check_publishable(folder, "--publier")
    place = place_of(folder)
    frame = frame_of(place, months.first, dispositif, until=months.last)
    warn_of_untenable(place.association, frame.problem)
    for text in team_time_conflicts(frame, this_minute()):
        say(f"Attention : {text}.", "yellow")
    if since is not None:
        if not frame.problem.horizon.days[0] <= since <= frame.problem.horizon.days[-1]:
            names = dict.fromkeys(map(month_name, (months.first, months.last)))
            raise InvalidProblemError(f"--depuis {since:%d/%m/%Y} est hors de {' à '.join(names)}")
        place.published(frame)
    options = Options(seconds=seconds, seed=seed)
    outcome = _plan(frame, options, output, since)
    return show_outcome(
        place,
        frame,
        outcome,
        output=output,
        as_json_only=json,
        detail=detail,
        seconds=seconds,
        publish_it=publish_it,
    )


def _plan(frame: Frame, chosen: Options, output: Path, since: date | None = None) -> Outcome:
    standing = written_before(output, frame)

    def run(listen: Listener, stop: threading.Event) -> Outcome:
        follower = Follower(on_progress=listen, stop=stop)
        return plan(
            frame, chosen, now=this_minute(), standing=standing, since=since, follower=follower
        )

    stands = bool(standing) or published_rota(frame.problem) is not None
    return solving(run, _namer(frame.association), stands=stands)


def _namer(association: Association) -> Any:
    names = names_of(association)

    def name(part: str) -> str:
        ids = dispositifs_in(part)
        more = f" (+ {len(ids) - 1})" if len(ids) > 1 else ""
        return f"{names.dispositif(ids[0])}{more}"

    return name
