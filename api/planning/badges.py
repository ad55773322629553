"""The short marks that stand beside a name in the grid of a month."""

from datetime import date
from enum import StrEnum

from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import Mediator, StaffRole


class Badge(StrEnum):
    """A short mark that the name column shows beside a name."""

    REFERENT = "R"
    RESPONSABLE = "Resp."
    APPRENTICE = "appr."
    MINOR = "min."
    TEMP = "int."


def badges_of(mediator: Mediator, day: date) -> tuple[Badge, ...]:
    """Return the marks of a person, as they are on a day."""
    badges = []
    if mediator.role is StaffRole.REFERENT:
        badges.append(Badge.REFERENT)
    if mediator.role is StaffRole.RESPONSABLE:
        badges.append(Badge.RESPONSABLE)
    if mediator.apprentice_on(day):
        badges.append(Badge.APPRENTICE)
    if mediator.minor_on(day):
        badges.append(Badge.MINOR)
    contract = mediator.contract_on(day)
    if contract is not None and contract.kind is ContractKind.TEMP:
        badges.append(Badge.TEMP)
    return tuple(badges)
