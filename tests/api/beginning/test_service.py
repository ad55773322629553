import pytest
from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.beginning.service import Progress, Step, choose, progress, stands
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import reading, writing
from api.phones.service import strips_of
from tests.api.access.people import QUICK
from tests.api.month.planned import TUESDAY, add, begin, edit, publish
from tests.api.service import LOCAL, NOW, Service

ALL = (Role.ADMIN, Role.RH, Role.RESPONSABLE)
WHOLE = Caller(user="1" * 32, grants=tuple(Grant(role=role) for role in ALL))


def steps(engine: Engine) -> dict[Step, Progress]:
    with reading(engine) as session:
        return {each.step: each for each in progress(session, NOW)}


def published(service: Service) -> None:
    client = service.client("responsable")
    where = begin(client)
    assert edit(client, where, 1, add("ada", TUESDAY), add("brice", TUESDAY)).status_code == 200
    assert publish(client, where, 2).status_code == 201


def test_nothing_is_there_of_an_empty_service(sqlite_engine: Engine) -> None:
    there = steps(sqlite_engine)

    assert list(there) == list(Step)
    assert {each.there for each in there.values()} == {""}
    assert all(each.open for each in there.values())


def test_steps_are_ticked_by_what_the_data_hold_however_they_came(service: Service) -> None:
    there = steps(service.engine)

    done = {step for step, each in there.items() if each.done}
    assert done == {Step.PLACES, Step.TEAM, Step.WEEK}
    assert there[Step.ASSOCIATION].missing == ["le nom de l’association"]
    assert there[Step.MONTH].missing == ["un mois calculé, puis publié"]


def test_a_row_of_the_week_counts_once_whatever_its_days_ask_for(service: Service) -> None:
    before = steps(service.engine)[Step.WEEK].there
    template, need = KINDS["gabarits"], KINDS["besoins"]
    with writing(service.engine) as session:
        first = rows.page(session, template)[0].values
        of_first = (e.values for e in rows.page(session, need))
        posts = next(values for values in of_first if values["template"] == first["id"])
        sunday = rows.Add(template, {**first, "id": "autre", "weekdays": [6]})
        rows.apply(session, [sunday, rows.Add(need, {**posts, "template": "autre"})])

    assert steps(service.engine)[Step.WEEK].there == before
    assert before.endswith("créneaux")


def test_a_draft_is_said_and_only_its_publication_ends_the_step(service: Service) -> None:
    begin(service.client("responsable"))
    month = steps(service.engine)[Step.MONTH]
    assert (month.there, month.missing) == ("brouillon : mars 2026", ["sa publication"])

    published(service)
    month = steps(service.engine)[Step.MONTH]
    assert (month.there, month.done) == ("mars 2026 publié", True)


def test_the_beginning_is_over_once_a_month_is_published_and_somebody_is_invited(
    service: Service,
) -> None:
    assert stands(service.engine, WHOLE, NOW)
    published(service)
    assert stands(service.engine, WHOLE, NOW)

    with writing(service.engine) as session:
        strips_of(session, LOCAL, QUICK, {}, NOW, only="ada")

    phones = steps(service.engine)[Step.PHONES]
    assert phones.open
    assert phones.there == "1\N{NO-BREAK SPACE}personne invitée"
    assert not stands(service.engine, WHOLE, NOW)


def test_closed_or_passed_over_it_stands_no_more(sqlite_engine: Engine) -> None:
    for step in Step:
        assert stands(sqlite_engine, WHOLE, NOW)
        with writing(sqlite_engine) as session:
            choose(session, WHOLE, step, chosen=True)
    assert not stands(sqlite_engine, WHOLE, NOW)

    with writing(sqlite_engine) as session:
        choose(session, WHOLE, Step.TEAM, chosen=False)
    assert stands(sqlite_engine, WHOLE, NOW)
    with writing(sqlite_engine) as session:
        choose(session, WHOLE, chosen=True)
    assert not stands(sqlite_engine, WHOLE, NOW)


@pytest.mark.parametrize("role", ALL)
def test_who_lacks_a_role_over_the_association_is_not_led_there(
    sqlite_engine: Engine, role: Role
) -> None:
    grants = tuple(Grant(role=other) for other in ALL if other != role)
    partly = Grant(role=role, agency="ville")

    assert not stands(sqlite_engine, Caller(user="2" * 32, grants=(*grants, partly)), NOW)
