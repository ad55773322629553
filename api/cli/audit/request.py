"""From what was asked of `rota audit` to a case: which files, over which days, by which rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.folder import frame_of, place_of, read_folder, tell_draft
from api.cli.screen import err
from api.data.association import Association
from api.judging.case import Case, Read
from api.judging.foreign.case import Scope, case_of_files, read_of
from api.judging.foreign.sources import Guides, association_of, files_of, read_all
from api.judging.published import (
    around,
    case_of_plan,
    case_of_published,
    published_days,
    published_problem,
)
from api.judging.rules_in_force import only, profile_under, without_house
from api.month.places.folder import FolderPlace, dispositifs_of
from api.month.versions.month_file import month_file
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked, once the command's words are read; days and lists may be empty."""

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
    guides: Guides = field(default_factory=Guides)

    @property
    def filtered(self) -> bool:
        """Whether less than all is told."""
        return bool(self.people or self.rules or self.since)


@dataclass(frozen=True, kw_only=True)
class JudgedCase:
    """A case, with the association whose people it is about (None: nobody's)."""

    case: Case
    association: Association | None
    own: bool = False


def case_of(request: Request) -> JudgedCase | Read:
    """
    Return the case that was asked for; of files that tell no shift, what was read alone.

    Raises
    ------
    RoulementError
        What was asked contradicts itself, or isn't there.
    """
    folder = association_of(request.sources)
    if folder is not None:
        return _own(request, folder)
    if request.plan is not None:
        raise InvalidProblemError("--planning ne vaut que pour un dossier d’association")
    association = None if request.association is None else read_folder(request.association)
    profile = profile_under(request.convention, association)
    if not request.house:
        profile = without_house(profile)
    with err().status("Lecture des fichiers…"):
        read = list(read_all(files_of(request.sources), request.guides))
    if not any(reading.days for _, reading in read):
        return read_of(read)
    scope = Scope(
        first=request.first,
        last=request.last,
        people=request.people,
        dispositifs=request.dispositifs,
        names=request.guides.answers,
    )
    with err().status("Préparation du contrôle…"):
        case = case_of_files(read, _chosen(request, profile), scope, association)
        if association is not None and request.association is not None:
            beside = around(association, request.association, case.facts.problem)
            origins = (*case.read.origins, *beside)
            case = replace(case, read=replace(case.read, origins=origins))
    return JudgedCase(case=case, association=association)


def _own(request: Request, folder: Path) -> JudgedCase:
    if request.association is not None:
        raise InvalidProblemError(
            f"--association ne vaut que pour des fichiers faits ailleurs : « {folder} » est déjà "
            "un dossier d’association"
        )
    place = place_of(folder)
    association = place.association
    profile = _chosen(request, profile_under(request.convention, association))
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
    case = case_of_published(association, folder, problem, profile, request.people)
    return JudgedCase(case=case, association=association, own=True)


def _with_draft(request: Request, place: FolderPlace) -> Request:
    """Judge what `rota generate` wrote, where nothing of the month is published."""
    if request.plan is not None or request.month is None:
        return request
    path = place.draft(request.month, request.dispositifs)
    if path is None:
        return request
    tell_draft(path)
    return replace(request, plan=path, dispositifs=request.dispositifs or dispositifs_of(path))


def _chosen(request: Request, profile: Profile) -> Profile:
    return only(profile, request.rules) if request.rules else profile
