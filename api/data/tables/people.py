"""People, their contracts and titles, when they are away and what they wish."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.data.tables.columns import NAME, Moment, OneOf, Weekdays, of
from api.data.tables.record import KEPT, Record
from api.database.base import Idents
from scheduler.domain.people import (
    AbsenceKind,
    ContractKind,
    HoursBasis,
    PairKind,
    Role,
    ShortHours,
)


class PersonRecord(Record):
    """personnes.csv."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(NAME, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    role: Mapped[Role] = mapped_column(OneOf(Role))
    birth: Mapped[date | None]
    agency: Mapped[str] = of("agency")
    dispositifs: Mapped[tuple[str, ...]] = mapped_column(Idents)
    sites: Mapped[tuple[str, ...]] = mapped_column(Idents)
    licence: Mapped[bool]
    home: Mapped[str] = mapped_column(NAME)
    night_worker: Mapped[bool | None]
    night_worker_since: Mapped[date | None]
    medical_visit: Mapped[date | None]


class ContractRecord(Record):
    """contrats.csv."""

    __tablename__ = "contract"

    mediator: Mapped[str] = of("person")
    kind: Mapped[ContractKind] = mapped_column(OneOf(ContractKind))
    start: Mapped[date]
    end: Mapped[date | None]
    weekly_minutes: Mapped[int]
    basis: Mapped[HoursBasis] = mapped_column(OneOf(HoursBasis))
    days: Mapped[frozenset[int] | None] = mapped_column(Weekdays)
    annual_minutes: Mapped[int | None]
    short_hours: Mapped[ShortHours | None] = mapped_column(OneOf(ShortHours))
    group: Mapped[str] = mapped_column(NAME)
    adult_relay: Mapped[bool]
    priority_area: Mapped[bool | None]


class TitleRecord(Record):
    """titres.csv."""

    __tablename__ = "title"
    __table_args__ = (UniqueConstraint("mediator", "title"), KEPT)

    mediator: Mapped[str] = of("person")
    title: Mapped[str] = mapped_column(NAME)
    since: Mapped[date]


class SocleRecord(Record):
    """formation_socle.csv."""

    __tablename__ = "socle"
    __table_args__ = (UniqueConstraint("mediator"), KEPT)

    mediator: Mapped[str] = of("person")
    day: Mapped[date]


class AbsenceRecord(Record):
    """absences.csv."""

    __tablename__ = "absence"

    mediator: Mapped[str] = of("person")
    start: Mapped[tuple[date, time | None]] = mapped_column(Moment)
    end: Mapped[tuple[date, time | None]] = mapped_column(Moment)
    kind: Mapped[AbsenceKind] = mapped_column(OneOf(AbsenceKind))
    day_minutes: Mapped[int | None]


class WishRecord(Record):
    """souhaits.csv."""

    __tablename__ = "wish"

    mediator: Mapped[str] = of("person")
    start: Mapped[tuple[date, time | None]] = mapped_column(Moment)
    end: Mapped[tuple[date, time | None]] = mapped_column(Moment)
    wants: Mapped[bool]
    weight: Mapped[int]


class PairRecord(Record):
    """binomes.csv."""

    __tablename__ = "pair"

    first: Mapped[str] = of("person")
    second: Mapped[str] = of("person")
    kind: Mapped[PairKind] = mapped_column(OneOf(PairKind))
    since: Mapped[date | None]
    until: Mapped[date | None]
