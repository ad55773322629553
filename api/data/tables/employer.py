"""The employer: what it decided, told and agreed, and where people's counters stood."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.data.rows.employer import EmployerKey
from api.data.tables.columns import NAME, TEXT, Delay, OneOf, of
from api.data.tables.record import KEPT, Record
from api.database.base import Idents
from scheduler.domain.employer import CarriedKind, NoticeKind, Route


class EmployerRecord(Record):
    """employeur.csv."""

    __tablename__ = "employer"

    about: Mapped[EmployerKey] = mapped_column(OneOf(EmployerKey), unique=True)
    value: Mapped[str] = mapped_column(TEXT)


class SchemeRecord(Record):
    """amenagements.csv."""

    __tablename__ = "scheme"

    since: Mapped[date]
    until: Mapped[date | None]
    agency: Mapped[str] = of("agency", optional=True)
    route: Mapped[Route] = mapped_column(OneOf(Route))
    weeks: Mapped[int]
    months: Mapped[int]
    weekly_minutes: Mapped[int | None]
    annual_minutes: Mapped[int | None]
    notice: Mapped[tuple[int, bool] | None] = mapped_column(Delay)
    branch: Mapped[bool]
    opinion: Mapped[date | None]
    ground: Mapped[str] = mapped_column(TEXT)
    article: Mapped[str] = mapped_column(NAME)


class OpinionRecord(Record):
    """avis_cse.csv."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("about", "day"), KEPT)

    about: Mapped[str] = mapped_column(NAME)
    day: Mapped[date]
    text: Mapped[str] = mapped_column(TEXT)


class SolidarityRecord(Record):
    """solidarite.csv."""

    __tablename__ = "solidarity"

    day: Mapped[date]
    minutes: Mapped[int | None]
    agency: Mapped[str] = of("agency", optional=True)
    mediator: Mapped[str] = of("person", optional=True)


class ExceptionalDayRecord(Record):
    """jours_exceptionnels.csv."""

    __tablename__ = "exceptional_day"

    day: Mapped[date]
    why: Mapped[str] = mapped_column(TEXT)
    agency: Mapped[str] = of("agency", optional=True)
    mediator: Mapped[str] = of("person", optional=True)


class OutsideRecord(Record):
    """heures_ailleurs.csv."""

    __tablename__ = "outside_hours"

    mediator: Mapped[str] = of("person")
    first: Mapped[date]
    last: Mapped[date | None]
    minutes: Mapped[int]
    employer: Mapped[str] = mapped_column(NAME)


class PastWeekRecord(Record):
    """semaines_anterieures.csv."""

    __tablename__ = "past_week"

    mediator: Mapped[str] = of("person")
    day: Mapped[date]
    minutes: Mapped[int]


class CarriedRecord(Record):
    """soldes.csv."""

    __tablename__ = "carried"
    __table_args__ = (UniqueConstraint("mediator", "kind", "day"), KEPT)

    mediator: Mapped[str] = of("person")
    kind: Mapped[CarriedKind] = mapped_column(OneOf(CarriedKind))
    day: Mapped[date]
    minutes: Mapped[int] = mapped_column(BigInteger)


class NoticeRecord(Record):
    """prevenances.csv."""

    __tablename__ = "notice"

    mediator: Mapped[str] = of("person")
    kind: Mapped[NoticeKind] = mapped_column(OneOf(NoticeKind))
    notified: Mapped[date]
    effective: Mapped[date]
    exceptional: Mapped[bool]
    agreed: Mapped[bool]
    duties: Mapped[tuple[str, ...]] = mapped_column(Idents)
    before: Mapped[date | None]


class AppliedRecord(Record):
    """conventions.csv."""

    __tablename__ = "applied_agreement"

    since: Mapped[date]
    until: Mapped[date | None]
    agency: Mapped[str] = of("agency", optional=True)
    agreement: Mapped[str] = mapped_column(NAME)


class TermRecord(Record):
    """accords.csv."""

    __tablename__ = "agreement_term"

    since: Mapped[date]
    until: Mapped[date | None]
    agency: Mapped[str] = of("agency", optional=True)
    rule: Mapped[str] = mapped_column(NAME)
    parameter: Mapped[str] = mapped_column(NAME)
    value: Mapped[str] = mapped_column(NAME)
    level: Mapped[int]
    source: Mapped[str] = mapped_column(TEXT)
    article: Mapped[str] = mapped_column(NAME)


class AckRecord(Record):
    """acquittements.csv."""

    __tablename__ = "acknowledgement"

    code: Mapped[str] = mapped_column(NAME, unique=True)
    ground: Mapped[str] = mapped_column(TEXT)
    by: Mapped[str] = mapped_column(NAME)
    day: Mapped[date]
    month: Mapped[date | None]
