"""Build people from rows: titles, protections, absences, wishes, pairs, hours of mandates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta

from api.data.building.contracts import (
    add_amendments,
    check_renewals,
    fits,
    forfait_of,
    of_term,
    with_predecessors,
)
from api.data.building.homonyms import distinguish_homonyms
from api.data.building.values import ends_in_order, from_row, overlap
from api.data.rows import people as p
from api.data.rows.lines import Placed, Tables, already
from api.data.rows.people import (
    DelegationRow,
    HolidayJobRow,
    LongLeaveRow,
    PersonRow,
    ProtectionRow,
)
from api.data.rows.places import AgencyRow
from api.data.rows.readers import NOBODY
from api.french.words import period_words
from calendars.school import FIRST_KNOWN, SchoolCalendar
from scheduler.domain.employment.contracts import Contract
from scheduler.domain.employment.exemptions import HolidayJob, LongLeave
from scheduler.domain.employment.forfait import MOST_DAYS
from scheduler.domain.employment.protections import Protection, ProtectionReason, Word
from scheduler.domain.people import Absence, Mediator, Pair, Wish
from scheduler.domain.sharing.hours import FULL_WEEK
from scheduler.domain.time import Span, at, midnight
from scheduler.domain.worktime.mandates import Delegation
from scheduler.errors import InvalidProblemError

LONGEST = timedelta(days=300)
"""From the first day of a pregnancy to the birth at most (Code civil, art. 311)."""

WORD = {ProtectionReason.HEALTH: Word.DOCTOR, ProtectionReason.FAMILY: Word.REQUEST}
"""On whose word the night ends, where the law knows only one (L3122-14, L3122-12)."""


def protections(tables: Tables) -> Mapping[str, tuple[Protection, ...]]:
    """Build personal constraints; note what contradicts itself, or another of the person's."""
    built: dict[str, tuple[Protection, ...]] = defaultdict(tuple)
    pregnancies: dict[str, list[Placed[ProtectionRow]]] = defaultdict(list)
    for placed in tables.of(ProtectionRow):
        row = placed.row
        # One fault a cell: what its day or the night wants comes before what the reason does.
        faults = {**_of_reason(row), **dict(_of_days(row)), **_of_night(row)}
        others = pregnancies[row.mediator] if row.reason is ProtectionReason.PREGNANCY else []
        days = row.since, row.until
        clash = next((o for o in others if overlap((o.row.since, o.row.until), days)), None)
        if clash is not None and not faults:
            faults["depuis"] = (
                f"une période qui n’en chevauche pas une autre de grossesse ({already(clash)})"
            )
        if tables.accepts(placed, faults.items()):
            others.append(placed)
            built[row.mediator] += (from_row(Protection, row),)
    return built


def _of_reason(row: ProtectionRow) -> dict[str, str]:
    """Return, by header, what a reason wants in cells that it fills alone."""
    because = f"car le motif est « {row.reason.value} »"
    if row.reason is ProtectionReason.PREGNANCY:
        needed = {
            "grossesse_debut": row.pregnant_since,
            "naissance": row.birth,
            "jusqu_au": row.until,
        }
        return {h: f"une date, {because}" for h, day in needed.items() if day is None}
    cells = {
        "grossesse_debut": row.pregnant_since,
        "naissance": row.birth,
        "amenagement_le": row.arranged,
    }
    faults = {h: f"une case vide, {because}" for h, day in cells.items() if day is not None}
    bounds = (row.no_night_since, row.day_minutes, row.week_minutes)
    if not any(bounds) and not row.no_overtime:
        faults["sans_nuit_depuis"] = (
            f"une contrainte au moins, {because} : sans_nuit_depuis, heures_jour, heures_semaine "
            "ou sans_heures_sup"
        )
    return faults


def _of_days(row: ProtectionRow) -> Iterator[tuple[str, str]]:
    """Yield the header of each day that comes in the wrong order, and what it wants."""
    first, birth = row.pregnant_since, row.birth
    if first is not None and row.since < first:
        yield "depuis", f"le {first:%d/%m/%Y} ou après : la grossesse commence ce jour-là"
    if first is not None and birth is not None and not first < birth <= first + LONGEST:
        after, last = first + timedelta(days=1), first + LONGEST
        yield "naissance", f"une date {period_words(after, last)}"
    least = max(row.since, birth or row.since)
    if row.until is not None and row.until < least:
        yield "jusqu_au", f"le {least:%d/%m/%Y} ou après"


def _of_night(row: ProtectionRow) -> dict[str, str]:
    """Return, by header, what the end of night work wants: a day within, and somebody's word."""
    since, word = row.no_night_since, row.no_night_by
    if since is None:
        return {} if word is None else {"sans_nuit_depuis": "une date, car sans_nuit_par est dit"}
    usual = WORD.get(row.reason)
    faults = {}
    if word is None or (usual is not None and word is not usual):
        faults["sans_nuit_par"] = usual.value if usual is not None else "demande ou medecin"
    if not row.since <= since <= (row.until or date.max):
        until = f" au {row.until:%d/%m/%Y}" if row.until else " ou après"
        faults["sans_nuit_depuis"] = f"une date du {row.since:%d/%m/%Y}{until}"
    return faults


LONGEST_JOB = timedelta(days=92)
"""Days that one request may lie apart, at most: no school holidays last longer."""


def long_leaves(tables: Tables) -> dict[str, tuple[LongLeave, ...]]:
    """Build exemptions from the longest leave, by person; note one that ends too soon."""
    built: dict[str, tuple[LongLeave, ...]] = defaultdict(tuple)
    for placed in tables.of(LongLeaveRow):
        row = placed.row
        if ends_in_order(tables, placed, row.since, row.until):
            built[row.mediator] += (from_row(LongLeave, row),)
    return built


def holiday_jobs(tables: Tables, school: SchoolCalendar) -> dict[str, tuple[HolidayJob, ...]]:
    """Build requests to the inspecteur, by person, with the school holidays that they touch."""
    agencies = {placed.row.id: placed.row for placed in tables.of(AgencyRow)}
    at = {placed.row.id: placed.row.agency for placed in tables.of(PersonRow)}
    built: dict[str, tuple[HolidayJob, ...]] = defaultdict(tuple)
    for placed in tables.of(HolidayJobRow):
        row = placed.row
        agency = at.get(row.mediator, "")
        if not _days_follow(tables, placed) or agency not in agencies:
            continue
        zone = row.zone or agencies[agency].zone
        if not zone:
            tables.refuse(placed, "zone_scolaire", "A, B ou C : l’agence n’a pas de zone scolaire")
            continue
        breaks = school.breaks_between(zone, row.since, row.until, agency)
        built[row.mediator] += (from_row(HolidayJob, row, breaks=breaks),)
    return built


def _days_follow(tables: Tables, placed: Placed[HolidayJobRow]) -> bool:
    """Whether the days of a request follow each other, and an answer is whole; note otherwise."""
    row = placed.row
    if row.since <= FIRST_KNOWN:
        tables.refuse(placed, "debut", f"après le {FIRST_KNOWN:%d/%m/%Y}, premier jour connu")
    elif not ends_in_order(tables, placed, row.since, row.until, column="fin"):
        return False
    elif row.until - row.since >= LONGEST_JOB:
        tables.refuse(placed, "fin", f"{LONGEST_JOB.days} jours au plus, comme les vacances d’été")
    elif row.answer is None and row.answered is not None:
        tables.refuse(placed, "reponse", "une réponse, puisqu’elle a un jour")
    elif row.answer is not None and row.answered is None:
        tables.refuse(placed, "reponse_le", "le jour de la réponse")
    elif row.answered is not None and row.answered < row.requested:
        expected = f"le {row.requested:%d/%m/%Y}, jour de la demande, ou après"
        tables.refuse(placed, "reponse_le", expected)
    else:
        return True
    return False


def mediators(tables: Tables, school: SchoolCalendar) -> tuple[Mediator, ...]:
    """
    Build people with their contracts, and mark the names of namesakes.

    Overlapping contracts are noted on their lines.
    """
    contracts: dict[str, list[Contract]] = defaultdict(list)
    persons = {placed.row.id: placed.row for placed in tables.of(p.PersonRow)}
    for placed in tables.of(p.ContractRow):
        person = persons.get(placed.row.mediator)
        contract = _contract(tables, placed) if fits(tables, placed, person) else None
        if contract is not None:
            _add(tables, placed, contracts[placed.row.mediator], contract)
    add_amendments(tables, contracts)
    check_renewals(tables, tables.of(p.ContractRow), contracts)
    posted = with_predecessors(contracts)
    leaves, jobs = long_leaves(tables), holiday_jobs(tables, school)
    protected = protections(tables)
    socle = {placed.row.mediator: placed.row.day for placed in tables.of(p.SocleRow)}
    agencies = {placed.row.id: placed.row.name for placed in tables.of(AgencyRow)}
    people = (
        from_row(
            Mediator,
            row,
            contracts=posted.get(row.id, ()),
            dispositifs=frozenset(row.dispositifs),
            sites=frozenset(row.sites),
            socle=socle.get(row.id),
            long_leaves=leaves.get(row.id, ()),
            holiday_jobs=jobs.get(row.id, ()),
            protections=protected.get(row.id, ()),
        )
        for row in persons.values()
    )
    return distinguish_homonyms(people, agencies)


def _contract(tables: Tables, placed: Placed[p.ContractRow]) -> Contract | None:
    row = placed.row
    if not tables.accepts(placed, of_term(row)):
        return None
    forfait = forfait_of(row)
    minutes = row.weekly_minutes
    if forfait is not None:
        minutes = FULL_WEEK * forfait.days // MOST_DAYS
    try:
        # Who was erased may be another who was: the person replaced is unknown.
        replaces = "" if row.replaces == NOBODY else row.replaces
        return from_row(Contract, row, weekly_minutes=minutes, forfait=forfait, replaces=replaces)
    except InvalidProblemError:
        tables.refuse(placed, "fin", f"une fin le {row.start:%d/%m/%Y} ou après")
        return None


def _add(
    tables: Tables, placed: Placed[p.ContractRow], others: list[Contract], contract: Contract
) -> None:
    """Add a contract to a person's others; note it instead if it overlaps one of them."""
    for other in others:
        if overlap((contract.start, contract.end), (other.start, other.end)):
            end = f"{other.end:%d/%m/%Y}" if other.end else "sans fin"
            expected = (
                "un contrat qui n’en chevauche pas un autre de la même personne "
                f"({other.start:%d/%m/%Y} – {end})"
            )
            tables.refuse(placed, "debut", expected)
            return
    others.append(contract)


def absences(tables: Tables) -> Iterator[Absence]:
    """Build absences; if the last day has no time, all of it counts."""
    for placed in tables.of(p.AbsenceRow):
        if span := span_of(tables, placed):
            yield from_row(Absence, placed.row, span=span)


def wishes(tables: Tables) -> Iterator[Wish]:
    """Build wishes; if the last day has no time, all of it counts."""
    for placed in tables.of(p.WishRow):
        if span := span_of(tables, placed):
            yield from_row(Wish, placed.row, span=span, templates=frozenset(placed.row.templates))


TIMED = "un jour et une heure, comme 2026-12-31T14:00"


def span_of(
    tables: Tables, placed: Placed[p.AbsenceRow] | Placed[p.WishRow] | Placed[p.DelegationRow]
) -> Span | None:
    """Return the time from `debut` to `fin`, or note why there is none (None)."""
    row, ends = placed.row, []
    for column, (day, clock), over in (("debut", row.start, 0), ("fin", row.end, 1)):
        try:
            ends.append(midnight(day + timedelta(days=over)) if clock is None else at(day, clock))
        except InvalidProblemError as error:
            cell = placed.text(column)
            tables.refuse(placed, column, f"une heure qui existe : {error}", cell)
    if len(ends) < 2:  # noqa: PLR2004 - start and end
        return None
    try:
        return Span(*ends)
    except InvalidProblemError:
        start, clock = row.start
        tables.refuse(
            placed, "fin", f"une fin après le début ({start:%d/%m/%Y} {clock or time():%H:%M})"
        )
        return None


def pairs(tables: Tables) -> Iterator[Pair]:
    """Build pairs; the two people must be different."""
    for placed in tables.of(p.PairRow):
        row = placed.row
        if row.first == row.second:
            tables.refuse(placed, "seconde", "une autre personne que la première")
        elif ends_in_order(tables, placed, row.since or date.min, row.until):
            yield from_row(Pair, row)


def delegations(tables: Tables, mediators: Iterable[Mediator]) -> tuple[Delegation, ...]:
    """
    Build the hours of mandates.

    Noted instead: those without a time, too long, out of contract, or at the time of others of the
    person's.
    """
    people = {person.id: person for person in mediators}
    taken: dict[str, list[tuple[Delegation, Placed[DelegationRow]]]] = defaultdict(list)
    for placed, delegation in _readable(tables):
        person = people.get(delegation.mediator)
        if person is None:
            continue
        others = taken[person.id]
        clash = next((line for o, line in others if o.span.touches(delegation.span)), None)
        if not all(map(person.employed_on, delegation.span.days)):
            tables.refuse(placed, "debut", "un jour où la personne a un contrat")
        elif clash is not None:
            expected = f"un temps de mandat qui n’en chevauche pas un autre ({already(clash)})"
            tables.refuse(placed, "debut", expected)
        else:
            others.append((delegation, placed))
    return tuple(delegation for of_person in taken.values() for delegation, _ in of_person)


def _readable(tables: Tables) -> Iterator[tuple[Placed[DelegationRow], Delegation]]:
    for placed in tables.of(DelegationRow):
        ends = {"debut": placed.row.start, "fin": placed.row.end}
        timeless = [(header, TIMED) for header, (_, clock) in ends.items() if clock is None]
        span = span_of(tables, placed) if tables.accepts(placed, timeless) else None
        if span is not None:
            with tables.noting(placed, "fin"):
                yield placed, from_row(Delegation, placed.row, span=span)
