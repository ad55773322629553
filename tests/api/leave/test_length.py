import pytest
from sqlalchemy import Engine

from api.asking.errors import WrongValuesError
from api.data.stored.rows import KINDS, add
from api.database.engine import writing
from api.database.tables.asking import LeaveRow
from api.leave.service import LeaveRequest, ask, grant, refuse
from tests.api.asking.petit import ADA, BEFORE, NORA, start

BEGINS, TWENTY_FOURTH, TWENTY_FIFTH = "2026-09-07", "2026-10-03", "2026-10-05"


def request(engine: Engine, first: str, last: str, kind: str = "conge") -> LeaveRow:
    with writing(engine) as session:
        return ask(session, ADA, "ada", LeaveRequest(start=first, end=last, kind=kind), BEFORE)


def exempt(engine: Engine, until: str) -> None:
    row = {"mediator": "ada", "since": BEGINS, "until": until, "ground": "enfant_handicape"}
    with writing(engine) as session:
        add(session, KINDS["conges_longs"], row, by="rh")


def refusal(engine: Engine, first: str = BEGINS, last: str = TWENTY_FIFTH) -> str:
    with pytest.raises(WrongValuesError) as error:
        request(engine, first, last)
    (wrong,) = error.value.wrong
    assert (wrong.field, wrong.received) == ("end", last)
    return wrong.expected


def test_a_twenty_fifth_day_is_refused_with_its_article_and_whom_to_see(engine: Engine) -> None:
    start(engine)

    assert refusal(engine) == (
        "24 jours ouvrables d’affilée au plus (L3141-17), et ce congé en ferait 25, du 07/09/2026 "
        "au 05/10/2026 ; plus longtemps, il faut une dérogation individuelle, que les RH "
        "enregistrent : voyez-les"
    )
    assert request(engine, BEGINS, TWENTY_FOURTH).state == "demande"


@pytest.mark.parametrize(
    ("until", "taken"), [("2026-10-04", False), ("2026-10-05", True), ("2026-12-31", True)]
)
def test_an_exemption_lets_leave_that_it_covers_be_longer(
    engine: Engine, until: str, taken: bool
) -> None:
    start(engine)
    exempt(engine, until)

    if taken:
        assert request(engine, BEGINS, TWENTY_FIFTH).state == "demande"
    else:
        assert "dérogation" in refusal(engine)


def test_leave_asked_for_or_granted_beside_it_counts(engine: Engine) -> None:
    start(engine)
    first = request(engine, BEGINS, TWENTY_FOURTH)

    assert "25" in refusal(engine, TWENTY_FIFTH)
    with writing(engine) as session:
        grant(session, NORA, first.id, 1, now=BEFORE)
    assert "25" in refusal(engine, TWENTY_FIFTH)
    assert request(engine, "2026-10-06", "2026-10-06").state == "demande"


def test_a_refused_request_and_unpaid_leave_dont_count(engine: Engine) -> None:
    start(engine)
    first = request(engine, BEGINS, TWENTY_FOURTH)
    with writing(engine) as session:
        refuse(session, NORA, first.id, 1, answer="Trop de monde", now=BEFORE)

    assert request(engine, TWENTY_FIFTH, "2026-10-10").state == "demande"
    assert request(engine, "2026-11-02", "2026-12-18", "sans_solde").state == "demande"


def test_what_became_too_long_meanwhile_cant_be_granted(engine: Engine) -> None:
    start(engine)
    exempt(engine, TWENTY_FIFTH)
    row = request(engine, BEGINS, TWENTY_FIFTH)
    with writing(engine) as session:
        absence = {"mediator": "ada", "start": "2026-10-06", "end": "2026-10-06", "kind": "conge"}
        add(session, KINDS["absences"], absence, by="rh")

    with pytest.raises(WrongValuesError), writing(engine) as session:
        grant(session, NORA, row.id, 1, now=BEFORE)
