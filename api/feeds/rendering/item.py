"""What a feed shows of one event, before it has its revision."""

from __future__ import annotations

from dataclasses import dataclass

from api.data.association import Published
from calendars.company import ALONE, Company
from calendars.events import Entry


@dataclass(frozen=True, kw_only=True)
class Item:
    """
    An event to write: its owner and content.

    Of a published shift, `company` is near, and `rows` are published: several, where one is on call
    without a break.
    """

    owner: str
    what: Entry
    rows: tuple[Published, ...] = ()
    company: Company = ALONE
