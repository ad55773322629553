from api.data.errors import Where
from api.intake.reading import WrittenContract
from api.judging.directory import Directory
from api.judging.foreign.people import Roll
from scheduler.domain.employment.contracts import ContractKind
from tests.api.judging.samples import ADA, BRICE, JUNE, duty, mediator, shift

STRANGERS = (
    "2 personnes inconnues de l’association : adulte à temps plein (35 h par semaine), en CDI, "
    "sans qualité déclarée de travailleur de nuit, faute d’autre renseignement."
)


def roll(*known: object) -> Roll:
    return Roll(directory=Directory(tuple(known)), hired=JUNE)  # type: ignore[arg-type]


def test_a_stranger_is_a_full_time_adult_under_contract_from_the_first_week() -> None:
    stranger = roll().of(shift("  Léa   Petit ", duty(JUNE)))

    assert stranger is not None
    assert (stranger.id, stranger.name, stranger.birth) == ("lea-petit", "Léa Petit", None)
    [contract] = stranger.contracts
    assert (contract.kind, contract.start, contract.weekly_minutes) == (
        ContractKind.CDI,
        JUNE,
        2100,
    )


def test_a_stranger_written_both_ways_round_is_one_person() -> None:
    people = roll()

    first = people.of(shift("Petit Léa", duty(JUNE)))

    assert people.of(shift("LEA PETIT", duty(JUNE))) is first


def test_what_is_assumed_names_whom_it_is_about() -> None:
    people = roll(ADA, BRICE)
    for name in ("Ada L.", "Zoé Nuit", "Brisse Kouasi"):
        people.of(shift(name, duty(JUNE)))

    assumptions = list(people.assumed())

    assert [assumption.text for assumption in assumptions] == [
        "« Ada L. » est tenu pour Ada Lemoine (ada).",
        STRANGERS,
        "« Brisse Kouasi » est inconnu : est-ce Brice Kouassi (brice) ?",
    ]
    assert [assumption.about for assumption in assumptions] == [
        ("ada",),
        ("brisse-kouasi", "nuit-zoe"),
        ("brisse-kouasi",),
    ]


def test_nothing_is_assumed_of_people_who_are_known() -> None:
    people = roll(ADA)
    people.of(shift("LEMOINE Ada", duty(JUNE)))

    assert list(people.assumed()) == []


def test_namesakes_are_nobody_and_are_kept_for_the_refusal() -> None:
    twin = mediator("ada.2", "Ada Lemoine")
    people = roll(ADA, twin)

    assert people.of(shift("Ada Lemoine", duty(JUNE))) is None
    assert list(people.questions) == ["Ada Lemoine"]


def test_two_writings_of_one_name_are_one_person_and_it_is_said() -> None:
    people = roll()
    for name in ("Petit Léa", "LEA PETIT"):
        people.of(shift(name, duty(JUNE)))

    assert [assumption.text for assumption in people.assumed()][1:] == [
        (
            "« Petit Léa » et « LEA PETIT » sont tenus pour la même personne (sinon, dans le "
            "fichier des noms : « LEA PETIT;autre »)."
        )
    ]


def hired(person: str, minutes: int | None, kind: ContractKind | None = None) -> WrittenContract:
    where = Where(file="juin.xlsx", line=5, letter="B", column="Contrat")
    return WrittenContract(person=person, minutes=minutes, kind=kind, text="28h", where=where)


def test_a_stranger_has_the_contract_that_the_file_tells() -> None:
    people = roll()
    people.meet([], [hired("PETIT Léa", 1680, ContractKind.CDD), hired("Zoé Nuit", None)])

    strangers = [people.of(shift(name, duty(JUNE))) for name in ("Léa Petit", "Zoé Nuit")]

    assert [(c.kind, c.weekly_minutes) for m in strangers if m for c in m.contracts] == [
        *((ContractKind.CDD, 1680), (ContractKind.CDI, 2100))
    ]
    # Zoé's hours alone are assumed.
    assert people.hourless == {"nuit-zoe"}
    assert [
        (assumption.text.partition(" : ")[2][:24], assumption.about)
        for assumption in people.assumed()
    ] == [
        *(("adulte à temps plein (35", ("nuit-zoe",)), ("adulte, au contrat que d", ("lea-petit",)))
    ]


def test_a_contract_that_is_not_the_association_s_is_told_and_not_followed() -> None:
    people = roll(ADA, BRICE)
    people.meet([], [hired("Ada Lemoine", 1680), hired("Brice Kouassi", 2110)])
    for name in ("LEMOINE Ada", "Brice Kouassi"):
        people.of(shift(name, duty(JUNE)))

    assert [(assumption.text, assumption.about) for assumption in people.assumed()] == [
        (
            (
                "Contrat : « 28h » dans le planning (juin.xlsx, ligne 5, colonne B « Contrat »), "
                "autre chose dans l’association, qui est suivie."
            ),
            ("ada",),
        )
    ]
