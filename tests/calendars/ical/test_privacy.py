"""What a feed tells and hides of its people, read back from its bytes."""

from datetime import date

import pytest

from calendars.ical.feeds import dispositif_feed, person_feed, site_feed
from scheduler.domain.people import AbsenceKind
from tests.calendars.feeds import (
    NAMES,
    PEOPLE,
    away,
    aya,
    night,
    publish,
    training,
    values,
)

DAY = date(2026, 10, 1)


# 14. Privacy ------------------------------------------------------------------------------------


def test_other_feeds_name_people_shortly_and_tell_of_nothing_but_shifts() -> None:
    made = publish(*aya(night(DAY), training(DAY), away(DAY, DAY)), ("tom", night(DAY)))
    for data in (
        site_feed("parc", made, names=NAMES, people=PEOPLE),
        dispositif_feed("11", made, names=NAMES, people=PEOPLE),
    ):
        assert sorted(values(data, "SUMMARY")) == [
            "Aya D. – Nuit – Voyage à Nantes",
            "Tom L. – Nuit – Voyage à Nantes",
        ]
        for hidden in ("Diallo", "Goff", "Absence", "Formation"):
            assert hidden not in data.decode()


@pytest.mark.parametrize(
    "secret", ["maladie", "conge", "plainte", "riverain", "modèle", "aya.diallo", "Diallo"]
)
def test_no_reason_no_note_and_no_full_name_is_in_any_feed(secret: str) -> None:
    made = publish(*aya(night(DAY), training(DAY), away(DAY, DAY, AbsenceKind.SICK)))
    feeds = (
        person_feed("aya.diallo", made, names=NAMES, people=PEOPLE),
        site_feed("parc", made, names=NAMES, people=PEOPLE),
        dispositif_feed("11", made, names=NAMES, people=PEOPLE),
    )

    assert [secret in data.decode().replace("\r\n ", "") for data in feeds] == [False] * 3
