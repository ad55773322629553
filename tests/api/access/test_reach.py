"""What a caller reaches: each thing against grants over everything, an agency or a dispositif."""

from dataclasses import dataclass, field

import pytest

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, PLANNERS, Area, Reach, own_person
from scheduler.domain.people import Mediator


@dataclass(frozen=True)
class Dispositif:
    id: str
    agency: str


@dataclass(frozen=True)
class Association:
    mediator_of: dict[str, Mediator]
    dispositif_of: dict[str, Dispositif]


@dataclass(frozen=True)
class Draft:
    agency: str = ""
    dispositifs: tuple[str, ...] = field(default=())


def person(id: str, agency: str, *dispositifs: str) -> Mediator:  # noqa: A002 - its name
    return Mediator(id=id, name=id, agency=agency, dispositifs=frozenset(dispositifs))


PEOPLE = [person("ada", "ville", "P"), person("luc", "ville", "R"), person("zoe", "mer", "M")]
DISPOSITIFS = [Dispositif("P", "ville"), Dispositif("R", "ville"), Dispositif("M", "mer")]
THERE = Association({item.id: item for item in PEOPLE}, {item.id: item for item in DISPOSITIFS})

ALL, VILLE, P, BOTH = ("", ""), ("ville", ""), ("ville", "P"), [("ville", "P"), ("mer", "M")]


def caller(*grants: tuple[str, str], role: Role = Role.RESPONSABLE, person: str = "") -> Caller:
    granted = (
        Grant(role=role, agency=agency, dispositif=dispositif) for agency, dispositif in grants
    )
    return Caller(user="u", person=person, grants=tuple(granted))


def reach(*grants: tuple[str, str]) -> Reach:
    return Reach(caller(*grants), PLANNERS)


@pytest.mark.parametrize(
    ("grants", "agency", "dispositif", "reached"),
    [
        ([ALL], "", "", True),
        ([ALL], "mer", "", True),
        ([ALL], "mer", "M", True),
        ([VILLE], "", "", False),
        ([VILLE], "ville", "", True),
        ([VILLE], "ville", "P", True),
        ([VILLE], "mer", "M", False),
        ([P], "ville", "", False),
        ([P], "ville", "P", True),
        ([P], "ville", "R", False),
        ([P], "mer", "P", False),
        ([], "ville", "P", False),
    ],
)
def test_an_area_is_reached_by_a_grant_that_covers_it(
    grants: list[tuple[str, str]], agency: str, dispositif: str, reached: bool
) -> None:
    assert reach(*grants).area(agency, dispositif) is reached


@pytest.mark.parametrize(
    ("grants", "agency", "reached"),
    [
        ([ALL], "", True),
        ([ALL], "mer", True),
        ([VILLE], "", True),
        ([VILLE], "ville", True),
        ([VILLE], "mer", False),
        ([VILLE, ("mer", "")], "", True),
        ([VILLE, ("mer", "M")], "", False),
        ([VILLE, ("mer", "M")], "ville", True),
        ([P], "", False),
        ([P], "ville", False),
        ([], "", False),
    ],
)
def test_teams_are_those_of_a_whole_agency_or_of_each_that_one_has(
    grants: list[tuple[str, str]], agency: str, reached: bool
) -> None:
    assert reach(*grants).teams(agency) is reached


def test_a_role_that_is_not_asked_for_reaches_nothing() -> None:
    hr = caller(ALL, role=Role.RH)

    assert not Reach(hr, PLANNERS).everything
    assert Reach(hr, OVERSEERS).everything


@pytest.mark.parametrize(
    ("grants", "draft", "reached"),
    [
        ([VILLE], Draft("ville"), True),
        ([VILLE], Draft("ville", ("P",)), True),
        ([VILLE], Draft("", ("P",)), True),
        ([VILLE], Draft("", ("P", "R")), True),
        ([VILLE], Draft("", ("P", "M")), False),
        ([VILLE], Draft(), False),
        ([VILLE], Draft("mer"), False),
        ([VILLE], Draft("", ("inconnu",)), False),
        ([P], Draft("ville"), False),
        ([P], Draft("ville", ("P",)), True),
        ([P], Draft("", ("P",)), True),
        ([P], Draft("", ("P", "R")), False),
        (BOTH, Draft("", ("P", "M")), True),
        ([ALL], Draft(), True),
        ([ALL], Draft("", ("inconnu",)), True),
    ],
)
def test_a_draft_is_reached_by_its_agency_or_by_each_of_its_dispositifs(
    grants: list[tuple[str, str]], draft: Draft, reached: bool
) -> None:
    assert reach(*grants).planning(draft, THERE) is reached


@pytest.mark.parametrize(
    ("grants", "people"),
    [
        ([ALL], ["ada", "luc", "zoe"]),
        ([VILLE], ["ada", "luc"]),
        ([P], ["ada"]),
        (BOTH, ["ada", "zoe"]),
        ([], []),
    ],
)
def test_people_are_reached_by_their_agency_or_a_dispositif_of_theirs(
    grants: list[tuple[str, str]], people: list[str]
) -> None:
    assert list(reach(*grants).people(THERE)) == people


def test_lists_are_filtered_by_agencies_and_dispositifs() -> None:
    assert reach(ALL).agencies is None
    assert reach(*BOTH).agencies == frozenset({"ville", "mer"})
    assert reach().agencies == frozenset()
    assert [dispositif.id for dispositif in reach(VILLE).dispositifs(DISPOSITIFS)] == ["P", "R"]
    assert [dispositif.id for dispositif in reach(P).dispositifs(DISPOSITIFS)] == ["P"]


def test_someone_elsewhere_is_as_unknown_as_nobody() -> None:
    assert reach(VILLE).someone(THERE, "ada") == PEOPLE[0]
    for name in ("zoe", "nobody"):
        with pytest.raises(UnknownError):
            reach(VILLE).someone(THERE, name)


def test_what_is_the_whole_association_s_asks_for_a_grant_over_it() -> None:
    reach(ALL).check_everything()
    with pytest.raises(UnknownError):
        reach(VILLE, ("mer", "")).check_everything()


def test_an_account_has_its_own_person_or_none() -> None:
    assert own_person(caller(person="zoe"), THERE) == PEOPLE[2]
    for name in ("", "nobody"):
        with pytest.raises(UnknownError):
            own_person(caller(ALL, person=name), THERE)


def test_one_area_is_enough_to_see_and_all_are_needed_to_decide() -> None:
    areas = frozenset({Area("ville", "P"), Area("mer", "M")})
    grants = [reach(VILLE), reach(VILLE, ("mer", "M")), reach(ALL)]

    assert [some.sees(areas) for some in grants] == [True] * 3
    assert [some.decides(areas) for some in grants] == [False, True, True]
    assert not reach(("mer", "R")).sees(areas)


def test_what_lies_in_no_area_is_seen_by_all_and_decided_over_the_whole_association() -> None:
    grants = [reach(), reach(VILLE), reach(ALL)]

    assert [some.sees(frozenset()) for some in grants] == [True] * 3
    assert [some.decides(frozenset()) for some in grants] == [False, False, True]


def test_an_agency_s_row_is_seen_by_whoever_works_in_it_and_decided_by_who_answers_for_it() -> None:
    agency = frozenset({Area("ville")})

    assert reach(P).sees(agency)
    assert not reach(P).decides(agency)
    assert not reach(("mer", "M")).sees(agency)
