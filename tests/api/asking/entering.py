from typing import Any

import pytest

from api.asking.errors import WrongValuesError
from api.hours.entry import Entry, EntryContext, checked
from api.hours.worked import Kind, WorkedDuty
from api.month.errors import Wrong
from tests.api.asking.made import at, known

ROOT = "f" * 32
ZONED = "un instant avec son décalage, comme 2026-10-25T02:30+01:00"


def ok(entry: Entry, against: EntryContext | None = None) -> WorkedDuty:
    return checked(entry, "ada", against or known(), root=ROOT)


def wrong(entry: Entry, against: EntryContext | None = None, who: str = "ada") -> list[Wrong]:
    with pytest.raises(WrongValuesError) as error:
        checked(entry, who, against or known(), root=ROOT)
    return list(error.value.wrong)


def worked(start: str, end: str, uid: str = "ada.jour-2026-10-06", **others: Any) -> Entry:
    return Entry(kind=Kind.WORK, uid=uid, start=at(start), end=at(end), **others)


def unplanned(start: str, end: str, **others: Any) -> Entry:
    values = {"kind": Kind.WORK, "dispositif": "parc", **others}
    return Entry(start=at(start), end=at(end), **values)
