"""What a plan gave: shown, written with its documents, published; or left as it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from api.cli.folder import documents, half_published, this_minute
from api.cli.interrupts import NOTHING, too_late
from api.cli.month.screen import (
    show_conflict,
    show_documents,
    show_in_short,
    show_month,
    show_months,
    show_search_time,
    show_ways_out,
)
from api.cli.screen import BLOCKED, CRASHED, OK, err, say, say_json
from api.data.association import Published
from api.data.errors import BadFilesError
from api.export.formats import Format
from api.export.month.bundle import Month
from api.export.month.csv import rota_csv
from api.french.words import month_name
from api.ledger.errors import EmptyPublicationError, MovedError
from api.month.documents.gathering import documents_of
from api.month.errors import BlockedError
from api.month.explanation import Explanation, explain_month, explanation_json
from api.month.findings import Judged, judge
from api.month.frames import Frame
from api.month.horizon import month_by_month
from api.month.places.folder import FolderPlace, HalfPublishedError, write, written_at
from api.month.places.place import Version
from api.month.planning import undecided, why_impossible
from api.month.publication.publishing import publish
from api.month.shapes import month_json
from api.month.standing import proved_best, proved_covered, unchanged_words
from api.month.versions.month_file import SlotFile
from api.planning.summary import solution_json
from api.web.answering.plain import as_json
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Infeasible, Outcome, OutOfTime, Solution, Unsearched

WHY_SECONDS = 60.0


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
    # Too little time to say that no more posts could be held, unlike the comfort of who holds them.
    hasty = late and not proved_covered(outcome)
    now = datetime.now(UTC)
    with err().status("Contrôle…"):
        judged = [
            judge(own, assignments)
            for own, assignments in month_by_month(frame, outcome.rota.assignments, now)
        ]
        months = [documents_of(place, month) for month in judged]
    with err().status("Recherche des motifs…"):
        explained = [
            explain_month(month, own.frame.posted)
            for own, month in zip(judged, months, strict=True)
        ]
    lawful = not any(month.stopping for month in judged)
    publish_it = publish_it and not hasty and not _stopped(outcome, judged)
    paths = zip(files_of(output, frame), months, strict=True)
    there = all(is_written(path, month, late=late) for path, month in paths)
    # What is there already, or is as empty as before, isn't written again.
    empty = not any(month.rota.assignments for month in judged)
    stays = outcome.unchanged and not publish_it and (there or (late and empty))
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
        say_unchanged(outcome, seconds, late=late, hasty=hasty)
    if wished and lawful and hasty and any(missing):
        _say_how_to_publish(place, files_of(output, frame))
    unpublished = wished and (any(missing) or _left_empty(outcome))
    return OK if lawful and not unpublished and not hasty else BLOCKED


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
        show_in_short(months, explained)


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
    """Whether a part has neither an answer of a search nor the rota of before."""
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

    EmptyPublicationError: it is published as it is, or nobody holds anything: nothing is written.
    """
    frame, assignments = judged.frame, judged.rota.assignments
    version = Version(month=frame.month, own=frame.own, assignments=assignments)
    try:
        return publish(place, version, now=month.now)
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
        say_json({"state": "impossible", **as_json(why)})
    else:
        show_conflict(why.sentences, verified=why.verified)
        show_ways_out(why)
    return BLOCKED


def files_of(output: Path, frame: Frame) -> list[Path]:
    """Return where it writes who holds what, a file for each month of a frame."""
    return [written_at(output, f"{month:%Y-%m}") for month in frame.months]


def written_before(output: Path, frame: Frame) -> frozenset[Assignment] | None:
    """Return what it wrote there before, as far as the data still allow it (None: nothing)."""
    assignments: set[Assignment] = set()
    for path in files_of(output, frame):
        # What can't be read is nothing to compare with, and is written over.
        with suppress(BadFilesError):
            assignments |= SlotFile(path=path).written() if path.is_file() else frozenset()
    return frozenset(assignment for assignment in assignments if frame.decides(assignment)) or None


def is_written(path: Path, month: Month, *, late: bool) -> bool:
    """
    Whether a file holds a month as it would be written: same hours, places and names.

    `late`: nothing better was found for want of time, so that a file of another form, made by hand,
    is left as it is too.
    """
    if not path.is_file():
        return False
    there, rows = path.read_bytes(), rota_csv(month.rota, month.names)
    return there == rows or (late and there.splitlines()[:1] != rows.splitlines()[:1])


def say_unchanged(
    outcome: Solution | OutOfTime, seconds: float, *, late: bool, hasty: bool
) -> None:
    """
    Say that nothing changed.

    `late`: for want of time, and how much to try. `hasty`: even posts may be left to fill.
    """
    more = f" Essayez --secondes {max(10, round(4 * seconds))}." if late else ""
    say(unchanged_words(outcome, seconds=seconds) + more, "bold red" if hasty else "")


def _say_how_to_publish(place: FolderPlace, written: Sequence[Path]) -> None:
    """Say why months aren't published, and the command that publishes them as they were written."""
    say(
        "Non publié : le temps a manqué pour savoir si plus de postes pourraient l’être.",
        "bold red",
    )
    for path in written:
        if path.is_file():
            words = quote(f"{place.path}"), quote(f"{path}")
            say(f"Le publier tel qu’il est écrit : rota publish {words[0]} --planning {words[1]}")


def without_rota(outcome: OutOfTime, seconds: float, *, as_json_only: bool) -> int:
    """Say that no rota was found in time, or before the user said enough."""
    if outcome.stopped:
        say(f"{NOTHING} Pas encore de planning de : {outcome.part}.", "bold red")
    else:
        say_unchanged(outcome, seconds, late=True, hasty=True)
    if as_json_only:
        state = "interrompu" if outcome.stopped else "inchange"
        say_json({"state": state, "part": outcome.part})
    return CRASHED if outcome.stopped else BLOCKED
