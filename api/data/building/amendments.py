"""Build the amendments of part-time contracts, and refuse those that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from api.data.building.fixed_terms import TERMS
from api.data.building.periods import overlap
from api.data.building.values import from_row
from api.data.rows.lines import Placed, Tables, already
from api.data.rows.people import AmendmentRow, ContractRow
from api.french.words import hours
from scheduler.domain.amendments import Amendment, AmendmentGround
from scheduler.domain.contracts import Contract, HoursBasis

FULL_TIME = 35 * 60
OVER_A_PERIOD = (HoursBasis.CYCLE, HoursBasis.YEAR)

Wrong = tuple[str, str]
"""A column, and what was expected in it."""


def add_amendments(tables: Tables, contracts: Mapping[str, list[Contract]]) -> None:
    """
    Put each amendment on the contract that it changes, in order of time.

    What contradicts itself, its contract or another amendment is noted on its line.
    """
    by_person: dict[str, list[Placed[AmendmentRow]]] = {}
    built = sum(map(len, contracts.values())) == len(tables.lines[ContractRow])
    all_contracts = built and "contrats" not in tables.broken
    for placed in tables.of(AmendmentRow):
        row, others = placed.row, by_person.setdefault(placed.row.mediator, [])
        of_person = contracts.get(row.mediator, [])
        contract = next((c for c in of_person if c.covers(row.start)), None)
        wrong = [*_alone(row), *_overlaps(placed, others)]
        if contract is not None:
            wrong += _under(row, contract)
        elif all_contracts and row.mediator in tables.ids["personnes"]:
            wrong.append(("debut", "un jour où la personne est sous contrat"))
        for column, expected in wrong:
            tables.refuse(placed, column, expected)
        if contract is None or wrong:
            continue
        others.append(placed)
        amendments = sorted((*contract.amendments, from_row(Amendment, row)), key=lambda a: a.start)
        of_person[of_person.index(contract)] = replace(contract, amendments=tuple(amendments))


def _alone(row: AmendmentRow) -> Iterator[Wrong]:
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


def _overlaps(
    placed: Placed[AmendmentRow], others: Iterable[Placed[AmendmentRow]]
) -> Iterator[Wrong]:
    for other in others:
        if overlap((placed.row.start, placed.row.end), (other.row.start, other.row.end)):
            dates = f"{other.row.start:%d/%m/%Y} – {other.row.end:%d/%m/%Y}"
            yield (
                "debut",
                (
                    "un avenant qui n’en chevauche pas un autre de la même personne "
                    f"({already(other)} : {dates})"
                ),
            )
            return


def _under(row: AmendmentRow, contract: Contract) -> Iterator[Wrong]:
    """Yield what is wrong with an amendment of that contract."""
    if not contract.part_time:
        yield (
            "personne",
            (
                f"une personne à temps partiel le {row.start:%d/%m/%Y} (contrat de "
                f"{hours(contract.weekly_minutes)} par semaine)"
            ),
        )
        return
    if contract.basis in OVER_A_PERIOD:
        yield (
            "personne",
            (
                "un contrat compté à la semaine ou au mois : sur un cycle ou une année, un "
                "complément d’heures se saisit comme un nouveau contrat"
            ),
        )
    if contract.end is not None and contract.end < row.end:
        renewed = " (s’il est renouvelé, un second avenant pour la suite)"
        end = f"le {contract.end:%d/%m/%Y} au plus tard, fin du contrat"
        yield "fin", end + (renewed if contract.kind in TERMS else "")
    if row.weekly_minutes <= contract.weekly_minutes:
        yield "heures_semaine", f"plus que les {hours(contract.weekly_minutes)} du contrat"
