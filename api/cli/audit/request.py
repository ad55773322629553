"""Turn a request of `rota audit` into a case: which files, over which days, by which rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.cli.folder import frame_of, place_of, read_folder, say_draft
from api.cli.screen import err
from api.data.association import Association
from api.judging.case import Case, ReadSummary
from api.judging.foreign.case import FilesAudit, case_to_audit
from api.judging.foreign.sources import Guides, association_of, files_of
from api.judging.published import (
    case_of_plan,
    case_of_published,
    published_days,
    published_problem,
)
from api.judging.rules import profile_under
from api.month.places.folder import FolderPlace, dispositifs_of
from api.month.versions.month_file import month_file
from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, kw_only=True)
class Request(FilesAudit):
    """
    What `rota audit` is to judge; `files`: as they are named, or an association's folder.

    `folder`: of the association whose people the files name. `plan`: a month's file, read in place
    of what is published. `since`: the first day of the findings to show.
    """

    month: date | None = None
    plan: Path | None = None
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class JudgedCase:
    """A case, with the association whose people it is about (None: nobody's)."""

    case: Case
    association: Association | None
    own: bool = False


def guides_of(
    mapping: Path | None, legend: Path | None, names: Path | None, month: date | None
) -> Guides:
    """Return what helps to read files made elsewhere, as options name it."""
    legends = () if legend is None else (legend,)
    return Guides(mapping=mapping, legends=legends, names=names, month=month)


def case_of(request: Request) -> JudgedCase | ReadSummary:
    """
    Return the case to judge, or only the summary of what was read if it can't be judged.

    RoulementError: the options contradict each other, or something that they name isn't there.
    """
    folder = association_of(request.files)
    if folder is not None:
        return _own(request, folder)
    if request.plan is not None:
        raise InvalidProblemError("--planning ne vaut que pour un dossier d’association")
    association = None if request.folder is None else read_folder(request.folder)
    with err().status("Lecture des fichiers…"):
        files = tuple(files_of(request.files))
        case = case_to_audit(replace(request, files=files, association=association))
    return case if isinstance(case, ReadSummary) else JudgedCase(case=case, association=association)


def _own(request: Request, folder: Path) -> JudgedCase:
    if request.folder is not None:
        raise InvalidProblemError(
            f"--association ne vaut que pour des fichiers faits ailleurs : « {folder} » est déjà "
            "un dossier d’association"
        )
    place = place_of(folder)
    association = place.association
    profile = profile_under(request.agreement, association)
    request = _with_draft(request, place)
    if request.plan is not None:
        if request.month is None:
            raise InvalidProblemError("--planning demande le mois, avec --mois AAAA-MM")
        frame = frame_of(place, request.month, request.dispositifs)
        file = month_file(request.plan, request.month)
        case = case_of_plan(
            association,
            folder,
            request.plan,
            frame.rota(file.assignments(frame)),
            profile,
            people=request.people,
            rules=request.rules,
            counts=file.counts,
        )
        return JudgedCase(case=case, association=association, own=True)
    first, last = request.first, request.last
    if first is None or last is None:
        days = published_days(association)
        first, last = first or days[0], last or days[1]
    chosen = frozenset(request.dispositifs) or None
    with err().status("Préparation du contrôle…"):
        problem = published_problem(association, first, last, chosen)
    case = case_of_published(
        association, folder, problem, profile, people=request.people, rules=request.rules
    )
    return JudgedCase(case=case, association=association, own=True)


def _with_draft(request: Request, place: FolderPlace) -> Request:
    """Name the draft of `rota generate` in the request, if nothing of the month is published."""
    if request.plan is not None or request.month is None:
        return request
    path = place.draft(request.month, request.dispositifs)
    if path is None:
        return request
    say_draft(path)
    return replace(request, plan=path, dispositifs=request.dispositifs or dispositifs_of(path))
