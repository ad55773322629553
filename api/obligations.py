"""Gather the records that the labour code asks for of a month, from what is published of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.reach import HR, Reach
from api.database.engine import reading
from api.database.memory import Memory, Same
from api.export.month.bundle import Edition
from api.export.registers.records import Registers, registers
from api.hours.months.service import Basis, Month, month_of
from api.planning.names import names_of
from api.planning.published_shifts import fingerprint
from scheduler.domain.time import civil_day


@dataclass(frozen=True, kw_only=True)
class MonthRecords:
    """The records of a month, and what they were made from."""

    registers: Registers
    unconfirmed: int


KEPT = 4
"""Months, as planned or as worked, whose registers a process remembers."""

_gathered = Memory[Registers](KEPT)


def records_of(who: Caller, engine: Engine, month: str, basis: Basis) -> MonthRecords:
    """
    Gather the records of a published month: people's are of the hours worked, if so asked.

    Raises
    ------
    UnknownError
        The caller isn't RH of all agencies.
    ConflictError
        The month isn't published (409).
    """
    Reach(who, HR).check_everything()
    with reading(engine) as session:
        plan, done = month_of(session, month, Basis.PLAN), month_of(session, month, basis)
    registers_ = _registers(done, month)
    if basis is Basis.WORKED:
        # The rota that documents show and the edition that they name are the published ones.
        registers_ = replace(registers_, rota=plan.rota, edition=_edition(plan, month, _today()))
    return MonthRecords(registers=registers_, unconfirmed=done.unconfirmed)


def _registers(month: Month, label: str) -> Registers:
    """Return the registers of a month, gathered once a day for all who read them."""
    made = _today()

    def gather() -> Registers:
        names, edition = names_of(month.association), _edition(month, label, made)
        return registers(month.rota, month.profile, names, edition)

    return _gathered.get((Same(month), made), gather)


def _today() -> date:
    return civil_day(datetime.now(UTC))


def _edition(month: Month, label: str, made: date) -> Edition:
    return Edition(
        version=fingerprint(month.rota),
        made=made,
        published=_last_day(row.changed for row in month.association.history[label]),
    )


def _last_day(instants: Iterable[datetime | None]) -> date | None:
    last = max((instant for instant in instants if instant is not None), default=None)
    return last and civil_day(last)
