"""`rota demo` and `rota generate`: plan a month, show it, write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fixtures
from api.cli.folder import (
    HalfPublishedError,
    check_writable,
    problem_of,
    read_folder,
    standing,
    this_minute,
    warn_of_untenable,
    write,
    write_published,
)
from api.cli.guard import reason_of
from api.cli.interrupting import NOTHING, too_late
from api.cli.month import tables
from api.cli.month.screen import show_documents, show_month
from api.cli.month.solving import Listener, solving
from api.cli.screen import BLOCKED, CRASHED, OK, err, say, say_json
from api.data.profile import profile_for
from api.export.month.bundle import month_of
from api.export.month.formats import Format
from api.french.words import month_name
from api.judging.acknowledging import answers_for
from api.month.explained import explained_json, explained_month
from api.planning.names import names_of
from api.planning.summary import as_json, conflict_json, solved_json
from scheduler.begun import published, with_facts
from scheduler.domain.time import next_month
from scheduler.engine import Infeasible, Options, OutOfTime, solve
from scheduler.engine.replan import replan
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    import threading

    from api.data.association import Association
    from api.export.month.bundle import Month
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.engine import Outcome

EXAMPLE = Path(fixtures.__file__).parent / "association"
WHY_SECONDS = 60.0


def demo(
    *, month: date | None, seconds: float, output: Path, seed: int, detail: bool, json: bool
) -> int:
    """Plan a month of the example association."""
    check_writable(output)
    association = read_folder(EXAMPLE)
    first = month or after_history(association)
    problem = problem_of(association, first)
    outcome = _solve(association, problem, Options(seconds=seconds, seed=seed))
    return _told(
        association, problem, first, outcome, output=output, as_json_only=json, detail=detail
    )


def generate(
    *,
    folder: Path,
    month: date,
    dispositif: list[str] | None,
    since: date | None,
    seconds: float,
    output: Path,
    seed: int,
    publish_it: bool,
    detail: bool,
    json: bool,
) -> int:
    """Plan a month of a folder's association."""
    check_writable(output)
    if publish_it and not folder.is_dir():
        raise InvalidProblemError(
            f"--publier écrit dans un dossier d’association : « {folder.name} » est un classeur "
            "seul. Mettez-le dans un dossier, sous le nom association.xlsx, et donnez ce dossier"
        )
    association = read_folder(folder)
    problem = problem_of(association, month, dispositif)
    warn_of_untenable(association, problem)
    chosen = Options(seconds=seconds, seed=seed)
    if since is None:
        outcome = _solve(association, problem, chosen)
    else:
        if not problem.horizon.days[0] <= since <= problem.horizon.days[-1]:
            raise InvalidProblemError(f"--depuis {since:%d/%m/%Y} est hors de {month_name(month)}")
        outcome = _replan(association, standing(problem, month), chosen, since=since)
    return _told(
        association,
        problem,
        month,
        outcome,
        output=output,
        as_json_only=json,
        detail=detail,
        history=folder if publish_it else None,
    )


def after_history(association: Association) -> date:
    """Return the month after the last published one, or this month where none is."""
    if not association.history:
        raise InvalidProblemError("aucun mois publié dans historique/ : donnez --mois AAAA-MM")
    year, number = max(association.history).split("-")
    return next_month(date(int(year), int(number), 1))


def _solve(association: Association, problem: Problem, chosen: Options) -> Outcome:
    """Plan; what is published already changes as little as coverage allows, if it hasn't begun."""
    before = published(problem)
    if before is not None:
        return _replan(association, before, chosen, now=this_minute())
    rules = profile_for(association)

    def run(listen: Listener, stop: threading.Event) -> Outcome:
        return solve(problem, rules, chosen, on_progress=listen, stop=stop)

    return solving(run, _namer(association))


def _replan(association: Association, before: Rota, chosen: Options, **bounds: Any) -> Outcome:
    rules = profile_for(association)

    def run(listen: Listener, stop: threading.Event) -> Outcome:
        return replan(before, rules, chosen, on_progress=listen, stop=stop, **bounds)

    return solving(run, _namer(association), stands=True)


def _namer(association: Association) -> Any:
    names = names_of(association)

    def name(part: str) -> str:
        ids = part.split(" + ")
        more = f" (+ {len(ids) - 1})" if len(ids) > 1 else ""
        return f"{names.dispositif(ids[0])}{more}"

    return name


def _told(
    association: Association,
    problem: Problem,
    first: date,
    outcome: Outcome,
    *,
    output: Path,
    as_json_only: bool,
    detail: bool,
    history: Path | None = None,
) -> int:
    """Show the outcome, write its documents, and return the exit code."""
    if isinstance(outcome, Infeasible):
        return _impossible(association, problem, outcome, as_json_only=as_json_only)
    if isinstance(outcome, OutOfTime):
        return _without_rota(outcome, as_json_only=as_json_only)
    told = with_facts(outcome.findings, outcome.rota, this_minute())
    outcome = replace(outcome, findings=tuple(told))
    month = month_of(association, outcome.rota, outcome.findings, first)
    answers = answers_for(association, outcome.findings, problem.horizon)
    lawful = not answers.stopping(outcome.findings)
    with err().status("Recherche des motifs…"):
        explained = explained_month(month)
    publication, target = None, output / month.label
    if history is not None and lawful:
        try:
            publication = write_published(
                output, month, [Format.ALL], base=history, association=association
            )
        except HalfPublishedError as error:
            say(half_published(error, history, month), "bold red")
            return CRASHED
    if history is not None and publication is None:
        why = (
            "un autre planning de ce mois a été publié pendant le calcul ; relancez la commande"
            if lawful
            else "des constats bloquent la publication"
        )
        say(f"Non publié : {why}.", "bold red")
    if publication is None:
        write(output, month, [Format.ALL])
        too_late()
    if as_json_only:
        say_json(
            {
                "etat": "trouve",
                **as_json(outcome.rota, month.grid, outcome.findings),
                **explained_json(month, explained),
                **solved_json(outcome),
                "sortie": str(target),
                "publication": str(publication) if publication else None,
            }
        )
    else:
        show_month(month, explained, outcome, detail=detail)
        show_documents(month, outcome, target, publication)
    return OK if lawful and (publication or history is None) else BLOCKED


def _without_rota(outcome: OutOfTime, *, as_json_only: bool) -> int:
    """Say that no rota was found in time, or before the user said enough."""
    if outcome.stopped:
        say(f"{NOTHING} Pas encore de planning de : {outcome.part}.", "bold red")
    else:
        words = "non conclu : aucun planning trouvé dans le temps donné (ce n’est pas une preuve)"
        say(f"{words} ; essayez --secondes {max(10, round(2 * outcome.seconds))}.", "bold yellow")
    if as_json_only:
        state = "interrompu" if outcome.stopped else "non_conclu"
        say_json({"etat": state, "partie": outcome.part})
    return CRASHED if outcome.stopped else BLOCKED


def half_published(error: HalfPublishedError, base: Path, month: Month) -> str:
    """Say that a month is published and its documents aren't there, and how to have them."""
    cause = error.__cause__
    why = reason_of(cause) if isinstance(cause, OSError) else ""
    return (
        f"Publié dans {error.args[0]}, mais les documents n’ont pas pris leur place : {why}. "
        f"Pour les écrire : rota export {base} --mois {month.label}"
    )


def _impossible(
    association: Association, problem: Problem, outcome: Infeasible, *, as_json_only: bool
) -> int:
    say(f"Aucun planning légal n’existe pour : {outcome.part}. Recherche du conflit…", "bold red")
    from scheduler.explain import explain  # noqa: PLC0415 - it loads the solver, here only

    why = explain(problem, profile_for(association), seconds=WHY_SECONDS)
    if as_json_only:
        say_json({"etat": "impossible", **conflict_json(why, problem)})
    else:
        tables.show_conflict(why.sentences, verified=why.verified)
    return BLOCKED
