"""Check contracts of people: fixed terms, amendments of part time, forfaits in days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from api.data.building.values import from_row, overlap
from api.data.rows import people as p
from api.data.rows.forms import refusal
from api.data.rows.lines import Placed, Tables, already
from api.data.rows.people import AmendmentRow, ContractRow
from api.french.words import hours
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Applied, Term
from constraints.registry import profile_of
from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.fixed_terms import Predecessor, TermReason
from scheduler.domain.employment.forfait import MOST_DAYS, WITH_WAIVER, Forfait
from scheduler.domain.people import Mediator

TERMS = frozenset({ContractKind.CDD, ContractKind.TEMP})
"""Contracts after which a post waits before another of them (L1244-3, L1251-36)."""

DAY = timedelta(days=1)
Wrong = tuple[str, str]
"""A column, and what was expected in it."""


def of_term(row: ContractRow) -> Iterator[Wrong]:
    """Yield what a contract says of a fixed term that doesn't go together."""
    term = row.kind in TERMS
    if row.reason is not None and not term:
        yield "motif_cdd", "rien, sauf pour un CDD ou un intérim"
    replaces = row.reason is TermReason.REPLACEMENT and row.replaces != row.mediator
    if row.replaces and not replaces:
        yield "remplace", "une autre personne, si le motif est « remplacement », sinon rien"
    if row.renews and not term:
        yield "renouvellement", "non, sauf pour un CDD ou un intérim"
    if row.ending is not None and (not term or row.end is None):
        yield "fin_du_salarie", "rien, sauf pour un CDD ou un intérim qui a une fin"


def check_renewals(
    tables: Tables, rows: Sequence[Placed[ContractRow]], contracts: Mapping[str, Sequence[Contract]]
) -> None:
    """Note each renewal of a contract that isn't there, or that names another post."""
    for placed in rows:
        row = placed.row
        if not row.renews or row.kind not in TERMS:
            continue
        eve = [c for c in contracts.get(row.mediator, ()) if c.end == row.start - DAY]
        if not any(c.kind is row.kind and c.post == row.post for c in eve):
            expected = (
                f"un contrat de la même personne, du même type et du même poste, qui finit le "
                f"{row.start - DAY:%d/%m/%Y}"
            )
            tables.refuse(placed, "renouvellement", expected)


class Ended(NamedTuple):
    """A contract of a fixed term that has an end, whose it is, and its days with renewals."""

    end: date
    who: str
    contract: Contract
    days: int


def with_predecessors(
    contracts: Mapping[str, Sequence[Contract]],
) -> dict[str, tuple[Contract, ...]]:
    """Return contracts by person, by start, each of a fixed term with the last on its post."""
    ended = [e for who, of_person in contracts.items() for e in _ended(who, of_person)]
    by_post: dict[str, list[Ended]] = defaultdict(list)
    by_person: dict[str, list[Ended]] = defaultdict(list)
    for other in ended:
        by_person[other.who].append(other)
        by_post[other.contract.post].append(other)

    def before(who: str, contract: Contract) -> Predecessor | None:
        if contract.kind not in TERMS or contract.renews:
            return None
        candidates = [o for o in by_person[who] if not (contract.post and o.contract.post)]
        candidates += by_post[contract.post] if contract.post else []
        earlier = [o for o in candidates if o.end < contract.start]
        last = max(earlier, key=lambda o: (o.end, o.who == who), default=None)
        return last and Predecessor(
            end=last.end,
            days=last.days,
            same_person=last.who == who,
            same_post=bool(contract.post and last.contract.post),
            reason=_reason(last.contract),
            replaces=last.contract.replaces,
            ending=last.contract.ending,
        )

    return {
        who: tuple(
            replace(contract, before=before(who, contract), reason=_reason(contract))
            for contract in sorted(of_person, key=lambda c: c.start)
        )
        for who, of_person in contracts.items()
    }


def _ended(who: str, contracts: Sequence[Contract]) -> Iterator[Ended]:
    days = 0
    for contract in sorted(contracts, key=lambda c: c.start):
        if contract.kind in TERMS and contract.end is not None:
            days = (days if contract.renews else 0) + (contract.end - contract.start).days + 1
            yield Ended(contract.end, who, contract, days)


def _reason(contract: Contract) -> TermReason | None:
    """Return a contract's reason; a CDD adulte-relais is one of L1242-3 (L5134-103)."""
    subsidised = contract.adult_relay and contract.kind is ContractKind.CDD
    return contract.reason or (TermReason.SUBSIDISED if subsidised else None)


FULL_TIME = 35 * 60
OVER_A_PERIOD = (HoursBasis.CYCLE, HoursBasis.YEAR)
WEEKLY = (
    "un contrat compté à la semaine ou au mois : sur un cycle ou une année, un complément d’heures "
    "se saisit comme un nouveau contrat"
)


def add_amendments(tables: Tables, contracts: Mapping[str, list[Contract]]) -> None:
    """
    Put each amendment on the contract that it changes, in order of time.

    What contradicts itself, its contract or another amendment is noted on its line.
    """
    by_person: dict[str, list[Placed[AmendmentRow]]] = defaultdict(list)
    built = sum(map(len, contracts.values())) == len(tables.lines[ContractRow])
    all_contracts = built and "contrats" not in tables.broken
    for placed in tables.of(AmendmentRow):
        row, others = placed.row, by_person[placed.row.mediator]
        of_person = contracts.get(row.mediator, [])
        contract = next((c for c in of_person if c.covers(row.start)), None)
        wrong = [*_in_itself(row), *_beside_others(placed, others)]
        if contract is not None:
            wrong += _under(row, contract)
        elif all_contracts and row.mediator in tables.ids["personnes"]:
            wrong.append(("debut", "un jour où la personne est sous contrat"))
        if not tables.accepts(placed, wrong) or contract is None:
            continue
        others.append(placed)
        amendments = sorted((*contract.amendments, from_row(Amendment, row)), key=lambda a: a.start)
        of_person[of_person.index(contract)] = replace(contract, amendments=tuple(amendments))


def _in_itself(row: AmendmentRow) -> Iterator[Wrong]:
    """Yield what is wrong with an amendment whatever the contract."""
    replaces = row.ground is AmendmentGround.REPLACEMENT
    if row.end < row.start:
        yield "fin", f"le {row.start:%d/%m/%Y} ou après"
    if row.weekly_minutes >= FULL_TIME:
        yield "heures_semaine", "moins de 35 heures par semaine, complément compris (L3123-9)"
    if replaces and not row.replaced:
        yield "remplace", "la personne absente que l’avenant remplace (L3123-22)"
    if row.replaced and not replaces:
        yield "remplace", "rien, sauf pour un remplacement"
    if row.replaced == row.mediator:
        yield "remplace", "une autre personne que celle de l’avenant"


def _beside_others(
    placed: Placed[AmendmentRow], others: Iterable[Placed[AmendmentRow]]
) -> Iterator[Wrong]:
    for other in others:
        if overlap((placed.row.start, placed.row.end), (other.row.start, other.row.end)):
            dates = f"{other.row.start:%d/%m/%Y} – {other.row.end:%d/%m/%Y}"
            expected = "un avenant qui n’en chevauche pas un autre de la même personne"
            yield "debut", f"{expected} ({already(other)} : {dates})"
            return


def _under(row: AmendmentRow, contract: Contract) -> Iterator[Wrong]:
    """Yield what is wrong with an amendment of that contract."""
    if not contract.part_time:
        weekly = f"contrat de {hours(contract.weekly_minutes)} par semaine"
        yield "personne", f"une personne à temps partiel le {row.start:%d/%m/%Y} ({weekly})"
        return
    if contract.basis in OVER_A_PERIOD:
        yield "personne", WEEKLY
    if contract.end is not None and contract.end < row.end:
        renewed = " (s’il est renouvelé, un second avenant pour la suite)"
        end = f"le {contract.end:%d/%m/%Y} au plus tard, fin du contrat"
        yield "fin", end + (renewed if contract.kind in TERMS else "")
    if row.weekly_minutes <= contract.weekly_minutes:
        yield "heures_semaine", f"plus que les {hours(contract.weekly_minutes)} du contrat"


OF_HOURS = ("weekly_minutes", "annual_minutes", "short_hours")
"""Fields of a contract that a forfait in days leaves empty."""
OF_FORFAITS = ("annual_days", "year_begins", "signed", "waived", "waived_on")
"""Fields that only such a contract has."""


def fits(tables: Tables, placed: Placed[ContractRow], person: p.PersonRow | None) -> bool:
    """Whether a contract counts either hours or days, for whom it may; note what doesn't fit."""
    columns, faults = placed.kind.columns, dict(_misfits(placed, person))
    return tables.accepts(placed, ((columns[f].header, said) for f, said in faults.items()))


def _misfits(placed: Placed[ContractRow], person: p.PersonRow | None) -> Iterator[Wrong]:
    """Yield the fields that don't fit, and what was expected in each."""
    row = placed.row
    days = row.basis is HoursBasis.DAYS
    if not days and row.weekly_minutes is None:
        yield "weekly_minutes", refusal(placed.kind.columns["weekly_minutes"].form.read, "")
    why = "rien : un forfait en jours ne compte pas d’heures (L3121-62)"
    for field in OF_HOURS if days else OF_FORFAITS:
        if getattr(row, field) is not None:
            yield field, why if days else "rien, sauf si la base est « jours »"
    if not days:
        return
    if row.annual_days is None:
        yield "annual_days", f"le nombre de jours du forfait, de 1 à {MOST_DAYS} (L3121-64)"
    if row.kind is ContractKind.APPRENTICESHIP:
        yield "kind", "un autre contrat : les heures d’un apprenti se comptent (L6222-24)"
    if person and Mediator(id=person.id, name="", birth=person.birth).minor_on(row.start):
        yield "basis", "des heures : avant 18 ans, elles sont bornées chaque jour (L3162-1)"
    if (row.waived is None) is not (row.waived_on is None):
        missing = "waived" if row.waived is None else "waived_on"
        yield missing, "les jours renoncés et la date de l’avenant, ou ni l’un ni l’autre"
    elif row.waived_on and not row.start <= row.waived_on <= (row.end or row.waived_on):
        yield "waived_on", "un jour du contrat"


def forfait_of(row: p.ContractRow) -> Forfait | None:
    """Build the forfait of a contract that fits (None: it counts hours)."""
    if row.annual_days is None:
        return None
    return Forfait(
        days=row.annual_days,
        begins=row.year_begins,
        signed=row.signed,
        waived=row.waived or 0,
        waived_on=row.waived_on,
    )


def within_agreements(
    tables: Tables,
    people: Mapping[str, Mediator],
    applied: Sequence[Applied],
    terms: Sequence[Term],
) -> None:
    """Note rest days given up beyond 235 days in all, or those of the agreement (L3121-66)."""
    waivers = [placed for placed in tables.of(ContractRow) if placed.row.waived_on]
    if not waivers:
        return
    try:
        profile = profile_of(applied, terms)
    except UnlawfulTermsError:
        return  # noted where the terms are
    of_agency = dict(profile.agencies)
    for placed in waivers:
        row, who = placed.row, people.get(placed.row.mediator)
        if row.annual_days is None or row.waived is None or row.waived_on is None:
            continue  # noted by `fits`
        rules = of_agency.get(who.agency if who else "", profile.person_rules)
        values = (value for rule in rules for value in rule.parameters().values())
        entry = next(v for v in values if v.quantity == WITH_WAIVER).entry(row.waived_on)
        if row.annual_days + row.waived > entry.value:
            room = max(0, entry.value - row.annual_days)
            expected = f"{room} au plus : {entry.value} jours dans l’année ({entry.source})"
            tables.refuse(placed, "jours_renonces", expected)
