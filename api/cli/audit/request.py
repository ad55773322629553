"""Turn a request of `rota audit` into a case: which files, over which days, by which rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.cli.folder import frame_of, place_of, read_folder, tell_draft
from api.cli.screen import err
from api.data.association import Association
from api.judging.case import Case, ReadSummary
from api.judging.foreign.audit import FilesAudit, case_to_audit
from api.judging.foreign.sources import Guides, association_of, files_of
from api.judging.published import (
    case_of_plan,
    case_of_published,
    published_days,
    published_problem,
)
from api.judging.rules_in_force import profile_under
from api.month.places.folder import FolderPlace, dispositifs_of
from api.month.versions.month_file import month_file
from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, kw_only=True)
class Request:
    """The options of `rota audit`, once they are parsed; days and lists may be empty."""

    sources: tuple[Path, ...]
    month: date | None = None
    first: date | None = None
    last: date | None = None
    association: Path | None = None
    convention: str | None = None
    plan: Path | None = None
    dispositifs: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    since: date | None = None
    house: bool = False
    go_on: bool = False
    guides: Guides = field(default_factory=Guides)


@dataclass(frozen=True, kw_only=True)
class JudgedCase:
    """A case, with the association whose people it is about (None: nobody's)."""

    case: Case
    association: Association | None
    own: bool = False


def case_of(request: Request) -> JudgedCase | ReadSummary:
    """
    Return the case to judge, or only the summary of what was read if it can't be judged.

    Raises
    ------
    RoulementError
        The options contradict each other, or something that they name isn't there.
    """
    folder = association_of(request.sources)
    if folder is not None:
        return _own(request, folder)
    if request.plan is not None:
        raise InvalidProblemError("--planning ne vaut que pour un dossier d’association")
    association = None if request.association is None else read_folder(request.association)
    with err().status("Lecture des fichiers…"):
        case = case_to_audit(
            FilesAudit(
                files=tuple(files_of(request.sources)),
                guides=request.guides,
                association=association,
                folder=request.association,
                first=request.first,
                last=request.last,
                people=request.people,
                dispositifs=request.dispositifs,
                rules=request.rules,
                agreement=request.convention or "",
                house=request.house,
                go_on=request.go_on,
            )
        )
    return case if isinstance(case, ReadSummary) else JudgedCase(case=case, association=association)


def _own(request: Request, folder: Path) -> JudgedCase:
    if request.association is not None:
        raise InvalidProblemError(
            f"--association ne vaut que pour des fichiers faits ailleurs : « {folder} » est déjà "
            "un dossier d’association"
        )
    place = place_of(folder)
    association = place.association
    profile = profile_under(request.convention, association)
    request = _with_draft(request, place)
    if request.plan is not None:
        if request.month is None:
            raise InvalidProblemError("--planning demande le mois, avec --mois AAAA-MM")
        frame, file = (
            frame_of(place, request.month, request.dispositifs),
            month_file(request.plan, request.month),
        )
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
    tell_draft(path)
    return replace(request, plan=path, dispositifs=request.dispositifs or dispositifs_of(path))
