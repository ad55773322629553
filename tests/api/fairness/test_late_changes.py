"""A shift taken away late counts the same in a folder, a database, on the page and its table."""

import csv
import io
import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.data.association import Association, RemovalCause
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import reading, writing
from api.ledger.history import whole
from api.month.folder.importing import export_folder, import_folder
from api.month.frames import framed
from api.month.places.database import DatabasePlace
from api.month.places.folder import FolderPlace
from api.month.places.place import Version
from api.month.publication.amending import amend
from api.month.publication.publishing import publish
from api.month.versions.operations import Operation, Verb
from api.planning.fairness.accounts import accounts_of
from api.planning.fairness.kinds import CHANGES
from tests.api.databases import on_each
from tests.api.service import Service

FEBRUARY = date(2026, 2, 1)
HELD = Operation(verb=Verb.REMOVE, slot="P-S-2026-02-11", person="ada")
"""An evening of Ada's, until then published since January."""

LATE, EARLY = (datetime(2026, 2, day, 9, tzinfo=UTC) for day in (5, 4))
"""Six days before it, and seven."""

ON_THE_PAGE = {"kind": CHANGES.word, "first": "2026-02", "last": "2026-02"}


def counts(association: Association) -> dict[str, int]:
    accounts = accounts_of(association, FEBRUARY, FEBRUARY, kinds=[CHANGES])
    return {a.mediator.id: a.count for a in accounts if a.count}


@on_each
@pytest.mark.parametrize(("now", "late"), [(LATE, {"ada": 1}), (EARLY, {})])
def test_every_door_counts_a_removal_of_less_than_seven_days_ahead(
    evenings: Service, folder: Path, tmp_path: Path, now: datetime, late: dict[str, int]
) -> None:
    mine = shutil.copytree(folder, tmp_path / "dossier")
    amend(FolderPlace(mine), FEBRUARY, [HELD], now=now)
    amend(DatabasePlace(evenings.engine, LOCAL), FEBRUARY, [HELD], now=now)

    with reading(evenings.engine) as session:
        there = whole(session)
    from_folder = FolderPlace(mine).association
    assert from_folder.removals == there.removals
    assert [each.removed for each in there.removals] == [now]
    assert counts(from_folder) == counts(there) == late

    table = evenings.client("rh").get("/equite/comptes.csv", params=ON_THE_PAGE)
    rows = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";")
    closings = {row["personne"]: float(row["solde_apres"].replace(",", ".")) for row in rows}
    assert sum(closings.values()) == pytest.approx(0, abs=0.001)
    assert {who for who, closing in closings.items() if closing > 0} == set(late)
    page = evenings.client("responsable", agency="ville").get(
        "/equite", params=ON_THE_PAGE, headers={"Accept": "text/html"}
    )
    assert bool(re.search(r">Ada Lemoine</th><td[^>]*>[^<]*</td><td[^>]*>1<", page.text)) == bool(
        late
    )


def test_folders_and_databases_count_twice_what_is_given_late_and_taken_back(
    evenings: Service, folder: Path, tmp_path: Path
) -> None:
    mine = shutil.copytree(folder, tmp_path / "dossier")
    back = Operation(verb=Verb.ADD, slot=HELD.slot, person=HELD.person)
    for place in (FolderPlace, lambda _: DatabasePlace(evenings.engine, LOCAL)):
        amend(place(mine), FEBRUARY, [HELD], now=EARLY)
        amend(place(mine), FEBRUARY, [back], now=LATE)
        amend(place(mine), FEBRUARY, [HELD], now=LATE.replace(day=8))

    export_folder(evenings.engine, tmp_path / "sorti")
    with reading(evenings.engine) as session:
        there = whole(session)
    out = FolderPlace(tmp_path / "sorti").association
    ways = (there, FolderPlace(mine).association, out)
    # Told on the 5th to come on the 11th, and on the 8th not to.
    assert [counts(way) for way in ways] == [{"ada": 2}] * 3
    assert out.removals == there.removals


def test_a_swap_counts_for_nobody_in_a_database_and_the_folder_that_it_gives(
    evenings: Service, folder: Path, tmp_path: Path
) -> None:
    """Ada gives her evening to Brice six days ahead, as both asked for."""
    mine = shutil.copytree(folder, tmp_path / "dossier")
    give = replace(HELD, verb=Verb.GIVE, to_person="brice")
    amend(DatabasePlace(evenings.engine, LOCAL), FEBRUARY, [give], now=LATE)
    amend(FolderPlace(mine), FEBRUARY, [give], now=LATE)

    export_folder(evenings.engine, tmp_path / "sorti")
    with reading(evenings.engine) as session:
        there = whole(session)
    out = FolderPlace(tmp_path / "sorti").association

    assert [each.cause for each in there.removals] == [RemovalCause.SWAP]
    assert out.removals == there.removals
    assert counts(there) == counts(out) == {}
    # Nobody asks for swaps in a folder: whoever publishes there has decided it.
    assert counts(FolderPlace(mine).association) == {"ada": 1, "brice": 1}


def test_a_swap_goes_round_through_an_import(
    evenings: Service, sqlite_engine: Engine, tmp_path: Path
) -> None:
    give = replace(HELD, verb=Verb.GIVE, to_person="brice")
    amend(DatabasePlace(evenings.engine, LOCAL), FEBRUARY, [give], now=LATE)
    export_folder(evenings.engine, tmp_path / "un")
    import_folder(sqlite_engine, LOCAL, tmp_path / "un", replace=True)
    export_folder(sqlite_engine, tmp_path / "deux")

    kept = FolderPlace(tmp_path / "un").association
    assert FolderPlace(tmp_path / "deux").association == kept
    assert [each.cause for each in kept.removals] == [RemovalCause.SWAP]


def test_a_shift_changed_late_on_two_days_counts_twice_in_folders_and_databases(
    evenings: Service, folder: Path, tmp_path: Path
) -> None:
    mine = shutil.copytree(folder, tmp_path / "dossier")
    for day, end in ((5, "20:30"), (8, "20:00")):
        now = LATE.replace(day=day)
        exception = {
            "template": "P-S",
            "day": "2026-02-11",
            "action": "modifie",
            "end": end,
            "why": "Concert",
        }
        with writing(evenings.engine) as session:
            for there in rows.page(session, KINDS["exceptions"]):
                rows.remove(session, KINDS["exceptions"], there.key, there.number)
            rows.add(session, KINDS["exceptions"], exception)
        lines = (
            "gabarit;jour;action;debut;fin;minimum;cible;maximum;motif",
            f"P-S;11/02/2026;modifie;;{end};;;;Concert",
        )
        (mine / "exceptions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for place in (DatabasePlace(evenings.engine, LOCAL), FolderPlace(mine)):
            with place.reading() as open_place:
                frame = framed(open_place.association, FEBRUARY, None, now)
            version = Version(month=FEBRUARY, own=None, assignments=frame.published)
            publish(place, version, now=now)

    export_folder(evenings.engine, tmp_path / "sorti")
    with reading(evenings.engine) as session:
        known = whole(session)
    ways = [known, *(FolderPlace(path).association for path in (mine, tmp_path / "sorti"))]
    # Told on the 5th, and on the 8th otherwise, of the evening of the 11th.
    assert [counts(way) for way in ways] == [{"ada": 2}] * 3
    assert {each.cause for way in ways for each in way.removals} == {RemovalCause.CHANGED}
    assert [len(way.removals) for way in ways] == [2, 2, 2]


def test_removals_go_round_between_folders_and_databases(
    engine: Engine, folder: Path, tmp_path: Path
) -> None:
    mine = shutil.copytree(folder, tmp_path / "dossier")
    amend(FolderPlace(mine), FEBRUARY, [HELD], now=LATE)
    import_folder(engine, LOCAL, mine)
    export_folder(engine, tmp_path / "un")
    import_folder(engine, LOCAL, tmp_path / "un", replace=True)
    export_folder(engine, tmp_path / "deux")

    kept = [each.removed for each in FolderPlace(mine).association.removals]
    assert kept == [LATE]
    with reading(engine) as session:
        assert whole(session) == FolderPlace(mine).association
    for path in ("un", "deux"):
        assert FolderPlace(tmp_path / path).association == FolderPlace(mine).association


def test_what_is_taken_away_and_given_back_the_same_day_is_one_change(
    evenings: Service, folder: Path, tmp_path: Path
) -> None:
    mine = shutil.copytree(folder, tmp_path / "dossier")
    back = Operation(verb=Verb.ADD, slot=HELD.slot, person=HELD.person)
    for place in (FolderPlace, lambda _: DatabasePlace(evenings.engine, LOCAL)):
        amend(place(mine), FEBRUARY, [HELD], now=LATE)
        amend(place(mine), FEBRUARY, [back], now=LATE.replace(hour=15))

    with reading(evenings.engine) as session:
        assert counts(whole(session)) == counts(FolderPlace(mine).association) == {"ada": 1}
