"""Make a case of files made elsewhere, with the people an association knows, and audit it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.data.association import Association
from api.french.words import period_words
from api.intake.reading import ReadCode, Reading
from api.judging.case import Assumption, Case, Facts, Origin, ReadSummary, case_of
from api.judging.directory import Directory, plain
from api.judging.foreign.context import NOBODY, Context, of_breaks
from api.judging.foreign.people import Places, Roll
from api.judging.foreign.shifts import Gathered, counted, gather
from api.judging.foreign.sources import Guides, NameAnswers, read_all
from api.judging.judging import audit
from api.judging.published import around
from api.judging.report.report import Report
from api.judging.rules import profile_under
from scheduler.domain.rota import Rota
from scheduler.domain.time import week_of
from scheduler.errors import InvalidProblemError
from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class Scope:
    """
    What to judge: days (None: all that the files describe), people and rules (empty: all).

    `dispositifs`: the only ones that the files describe; what the association published of the
    others on the same days counts (empty: the files describe all).
    """

    first: date | None = None
    last: date | None = None
    people: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    dispositifs: tuple[str, ...] = ()


def case_of_files(
    read: Sequence[tuple[Origin, Reading]],
    profile: Profile,
    scope: Scope,
    association: Association | None = None,
    *,
    folder: Path | None = None,
    names: NameAnswers | None = None,
) -> Case:
    """
    Return the case of files made elsewhere.

    The files say who worked when, on the days that they describe; the association, where there is
    one, who these people are, their contracts, absences, training, derogations and journeys, and
    what it published outside those days. Days that nobody describes are unknown, not free.
    `folder`: the association's, whose files of those days are named in the report (None: a
    database's association). `names`: whom names mean.

    Raises
    ------
    InvalidProblemError
        No day is described, the days asked for aren't, or a person asked for isn't there.
    BadFilesError
        An answer on names names nobody.
    """
    readings = [reading for _, reading in read]
    known_association = association or NOBODY
    described = _described(readings, scope)
    first, last = scope.first or described[0], scope.last or described[1]
    if last < described[0] or described[1] < first:
        raise InvalidProblemError(
            f"aucun jour {period_words(first, last)} dans ce qui a été lu : "
            f"{period_words(*described)}"
        )
    for dispositif in scope.dispositifs:
        if dispositif not in known_association.dispositif_of:
            listed = ", ".join(known_association.dispositif_of) or "aucun sans --association"
            raise InvalidProblemError(f"dispositif inconnu « {dispositif} » (attendu : {listed})")
    roll = Roll(
        directory=Directory(known_association.mediators),
        hired=week_of(described[0]),
        answers=names or NameAnswers(),
    )
    places = Places(known_association) if association else None
    gathered = gather(readings, roll, places, scope.dispositifs)
    context = Context(known_association, described, first, last, frozenset(scope.dispositifs))
    problem = context.problem(gathered)
    facts = Facts(
        rota=Rota(problem=problem, assignments=frozenset()),
        until=max(described[1], context.published_until),
        grounds_told=association is not None,
        strangers=frozenset(roll.hourless),
    )
    summary = read_of(read)
    beside = () if folder is None else around(known_association, folder, problem)
    return case_of(
        known_association,
        facts,
        profile,
        replace(
            summary,
            origins=(*summary.origins, *beside),
            counts=counted(readings, gathered),
            refused=tuple(sorted({*gathered.refused, *summary.refused})),
            aside=tuple(sorted({*gathered.aside, *summary.aside})),
            assumed=tuple(
                dict.fromkeys(
                    (
                        *summary.assumed,
                        *roll.assumed(),
                        *context.assumed(gathered, problem),
                        *of_breaks(gathered),
                    )
                )
            ),
        ),
        people=scope.people,
        rules=scope.rules,
        where=gathered.where,
    )


def read_of(read: Sequence[tuple[Origin, Reading]]) -> ReadSummary:
    """Return a summary of what was read, before people and places are looked up."""
    readings = [reading for _, reading in read]
    return ReadSummary(
        origins=tuple(origin for origin, _ in read),
        counts=counted(readings, Gathered()),
        refused=tuple(sorted({e for r in readings for e in r.refused})),
        aside=tuple(sorted({x for r in readings for x in r.aside})),
        assumed=tuple(dict.fromkeys(Assumption(text=note) for r in readings for note in r.notes)),
        people=tuple(sorted({name for r in readings for name in r.people}, key=plain)),
        days=_span(readings),
        codes=tuple(_codes(readings)),
    )


def _codes(readings: Iterable[Reading]) -> Iterator[ReadCode]:
    """Yield each code of some files once with each of its meanings, the most frequent first."""
    same: dict[tuple[str, str, bool], list[ReadCode]] = defaultdict(list)
    for code in (code for reading in readings for code in reading.codes):
        same[code.code.casefold(), code.meaning, code.usual].append(code)
    for codes in sorted(same.values(), key=lambda codes: -sum(code.cells for code in codes)):
        yield replace(codes[0], cells=sum(code.cells for code in codes))


def _span(readings: Iterable[Reading]) -> tuple[date, date] | None:
    """Return the first and the last day that some files describe (None: they describe none)."""
    days = [reading.days for reading in readings if reading.days is not None]
    return (min(d[0] for d in days), max(d[1] for d in days)) if days else None


def _described(readings: Iterable[Reading], scope: Scope) -> tuple[date, date]:
    """Return the first and last day described; a month asked for is described whole."""
    days = _span(readings)
    if days is None:
        raise InvalidProblemError("aucun service lu : rien à contrôler")
    first, last = days
    if scope.first and scope.last and scope.first <= last and first <= scope.last:
        return min(first, scope.first), max(last, scope.last)
    return first, last


@dataclass(frozen=True, kw_only=True)
class FilesAudit(Scope):
    """
    The files to audit, what to judge of them, and how.

    `folder`: where the association's files are, if it has any. `agreement`: the branch agreement
    to judge by, in place of the association's (empty: those). `house`: also by the organisation's
    own rules. `go_on`: in spite of rows that are refused.
    """

    files: tuple[Path, ...]
    guides: Guides = field(default_factory=Guides)
    association: Association | None = None
    folder: Path | None = None
    agreement: str = ""
    house: bool = False
    go_on: bool = False


def case_to_audit(request: FilesAudit) -> Case | ReadSummary:
    """
    Return the case of files, or what was read if they hold no shift or rows were refused.

    Raises
    ------
    BadFilesError
        The legend, the correspondence or the answers on names can't be read.
    InvalidProblemError
        The days, a person, a dispositif, a rule or an agreement asked for aren't there.
    """
    profile = profile_under(request.agreement, request.association, house=request.house)
    read = list(read_all(request.files, request.guides))
    if not any(reading.days for _, reading in read):
        return read_of(read)
    case = case_of_files(
        read,
        profile,
        request,
        request.association,
        folder=request.folder,
        names=request.guides.answers,
    )
    return case.read if case.read.refused and not request.go_on else case


def audit_files(request: FilesAudit) -> Report | ReadSummary:
    """Return the report of files, made in this process, or what `case_to_audit` returns instead."""
    case = case_to_audit(request)
    if isinstance(case, ReadSummary):
        return case
    return audit(case, request.association, processes=1)
