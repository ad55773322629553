"""Agencies, dispositifs, sites, and how one goes from one site to another."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.data.tables.columns import NAME, TEXT, of
from api.data.tables.record import KEPT, Record


class AgencyRecord(Record):
    """agences.csv."""

    __tablename__ = "agency"

    id: Mapped[str] = mapped_column(NAME, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    academy: Mapped[str] = mapped_column(NAME)
    zone: Mapped[str] = mapped_column(NAME)


class DispositifRecord(Record):
    """dispositifs.csv."""

    __tablename__ = "dispositif"

    id: Mapped[str] = mapped_column(NAME, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    agency: Mapped[str] = of("agency")
    hours: Mapped[str] = mapped_column(TEXT)


class SiteRecord(Record):
    """sites.csv."""

    __tablename__ = "site"

    id: Mapped[str] = mapped_column(NAME, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    address: Mapped[str] = mapped_column(TEXT)
    agency: Mapped[str] = of("agency", optional=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    part_of: Mapped[str] = of("site", optional=True)


class TripRecord(Record):
    """trajets.csv."""

    __tablename__ = "trip"

    origin: Mapped[str] = of("site")
    goal: Mapped[str] = of("site")
    minutes: Mapped[int]


class VehicleRecord(Record):
    """vehicules.csv."""

    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("agency"), KEPT)

    agency: Mapped[str] = of("agency")
    count: Mapped[int]
