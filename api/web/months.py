"""Months in addresses and queries, written AAAA-MM, and days."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

PATTERN = r"^20\d{2}-(0[1-9]|1[0-2])$"
MonthPath = Annotated[
    str, Path(pattern=PATTERN, max_length=7, examples=["2026-10"], description="Mois, AAAA-MM.")
]
MonthQuery = Annotated[
    str, Query(pattern=PATTERN, max_length=7, examples=["2026-10"], description="Mois, AAAA-MM.")
]
OneMonth = Annotated[str, Query(pattern=f"{PATTERN}|^$", max_length=7)]
"""A month that a page's form asks for (empty: the page chooses it)."""

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), examples=["2026-11-24"])]
"""A civil day in Paris."""


def first_of(month: str) -> date:
    """Return the first day of a month that has the pattern."""
    return date.fromisoformat(f"{month}-01")
