"""Say what prevents a person from holding a slot: dispositif, site, contract, role, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.slots import SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Mediator
    from scheduler.domain.slots import Slot


def obstacles(person: Mediator, slot: Slot, *, contracts: bool = True) -> Iterator[str]:
    """
    Yield, in French, each reason why the person can't be posted on the slot.

    `contracts`: whether days without a contract count as a reason.
    """
    if slot.invited:
        if not slot.expects(person):
            yield "n’est pas attendu à ce temps d’équipe"
    else:
        if slot.dispositif not in person.dispositifs:
            yield "n’est pas affecté à ce dispositif"
        if slot.kind is not SlotKind.TEAM and slot.elsewhere(person):
            yield "n’est pas affecté à ce site"
    for day in slot.span.days:
        if contracts and not any(contract.covers(day) for contract in person.contracts):
            yield f"n’a pas de contrat en cours le {day:%d/%m/%Y}"
    need = slot.need_for(person)
    if need is None:
        yield "aucun besoin de ce créneau n’accepte sa fonction"
    for title in sorted(need.titles - person.titles) if need is not None else ():
        yield f"n’a pas le titre {title}, exigé ici"
