"""Uids that a folder derives never stand in a database, and come out of it as they went in."""

from pathlib import Path

from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL
from api.data.folder.load import load
from api.database.engine import reading, writing
from api.database.tables.ledger import CalendarRevisionRow, EntryRow, PublishedRow
from api.ledger.history import head, history_of, revisions_of, whole
from api.ledger.subjects import forget
from api.ledger.verifying import verify_database
from api.month.folder.importing import export_folder, import_folder
from api.planning.published_shifts import derived_uid
from tests.api.feeds.made import EVENING, loaded, publish
from tests.api.ledger.cases import BASE
from tests.api.ledger.test_events import BRICE, FIRST, folder, known_as

TRAINING = ("dorian", "formation", "c-dorian-2026-02-02-matin")
REVISIONS = "uid;personne;genre;objet;sequence;cree;modifie;empreinte\n"
LIFE = ";0;2026-01-15T10:00:00Z;2026-01-15T10:00:00Z;abc\n"
ADA_UID, BRICE_UID = derived_uid("ada", FIRST), derived_uid("brice", FIRST)
BOTH = (known_as(ADA_UID), known_as("u2", BRICE))


def derived(place: Path) -> Path:
    """Make a folder in which one shift and one training have the uids that a folder gives."""
    made = folder(place, {"2026-02": BOTH})
    (made / "historique" / "calendrier").mkdir()
    line = ";".join((derived_uid(*TRAINING), *TRAINING)) + LIFE
    (made / "historique" / "calendrier" / "evenements.csv").write_text(REVISIONS + line)
    return made


def all_uids(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {
            uid
            for column in (EntryRow.uid, PublishedRow.uid, CalendarRevisionRow.uid)
            for uid in session.scalars(select(column))
        }


def test_no_imported_uid_can_be_guessed_and_those_that_a_file_tells_are_kept(
    engine: Engine, tmp_path: Path
) -> None:
    import_folder(engine, LOCAL, derived(tmp_path))

    uids = all_uids(engine)
    assert not uids & {ADA_UID, BRICE_UID, derived_uid(*TRAINING)}
    assert (len(uids), "u2" in uids) == (3, True)
    with reading(engine) as session:
        assert verify_database(session).faults == []


def test_derived_uids_come_out_as_they_went_in(engine: Engine, tmp_path: Path) -> None:
    made = derived(tmp_path)
    import_folder(engine, LOCAL, made)

    export_folder(engine, tmp_path / "un")

    assert load(tmp_path / "un") == load(made)


def test_a_folder_imported_again_finds_what_stands(sqlite_engine: Engine, tmp_path: Path) -> None:
    made = derived(tmp_path)
    import_folder(sqlite_engine, LOCAL, made)
    before = all_uids(sqlite_engine)

    import_folder(sqlite_engine, LOCAL, made, replace=True)

    assert all_uids(sqlite_engine) == before
    with reading(sqlite_engine) as session:
        assert {row.uid for row in history_of(session)["2026-02"]} < before
        # Nothing is published of it, though it tells the revision of a training.
        assert head(session).number == 1


def test_a_revision_that_a_file_tells_otherwise_is_published(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    made = derived(tmp_path)
    import_folder(sqlite_engine, LOCAL, made)
    file = made / "historique" / "calendrier" / "evenements.csv"
    file.write_text(file.read_text("utf-8").replace(";0;2026", ";1;2026", 1), "utf-8")

    import_folder(sqlite_engine, LOCAL, made, replace=True)

    with reading(sqlite_engine) as session:
        assert head(session).number == 2
        assert [revision.sequence for revision in revisions_of(session)] == [1]


def test_a_changed_shift_keeps_the_uid_that_phones_have(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    import_folder(sqlite_engine, LOCAL, folder(tmp_path, {"2026-02": BOTH}))
    before = all_uids(sqlite_engine)
    later = BOTH[0].replace("T16:00", "T17:00")

    made = folder(tmp_path, {"2026-02": (later, BOTH[1])})
    import_folder(sqlite_engine, LOCAL, made, replace=True)

    assert all_uids(sqlite_engine) == before
    with reading(sqlite_engine) as session:
        assert head(session).number == 2


def test_a_shift_taken_off_and_imported_again_has_the_uid_that_it_had(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    for months in ({"2026-02": BOTH}, {"2026-02": BOTH[1:]}, {"2026-02": BOTH}):
        import_folder(sqlite_engine, LOCAL, folder(tmp_path, months), replace=True)

    with reading(sqlite_engine) as session:
        of_ada = session.scalars(select(EntryRow.uid).where(EntryRow.uid != "u2")).all()
    assert (len(of_ada), len(set(of_ada))) == (3, 1)


def test_what_was_published_here_is_found_again_by_its_own_export(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    loaded(sqlite_engine)
    publish(sqlite_engine, BASE | {EVENING})
    before = all_uids(sqlite_engine)
    with reading(sqlite_engine) as session:
        revisions, known = revisions_of(session), whole(session).history
    assert not {revision.uid for revision in revisions} & {
        derived_uid(*revision.key) for revision in revisions
    }

    export_folder(sqlite_engine, tmp_path / "un")
    import_folder(sqlite_engine, LOCAL, tmp_path / "un", replace=True)

    assert all_uids(sqlite_engine) == before
    with reading(sqlite_engine) as session:
        assert (whole(session).history, revisions_of(session)) == (known, revisions)


def test_nobody_erased_is_found_by_their_id(engine: Engine, tmp_path: Path) -> None:
    import_folder(engine, LOCAL, folder(tmp_path, {"2026-02": (known_as(ADA_UID), BRICE)}))
    with writing(engine) as session:
        forget(session, "ada")

    with reading(engine) as session:
        rows = session.execute(select(EntryRow.uid, EntryRow.slot)).all()
    assert len(rows) == 2
    assert not [row for row in rows if row.uid == derived_uid("ada", row.slot)]


def test_someone_known_by_a_training_alone_may_leave_the_folder(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    made = derived(tmp_path)
    import_folder(sqlite_engine, LOCAL, made)
    for path in made.glob("*.csv"):
        lines = [x for x in path.read_text().splitlines(keepends=True) if "dorian" not in x]
        path.write_text("".join(lines))
    (made / "historique" / "calendrier" / "evenements.csv").write_text(REVISIONS)

    import_folder(sqlite_engine, LOCAL, made, replace=True)

    with reading(sqlite_engine) as session:
        assert "dorian" not in whole(session).mediator_of
