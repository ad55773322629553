"""What is asked: templates of slots, their needs and breaks, seasons, schools, derogations."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.data.tables.columns import NAME, TEXT, OneOf, Reference, SomeOf, Weekdays, of
from api.data.tables.record import KEPT, Record
from api.database.base import Idents
from calendars.pattern import ExceptionAction
from calendars.placing import AutumnChange
from scheduler.domain.duty import BreakKind
from scheduler.domain.people import Role
from scheduler.domain.problem import GroundKind
from scheduler.domain.slots import SlotKind


class SeasonRecord(Record):
    """saisons.csv: a season has as many rows as stretches."""

    __tablename__ = "season"

    id: Mapped[str] = mapped_column(NAME, index=True)
    name: Mapped[str] = mapped_column(NAME)
    first: Mapped[date]
    last: Mapped[date]


class TemplateRecord(Record):
    """gabarits.csv."""

    __tablename__ = "template"

    id: Mapped[str] = mapped_column(NAME, unique=True)
    dispositif: Mapped[str] = of("dispositif")
    site: Mapped[str] = of("site", optional=True)
    kind: Mapped[SlotKind] = mapped_column(OneOf(SlotKind))
    weekdays: Mapped[frozenset[int]] = mapped_column(Weekdays)
    start: Mapped[time]
    end: Mapped[time]
    since: Mapped[date]
    until: Mapped[date | None]
    season: Mapped[str] = mapped_column(Reference, nullable=True)
    school_zone: Mapped[str] = mapped_column(NAME)
    on_holidays: Mapped[bool]
    every: Mapped[int]
    phase: Mapped[int]
    team: Mapped[str] = mapped_column(NAME)
    binome: Mapped[bool]
    vehicle: Mapped[bool]
    supervised: Mapped[bool]
    supervises: Mapped[tuple[str, ...]] = mapped_column(Idents)
    mandatory: Mapped[bool]
    autumn: Mapped[AutumnChange] = mapped_column(OneOf(AutumnChange))


class NeedRecord(Record):
    """besoins.csv."""

    __tablename__ = "need"

    template: Mapped[str] = of("template")
    roles: Mapped[frozenset[Role]] = mapped_column(SomeOf(Role))
    minimum: Mapped[int]
    target: Mapped[int]
    maximum: Mapped[int]
    titles: Mapped[tuple[str, ...]] = mapped_column(Idents)


class BreakRecord(Record):
    """pauses.csv."""

    __tablename__ = "template_break"

    template: Mapped[str] = of("template")
    minutes: Mapped[int]
    at: Mapped[time | None]
    kind: Mapped[BreakKind] = mapped_column(OneOf(BreakKind))


class ExceptionRecord(Record):
    """exceptions.csv."""

    __tablename__ = "template_exception"
    __table_args__ = (UniqueConstraint("template", "day"), KEPT)

    template: Mapped[str] = of("template")
    day: Mapped[date]
    action: Mapped[ExceptionAction] = mapped_column(OneOf(ExceptionAction))
    start: Mapped[time | None]
    end: Mapped[time | None]
    minimum: Mapped[int | None]
    target: Mapped[int | None]
    maximum: Mapped[int | None]
    why: Mapped[str] = mapped_column(TEXT)


class SchoolRecord(Record):
    """calendrier_scolaire.csv."""

    __tablename__ = "school_days"

    zone: Mapped[str] = mapped_column(NAME)
    agency: Mapped[str] = of("agency", optional=True)
    first: Mapped[date]
    last: Mapped[date]
    open: Mapped[bool]
    why: Mapped[str] = mapped_column(TEXT)


class GroundRecord(Record):
    """derogations.csv."""

    __tablename__ = "ground"

    kind: Mapped[GroundKind] = mapped_column(OneOf(GroundKind))
    agency: Mapped[str] = of("agency", optional=True)
    dispositif: Mapped[str] = of("dispositif", optional=True)
    since: Mapped[date]
    until: Mapped[date | None]
    ground: Mapped[str] = mapped_column(TEXT)
    article: Mapped[str] = mapped_column(NAME)


class LockRecord(Record):
    """verrous.csv."""

    __tablename__ = "slot_lock"
    __table_args__ = (UniqueConstraint("mediator", "slot"), KEPT)

    mediator: Mapped[str] = of("person")
    slot: Mapped[str] = mapped_column(NAME)
    by: Mapped[str] = mapped_column(NAME)
    why: Mapped[str] = mapped_column(TEXT)
