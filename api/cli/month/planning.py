"""`rota demo` and `rota generate`: plan a month, show it, write it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from api.cli.folder import (
    EXAMPLE,
    after_history,
    check_publishable,
    check_writable,
    documents,
    frame_of,
    half_published,
    place_of,
    this_minute,
    warn_of_untenable,
)
from api.cli.interrupts import too_late
from api.cli.month.horizon import show_months
from api.cli.month.screen import (
    show_conflict,
    show_documents,
    show_month,
    show_search_time,
    show_ways_out,
)
from api.cli.month.solving import Listener, solving
from api.cli.month.unchanged import (
    files_of,
    say_unchanged,
    stands_there,
    without_rota,
    written_before,
)
from api.cli.screen import BLOCKED, OK, err, say, say_json
from api.export.month.formats import Format
from api.french.words import month_name
from api.ledger.errors import EmptyPublicationError, MovedError
from api.month.documents.service import documents_of
from api.month.errors import BlockedError
from api.month.explanation import conflict_json, explain_month, explanation_json
from api.month.horizon import month_by_month
from api.month.judging import judge
from api.month.places.folder import FolderPlace, HalfPublishedError, write
from api.month.places.place import Version
from api.month.planning import Follower, plan, undecided, why_impossible
from api.month.publication.publishing import publish
from api.month.shapes import month_json
from api.month.standing import proved_best
from api.month.team_time import team_time_conflicts
from api.planning.names import names_of
from api.planning.summary import solution_json
from scheduler.engine.outcome import Infeasible, Options, OutOfTime, Unsearched
from scheduler.engine.part_names import dispositifs_in
from scheduler.errors import InvalidProblemError
from scheduler.publication import published_rota

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from api.cli.options import Months
    from api.data.association import Association, Published
    from api.export.month.bundle import Month
    from api.month.explanation import Explanation
    from api.month.frames import Frame
    from api.month.judging import Judged
    from scheduler.engine.outcome import Outcome, Solution

WHY_SECONDS = 60.0


def demo(
    *, month: date | None, seconds: float, output: Path, seed: int, detail: bool, json: bool
) -> int:
    """Plan a month of the example association."""
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


def generate(
    *,
    folder: Path,
    months: Months,
    dispositif: list[str] | None,
    since: date | None,
    seconds: float,
    output: Path,
    seed: int,
    publish_it: bool,
    ways: bool,
    detail: bool,
    json: bool,
) -> int:
    """Plan a month of a folder's association, or several at once; or a published one, in ways."""
    if ways and (publish_it or months.first != months.last):
        raise typer.BadParameter("--variantes vaut pour un seul mois, sans --publier")
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
    if ways:
        from api.cli.month.repairing import show_repairs  # noqa: PLC0415 - only if asked for

        return show_repairs(
            frame,
            place.published(frame),
            options,
            since=since,
            output=output,
            part_name=_namer(place.association),
            as_json_only=json,
        )
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
    """Plan a month from what would be written over, with its progress on the screen."""
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


def show_outcome(
    place: FolderPlace,
    frame: Frame,
    outcome: Outcome,
    *,
    output: Path,
    as_json_only: bool,
    detail: bool,
    seconds: float,
    publish_it: bool = False,
) -> int:
    """Show the outcome, write each month's documents, and return the exit code."""
    wished = publish_it
    if isinstance(outcome, Infeasible):
        return _impossible(frame, outcome, as_json_only=as_json_only)
    if isinstance(outcome, OutOfTime):
        return without_rota(outcome, seconds, as_json_only=as_json_only)
    late = outcome.unchanged and not proved_best(outcome)
    now = datetime.now(UTC)
    with err().status("Contrôle…"):
        judged = [
            judge(own, mine) for own, mine in month_by_month(frame, outcome.rota.assignments, now)
        ]
        months = [documents_of(place, month) for month in judged]
    with err().status("Recherche des motifs…"):
        explained = [
            explain_month(month, own.frame.posted)
            for own, month in zip(judged, months, strict=True)
        ]
    lawful = not any(month.stopping for month in judged)
    publish_it = publish_it and not late and not _stopped(outcome, judged)
    paths = zip(files_of(output, frame), months, strict=True)
    there = all(stands_there(path, month, late=late) for path, month in paths)
    # What is there already, or is as empty as before, isn't written again.
    stays = outcome.unchanged and not publish_it and (there or (late and _holds_nothing(judged)))
    kept: list[tuple[Path | None, Path | None]] = []
    labels = {month.label for month in months}
    for judgement, month in zip(judged, months, strict=True):
        # What was published of the months before is read again.
        at = FolderPlace(place.path) if kept and publish_it else place
        at = at.expecting(_after(judgement, labels)) if publish_it and len(months) > 1 else at
        if stays:
            kept.append((None, None))
            continue
        try:
            kept.append(_keep(at, judgement, month, output, publish_it=publish_it))
        except HalfPublishedError as error:
            return half_published(error, place, month.label)
        # A month is judged after those before it: it isn't published without them.
        publish_it = publish_it and (kept[-1][1] is not None or _is_empty(judgement))
    missing = [
        publication is None and not _is_empty(judgement)
        for judgement, (_, publication) in zip(judged, kept, strict=True)
    ]
    if wished and lawful and any(missing[:-1]):
        say("Les mois d’après un mois non publié ne le sont pas non plus.", "bold red")
    _show(judged, months, explained, kept, outcome, as_json_only=as_json_only, detail=detail)
    if outcome.unchanged:
        say_unchanged(outcome, seconds, late=late)
    unpublished = wished and (any(missing) or _left_empty(outcome))
    return OK if lawful and not unpublished and not late else BLOCKED


def _show(
    judged: Sequence[Judged],
    months: Sequence[Month],
    explained: Sequence[Explanation],
    kept: Sequence[tuple[Path | None, Path | None]],
    outcome: Solution,
    *,
    as_json_only: bool,
    detail: bool,
) -> None:
    """Show each month with what was written of it."""
    if as_json_only:
        each = [
            {
                **month_json(judgement.rota, month.grid, judgement.findings),
                **explanation_json(month, why),
                "output": str(target) if target else None,
                "publication": str(publication) if publication else None,
            }
            for judgement, month, why, (target, publication) in zip(
                judged, months, explained, kept, strict=True
            )
        ]
        answer = each[0] if len(each) == 1 else {"months": each}
        state = "inchange" if outcome.unchanged else "trouve"
        say_json({"state": state, **answer, **solution_json(outcome)})
    else:
        if len(months) == 1:
            show_month(months[0], explained[0], outcome, detail=detail)
        else:
            show_months(months, explained, outcome, detail=detail)
        show_search_time(outcome)
        for month, (target, publication) in zip(months, kept, strict=True):
            if target is not None:
                show_documents(month, target, publication)


def _holds_nothing(judged: Sequence[Judged]) -> bool:
    return not any(month.rota.assignments for month in judged)


def _after(judged: Judged, labels: Collection[str]) -> dict[str, tuple[Published, ...]]:
    """Return the rows of those of these months that come after a judged one, by label."""
    history = judged.frame.association.history
    return {each: history[each] for each in labels if judged.frame.label < each in history}


def _is_empty(judged: Judged) -> bool:
    """Whether nobody holds anything that a month decides, and nothing of it is published."""
    frame = judged.frame
    decided = any(each.slot not in frame.frozen for each in judged.rota.assignments)
    return not decided and not frame.published_months


def _left_empty(outcome: Solution) -> bool:
    """Whether a part has neither an answer of a search nor the rota that stood."""
    return any(instead is not Unsearched.STANDING for instead in outcome.unsearched.values())


def _stopped(outcome: Solution, judged: Sequence[Judged]) -> bool:
    """Say what stops the publication of all months, and return whether something does."""
    stopping = [month_name(month.frame.month) for month in judged if month.stopping]
    if _left_empty(outcome):
        why = "le temps a manqué, et des dispositifs n’ont pas été cherchés"
    elif stopping and len(judged) > 1:
        why = f"des constats bloquent {', '.join(stopping)}"
    else:
        return False
    say(f"Rien n’est publié : {why}.", "bold red")
    return True


def _keep(
    place: FolderPlace, judged: Judged, month: Month, output: Path, *, publish_it: bool
) -> tuple[Path, Path | None]:
    """Write a month's documents, publish it if asked; return both places."""
    publication = None
    with documents(output, month, [Format.ALL]) as wanted:
        if publish_it:
            try:
                publication = _publish(place.with_documents(wanted), judged, month)
            except EmptyPublicationError as error:
                write(wanted)
                if _is_empty(judged):
                    say(f"{month_name(judged.frame.month).capitalize()} : {error}.", "bold yellow")
                else:
                    publication = place.path / "historique" / f"{month.label}.csv"
        if publication is None:
            write(wanted)
            too_late()
    return wanted.target, publication


def _publish(place: FolderPlace, judged: Judged, month: Month) -> Path | None:
    """
    Publish a month that was planned, or say why not (None).

    Raises
    ------
    EmptyPublicationError
        It is published as it is, or nobody holds anything: nothing is written.
    """
    frame, assignments = judged.frame, judged.rota.assignments
    version = Version(month=frame.month, own=frame.own, assignments=assignments)
    try:
        return publish(place, version, now=month.now).publication
    except BlockedError:
        why = "des constats bloquent la publication"
    except MovedError:
        why = "un autre planning de ce mois a été publié pendant le calcul ; relancez la commande"
    say(f"Non publié : {why}.", "bold red")
    return None


def _impossible(frame: Frame, outcome: Infeasible, *, as_json_only: bool) -> int:
    say(f"Aucun planning légal n’existe pour : {outcome.part}. Recherche du conflit…", "bold red")
    problem = undecided(frame, this_minute())
    why = why_impossible(problem, frame.profile, seconds=WHY_SECONDS)
    if as_json_only:
        say_json({"state": "impossible", **conflict_json(why)})
    else:
        show_conflict(why.sentences, verified=why.verified)
        show_ways_out(why)
    return BLOCKED
