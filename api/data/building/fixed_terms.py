"""Check what contracts say of a fixed term, and find which held the same post before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from api.data.rows.lines import Placed, Tables
from api.data.rows.people import ContractRow
from scheduler.domain.contracts import Contract, ContractKind
from scheduler.domain.fixed_terms import Predecessor, TermReason

TERMS = frozenset({ContractKind.CDD, ContractKind.TEMP})
"""Contracts after which a post waits before another of them (L1244-3, L1251-36)."""

DAY = timedelta(days=1)


def coherent(tables: Tables, placed: Placed[ContractRow]) -> bool:
    """Whether what a contract says of a fixed term goes together; note it otherwise."""
    row, term = placed.row, placed.row.kind in TERMS
    faults = {
        "motif_cdd": (row.reason is not None and not term, "rien, sauf pour un CDD ou un intérim"),
        "remplace": (
            bool(row.replaces)
            and (row.reason is not TermReason.REPLACEMENT or row.replaces == row.mediator),
            "une autre personne, si le motif est « remplacement », sinon rien",
        ),
        "renouvellement": (row.renews and not term, "non, sauf pour un CDD ou un intérim"),
        "fin_du_salarie": (
            row.ending is not None and (not term or row.end is None),
            "rien, sauf pour un CDD ou un intérim qui a une fin",
        ),
    }
    for header, (wrong, expected) in faults.items():
        if wrong:
            tables.refuse(placed, header, expected)
    return not any(wrong for wrong, _ in faults.values())


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
