"""Make a case of what an association published or planned, with every shift of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from api.data.association import Association, Published
from api.french.plural import plural
from api.french.words import period_words
from api.intake.reading import EntryCounts
from api.judging.case import Assumption, Case, Facts, Origin, ReadSummary, case_of, digest_of
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_months, next_month
from scheduler.errors import InvalidProblemError
from scheduler.rule import Profile

DAY = timedelta(days=1)
AFTER = timedelta(days=14)
"""How long after the days judged published shifts still matter for their last week."""


def published_days(association: Association) -> tuple[date, date]:
    """
    Return the first and the last day of what was published.

    It raises `InvalidProblemError`: nothing was published.
    """
    months = association.published_months
    if not months:
        raise InvalidProblemError(
            "aucun mois n’est publié dans le dossier historique/ : rien à contrôler (donnez un "
            "planning avec --mois et --planning, ou un fichier à la place du dossier)"
        )
    last = date.fromisoformat(f"{months[-1]}-01")
    return date.fromisoformat(f"{months[0]}-01"), next_month(last) - DAY


def published_problem(
    association: Association,
    first: date,
    last: date,
    dispositifs: frozenset[str] | None = None,
    *,
    now: datetime | None = None,
) -> Problem:
    """
    Return the problem of some published days, with all that was published in them.

    Three kinds of shifts are judged as they were published: those that no template makes any more,
    those of people without a contract, and those begun at `now` (None: the present time) by people
    who have another post since. Shifts of people whom the association no longer knows aren't
    judged, nor dispositifs that aren't published. Locks that no longer hold are ignored.

    It raises `InvalidProblemError`: nothing is published on these days (see also `assemble`).
    """
    at = now or datetime.now(UTC)
    problem = only_published(
        association, assemble(association, first, last, dispositifs=dispositifs, now=at)
    )
    inside = [row for row in _rows(association, first, last) if _mine(row, dispositifs)]
    if not inside and not association.taken_back(first):
        raise InvalidProblemError(
            f"{period_words(first, last)}, rien n’est publié : le mois "
            f"{first:%Y-%m} n’est pas publié, aucun fichier historique/{first:%Y-%m}.csv ne porte "
            "sur ces jours (donnez un planning avec --planning, ou planifiez le mois d’abord)"
        )
    here = problem.mediator_of
    people = association.mediator_of
    strangers = dict.fromkeys(
        row.worked.mediator
        for row in inside
        if row.worked.mediator in people and row.worked.mediator not in here
    )
    done = tuple(
        Worked(mediator=row.worked.mediator, duty=replace(row.worked.duty, decided=True))
        for row in inside
        if row.worked.mediator in people
        and (
            row.worked.mediator in strangers
            or row.worked.duty.id not in problem.slot_of
            or Assignment(row.worked.mediator, row.worked.duty.id) in problem.settled
        )
    )
    judged = {(worked.mediator, worked.duty.id) for worked in done}
    return replace(
        problem,
        mediators=(*problem.mediators, *(people[who] for who in strangers)),
        history=(
            *(
                worked
                for worked in problem.history
                if (worked.mediator, worked.duty.id) not in judged
            ),
            *done,
        ),
        locks=tuple(
            lock
            for lock in association.locks
            if lock.slot in problem.slot_of and lock.mediator in here
        ),
    )


def only_published(association: Association, problem: Problem) -> Problem:
    """
    Return a problem without the slots and locks of what isn't published, by month and dispositif.

    What isn't published isn't judged: nobody has yet said who holds it. A dispositif is published
    in a month of which somebody holds a shift of its, or did and was taken off.
    """
    there = _published_areas(association, problem)
    slots = tuple(
        slot for slot in problem.slots if (f"{slot.span.day:%Y-%m}", slot.dispositif) in there
    )
    if len(slots) == len(problem.slots):
        return problem
    kept = {slot.id for slot in slots}
    return replace(
        problem, slots=slots, locks=tuple(lock for lock in problem.locks if lock.slot in kept)
    )


def _published_areas(association: Association, problem: Problem) -> frozenset[tuple[str, str]]:
    """Return the months, by label, and dispositifs of which something is or was published."""
    labels = {f"{first:%Y-%m}" for first, _ in civil_months(problem.horizon)}
    duties = [
        *(row.worked.duty for label in labels for row in association.history.get(label, ())),
        *(removal.worked.duty for removal in association.removals),
    ]
    areas = {(f"{duty.span.day:%Y-%m}", duty.dispositif) for duty in duties}
    return frozenset(area for area in areas if area[0] in labels)


def case_of_published(
    association: Association,
    folder: Path,
    problem: Problem,
    profile: Profile,
    *,
    people: Sequence[str] = (),
    rules: Sequence[str] = (),
) -> Case:
    """Return the case of what was published on the problem's days (see `case_of`)."""
    first, last = problem.horizon.days[0], problem.horizon.days[-1]
    months = folder / "historique"
    counts = {
        month: EntryCounts(read=rows, used=rows)
        for month, rows in _counts(association, first, last)
    }
    rows = sum(count.read for count in counts.values())
    read = ReadSummary(
        origins=(
            *(origin_of(months / f"{month}.csv", folder, n) for month, n in counts.items()),
            *around(association, folder, problem),
        ),
        counts=EntryCounts(read=rows, used=rows),
        assumed=tuple(_assumptions(problem)),
    )
    facts = Facts(rota=Rota(problem=problem, assignments=problem.previous))
    return case_of(association, facts, profile, read, people=people, rules=rules)


def case_of_plan(
    association: Association,
    folder: Path,
    plan: Path,
    rota: Rota,
    profile: Profile,
    *,
    people: Sequence[str] = (),
    rules: Sequence[str] = (),
    counts: EntryCounts | None = None,
) -> Case:
    """
    Return the case of a rota given as a file (see `case_of`).

    `counts`: of the file's entries (None: a line a slot).
    """
    if counts is None:
        lines = sum(1 for line in plan.read_bytes().splitlines()[1:] if line.strip())
        used = len(rota.assignments)
        counts = EntryCounts(read=lines, used=used, set_aside=lines - used)
    empty = Assumption(text="Les lignes du planning sans personne sont mises de côté.")
    read = ReadSummary(
        origins=(
            origin_of(plan, plan.parent, counts),
            *around(association, folder, rota.problem),
        ),
        counts=counts,
        assumed=(empty,) if counts.set_aside else (),
    )
    return case_of(association, Facts(rota=rota), profile, read, people=people, rules=rules)


def around(association: Association, folder: Path, problem: Problem) -> Iterator[Origin]:
    """Yield the files of months outside the days judged that rules look at."""
    judged = problem.horizon.days
    since = problem.known_since or judged[0]
    for month in sorted(association.history):
        first = date.fromisoformat(f"{month}-01")
        last = next_month(first) - DAY
        inside = judged[0] <= last and first <= judged[-1]
        if not inside and since <= last and first <= judged[-1] + AFTER:
            origin = origin_of(folder / "historique" / f"{month}.csv", folder)
            yield replace(origin, days=(first, last))


def origin_of(path: Path, root: Path, counts: EntryCounts | None = None) -> Origin:
    """Return a file's name for reports, with the digest of its bytes."""
    return Origin(name=str(path.relative_to(root)), digest=digest_of(path), counts=counts)


def _rows(association: Association, first: date, last: date) -> Iterator[Published]:
    for rows in association.history.values():
        for row in rows:
            if first <= row.worked.duty.span.day <= last:
                yield row


def _mine(row: Published, dispositifs: frozenset[str] | None) -> bool:
    return dispositifs is None or row.worked.duty.dispositif in dispositifs


def _counts(association: Association, first: date, last: date) -> Iterator[tuple[str, int]]:
    for month in sorted(association.history):
        rows = association.history[month]
        inside = sum(1 for row in rows if first <= row.worked.duty.span.day <= last)
        if inside:
            yield month, inside


def _assumptions(problem: Problem) -> Iterator[Assumption]:
    horizon = problem.horizon
    done = [
        w
        for w in problem.history
        if w.duty.decided and horizon.first <= w.duty.span.first < horizon.last
    ]
    lost = [w for w in done if w.duty.id not in problem.slot_of]
    if lost:
        yield Assumption(
            text=f"{plural(len(lost), 'service publié', 'services publiés')} sans créneau dans les "
            f"gabarits (le premier : {lost[0].duty.id}) : ils sont jugés tels qu’ils ont été "
            "publiés, sans les règles de la maison qui portent sur les créneaux.",
            about=tuple(dict.fromkeys(w.mediator for w in lost)),
        )
    moved = [w for w in done if w.duty.id in problem.slot_of]
    if moved:
        yield Assumption(
            text=f"{plural(len(moved), 'service publié', 'services publiés')}, de qui n’a plus ce "
            f"poste (le premier : {moved[0].duty.id}) : le poste n’est pas jugé, le reste l’est "
            "tel qu’il a été publié.",
            about=tuple(dict.fromkeys(w.mediator for w in moved)),
        )
    bare = tuple(
        m.id for m in problem.mediators if not any(m.contract_on(day) for day in horizon.days)
    )
    if bare:
        yield Assumption(text="Des services publiés, et pas de contrat connu.", about=bare)
