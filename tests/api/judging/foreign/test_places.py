import pytest

from api.judging.foreign.people import Places
from scheduler.domain.duty import Duty
from tests.api.judging.samples import ADA, JUNE, PLACES, duty, mediator

WHERE = Places(PLACES)


def placed(duty: Duty) -> tuple[str, str, str]:
    where = WHERE.placed(duty, ADA)
    return where.site, where.dispositif, where.agency


@pytest.mark.parametrize(
    "site", ["quai", "QUAI DES ANTILLES", "quai des antilles", "Quai des Antilles, 44200 Nantes"]
)
def test_a_site_is_found_by_id_by_name_and_with_its_address(site: str) -> None:
    assert placed(duty(JUNE, site=site)) == ("quai", "parc", "nantes")


def test_a_name_of_two_sites_stays_as_written() -> None:
    assert placed(duty(JUNE, site="La Gare"))[0] == "La Gare"


def test_a_dispositif_gives_its_agency() -> None:
    assert placed(duty(JUNE, dispositif="Rennes Sud")) == ("", "sud", "rennes")


def test_a_site_gives_its_agency_where_the_dispositif_is_unknown() -> None:
    where = WHERE.placed(duty(JUNE, site="gare-r", dispositif="Ailleurs"), ADA)

    assert (where.dispositif, where.agency) == ("Ailleurs", "rennes")


def test_without_places_the_person_s_only_dispositif_and_agency_hold() -> None:
    assert placed(duty(JUNE)) == ("", "parc", "nantes")


def test_of_a_stranger_without_places_nothing_is_guessed() -> None:
    stranger = mediator("x", "X Y")
    where = WHERE.placed(duty(JUNE), None)

    assert (where.dispositif, where.agency) == ("", "")
    assert WHERE.placed(duty(JUNE, agency="RENNES"), stranger).agency == "rennes"
