"""Who is near is named in one's own feed and in colleagues', and never in the family's."""

from dataclasses import replace
from datetime import date

from calendars.appearance import appearance
from calendars.company import ALONE, Company
from calendars.ical.feeds import busy_feed, person_feed, site_feed, standby_feed
from scheduler.domain.duty import Break
from scheduler.domain.slots import SlotKind
from tests.calendars.feeds import NAMES, PEOPLE, aya, night, publish, values
from tests.calendars.patterns import like_slot

DAY = date(2026, 10, 1)
NAMED = {**PEOPLE, "zoe": "Zoé Martin", "abel": "Abel Roy", "lou": "Lou"}
NEAR = Company(partners=("zoe", "tom"), referents=("abel",), on_call=("lou",))


def test_parts_are_named_apart_and_people_by_first_name_and_initial() -> None:
    assert NEAR.lines(NAMED) == (
        "Avec Tom L., Zoé M.",
        "Référent : Abel R.",
        "Référent d’astreinte : Lou",
    )
    assert ALONE.lines(NAMED) == ()


def test_nobody_unknown_is_named_by_an_id() -> None:
    assert Company(partners=("effacee", "tom")).lines(NAMED) == ("Avec Tom L.",)
    assert Company(partners=("effacee",)).lines(NAMED) == ()


def test_a_team_is_told_of_its_members_alone_and_of_who_is_on_call() -> None:
    assert NEAR.among({"tom"}) == Company(partners=("tom",), on_call=("lou",))


def test_the_family_s_feed_names_nobody_and_the_others_do() -> None:
    shift = replace(night(DAY), breaks=(Break(minutes=20),))
    call = like_slot(night(DAY), id="ast", kind=SlotKind.STANDBY)
    made = [replace(row, company=NEAR) for row in publish(*aya(shift), ("tom", call))]
    mine = [row for row in made if row.mediator == "aya.diallo"]
    lines = r"Avec Tom L.\, Zoé M.\nRéférent : Abel R.\nRéférent d’astreinte : Lou\n"

    for data in (
        person_feed("aya.diallo", made, names=NAMES, people=NAMED),
        site_feed("parc", mine, names=NAMES, people=NAMED),
    ):
        assert values(data, "DESCRIPTION") == [f"{lines}Pause de 20 min (non payée)"]
    family = busy_feed("aya.diallo", made, names=NAMES, people=NAMED)
    on_call = standby_feed("11", made, names=NAMES, people=NAMED)
    assert (values(family, "DESCRIPTION"), values(on_call, "DESCRIPTION")) == ([], [])
    assert "Zoé".encode() not in family


def test_another_partner_is_another_appearance_and_none_is_what_it_was() -> None:
    shown = appearance(night(DAY), names=NAMES)

    digests = [shown.digest("Aya D.", *near.lines(NAMED)) for near in (NEAR, ALONE)]
    assert digests[0] != digests[1] == shown.digest("Aya D.")
