from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.database.engine import reading, writing
from api.ledger.append import import_history
from api.ledger.history import history_of, removals_of, whole
from api.ledger.removals import new_removals, removals_before
from api.ledger.subjects import forget
from tests.api.ledger.cases import BASE, LATER, LATEST, MORE, publish

EVENING = ("farid", "P-S-2026-03-04")
BEGUN = datetime(2026, 3, 4, 21, tzinfo=UTC)


def taken_away(engine: Engine) -> list[tuple[str, str, datetime]]:
    with reading(engine) as session:
        return [
            (each.worked.mediator, each.worked.duty.id, each.removed)
            for each in removals_of(session)
        ]


def test_the_register_tells_what_a_publication_took_away(engine: Engine) -> None:
    publish(engine, MORE)
    assert taken_away(engine) == []

    publish(engine, BASE, LATER)

    assert taken_away(engine) == [(*EVENING, LATER)]
    with reading(engine) as session:
        (removal,) = removals_of(session)
        assert whole(session).removals == (removal,)
        assert not any(row.worked == removal.worked for row in history_of(session)["2026-03"])


def test_what_is_given_back_was_taken_away_all_the_same(engine: Engine) -> None:
    publish(engine, MORE)
    publish(engine, BASE, LATER)
    publish(engine, MORE, LATEST)

    assert taken_away(engine) == [(*EVENING, LATER)]


def test_a_shift_that_had_begun_tells_what_was_done_and_is_no_removal(engine: Engine) -> None:
    publish(engine, MORE)
    publish(engine, BASE, BEGUN)

    assert taken_away(engine) == []


def test_an_import_tells_nobody_of_what_it_takes_away(engine: Engine) -> None:
    publish(engine, MORE)
    with reading(engine) as session:
        rows = tuple(
            row for row in history_of(session)["2026-03"] if row.worked.mediator != EVENING[0]
        )
    with writing(engine) as session:
        import_history(session, LOCAL, {"2026-03": rows})

    assert taken_away(engine) == []


def test_what_a_folder_tells_is_kept_once_and_belongs_to_nobody_once_forgotten(
    engine: Engine,
) -> None:
    publish(engine, MORE)
    publish(engine, BASE, LATER)
    with reading(engine) as session:
        months, own = history_of(session), removals_of(session)
    earlier = (own[0].__class__(worked=own[0].worked, removed=LATEST),)
    with reading(engine) as session:
        assert new_removals(session, own) == []
        assert new_removals(session, earlier) == list(earlier)

    for _ in range(2):
        with writing(engine) as session:
            import_history(session, LOCAL, months, removals=(*own, *earlier))
        assert taken_away(engine) == [(*EVENING, LATER), (*EVENING, LATEST)]

    with writing(engine) as session:
        forget(session, EVENING[0])
    assert taken_away(engine) == []


def test_a_folder_that_names_another_place_tells_of_no_other_removal(engine: Engine) -> None:
    publish(engine, MORE)
    publish(engine, BASE, LATER)
    with reading(engine) as session:
        months, (own,) = history_of(session), removals_of(session)
    earlier = replace(own, removed=LATEST)
    moved = [
        replace(each, worked=replace(each.worked, duty=replace(each.worked.duty, site="ailleurs")))
        for each in (own, earlier)
    ]

    for removals in ([earlier], moved, moved):
        with writing(engine) as session:
            import_history(session, LOCAL, months, removals=removals)

    assert taken_away(engine) == [(*EVENING, LATER), (*EVENING, LATEST)]


def test_removals_before_a_publication_are_those_of_the_earlier_ones(engine: Engine) -> None:
    publish(engine, MORE)
    publish(engine, BASE, LATER)
    with reading(engine) as session:
        (own,) = removals_of(session)
    imported = replace(own, removed=LATEST)
    with writing(engine) as session:
        import_history(session, LOCAL, history_of(session), removals=[imported])

    with reading(engine) as session:
        # A publication of the same second isn't an earlier one.
        assert removals_before(session, 2, LATER) == ()
        assert removals_before(session, 3, LATER) == (own,)
        assert removals_before(session, 3, LATEST) == (own, imported)
