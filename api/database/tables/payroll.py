"""Define the tables of payrolls that were paid, hence closed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, JSON, Base, Instant, new_id


class PayrollRow(Base):
    """
    A payroll that was paid: the days from `first` to `last` of an agency (empty: of all).

    `source`: see `api.payroll.service.Source`.
    """

    __tablename__ = "payroll"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    agency: Mapped[str] = mapped_column(String(120), default="")
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(20))
    closed: Mapped[datetime] = mapped_column(Instant)


class PaidRow(Base):
    """What a closed payroll said of a person: `line` is `api.export.payroll.pay.PersonPay`."""

    __tablename__ = "paid"

    payroll: Mapped[str] = mapped_column(ForeignKey("payroll.id"), primary_key=True)
    mediator: Mapped[str] = mapped_column(String(120), primary_key=True, index=True)
    agency: Mapped[str] = mapped_column(String(120), default="")
    line: Mapped[Any] = mapped_column(JSON)
