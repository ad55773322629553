"""`rota publish` killed between its two files: nothing of it, and all of it by the next."""

import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.month.places.folder import FolderPlace
from api.month.places.place import Version
from api.planning.month_change import MonthChange
from tests.api.cli.month.test_publishing import EVENING, PAIR, planned, stands
from tests.api.commands import rota

pytestmark = pytest.mark.long


KILLED_BEFORE = """
import os, signal, sys
from pathlib import Path

def kill(event, args):
    if event == "os.rename" and Path(os.fsdecode(args[1])).name == "NAME":
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
"""
"""The start of a program that is killed as it is about to give a file its name."""

COMMAND = """
from api.cli import main
main()
"""


def killed_before(name: str, *words: object, does: str = COMMAND) -> None:
    """Run a command that the system kills at the very call that would put a file in its place."""
    code = KILLED_BEFORE.replace("NAME", name) + does
    child = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, check=False
    )
    assert child.returncode == -signal.SIGKILL, child.stderr


def events_of(folder: Path) -> list[tuple[str, int]]:
    """Return what calendars show beside shifts, and how often it was revised."""
    revisions = load(folder).revisions
    return sorted((f"{revision.key}", revision.sequence) for revision in revisions)


def hidden(folder: Path) -> list[str]:
    return [path.name for path in (folder / "historique").rglob(".*")]


def test_a_publication_killed_between_its_two_files_is_none_and_the_next_is_whole(
    folder: Path, tmp_path: Path
) -> None:
    plan, whole = planned(folder, *PAIR), tmp_path / "autre"
    shutil.copytree(folder, whole)
    rota("publish", whole, "--planning", plan)

    killed_before("2026-03.csv", "publish", folder, "--planning", plan)

    assert (folder / "historique" / "calendrier" / "evenements.csv").is_file()
    assert not (folder / "historique" / "2026-03.csv").exists()
    assert stands(folder) == set()
    assert len(hidden(folder)) == 1
    assert rota("audit", folder, "--mois", "2026-03", "--planning", plan).exit_code == 0

    assert rota("publish", folder, "--planning", plan).exit_code == 0
    assert stands(folder) == stands(whole) == set(PAIR)
    assert events_of(folder) == events_of(whole) != []
    assert hidden(folder) == []


def test_a_month_killed_while_it_is_published_again_stands_as_it_was(folder: Path) -> None:
    rota("publish", folder, "--planning", planned(folder, *PAIR))
    month = folder / "historique" / "2026-03.csv"
    before, more = month.read_bytes(), planned(folder, *PAIR, (EVENING, "farid"))
    absences = folder / "absences.csv"
    longer = absences.read_text("utf-8").replace("02/03/2026;08/03/2026", "02/03/2026;09/03/2026")
    absences.write_text(longer, "utf-8")
    earlier = events_of(folder)

    killed_before("2026-03.csv", "publish", folder, "--planning", more)

    assert month.read_bytes() == before
    events = events_of(folder)
    assert [number for _, number in earlier] == [0] * len(earlier)
    assert sum(number for _, number in events) == 1
    assert rota("publish", folder, "--planning", more).exit_code == 0
    assert stands(folder) == {*PAIR, (EVENING, "farid")}
    assert events_of(folder) == events
    assert hidden(folder) == []


def test_a_publication_killed_before_its_first_file_leaves_all_as_it_was(folder: Path) -> None:
    before = load(folder)

    killed_before("evenements.csv", "publish", folder, "--planning", planned(folder, *PAIR))

    assert load(folder) == before
    assert rota("publish", folder, "--planning", planned(folder, *PAIR)).exit_code == 0
    assert hidden(folder) == []


AMEND = """
from datetime import UTC, date, datetime
from api.month.places.folder import FolderPlace
from api.month.publication.amending import amend
from api.month.versions.operations import Operation, Verb
amend(
    FolderPlace(Path(sys.argv[1])), date(2026, 3, 1),
    [Operation(verb=Verb.REMOVE, slot="P-S-2026-03-04", person="farid")],
    now=datetime(2026, 3, 2, 8, tzinfo=UTC),
)
"""
"""An evening taken away two days before it."""


def test_a_removal_killed_before_its_month_took_nothing_away(folder: Path) -> None:
    rota("publish", folder, "--planning", planned(folder, *PAIR, (EVENING, "farid")))
    month = folder / "historique" / "2026-03.csv"
    text, created = month.read_text("utf-8"), ";2026-02-10T08:00:00Z"
    month.write_text(re.sub(r";\d{4}-\d\d-\d\dT[\d:]+Z", created, text), "utf-8")
    before = load(folder)

    killed_before("2026-03.csv", folder, does=AMEND)

    assert (folder / "historique" / "prevenance" / "retraits.csv").is_file()
    assert load(folder) == before
    again = f"import sys\nfrom pathlib import Path\n{AMEND}"
    subprocess.run([sys.executable, "-c", again, folder], check=True)
    assert [removal.worked.mediator for removal in load(folder).removals] == ["farid"]
    assert hidden(folder) == []


def test_what_a_killed_command_would_have_taken_away_is_no_removal_once_it_is_changed(
    folder: Path,
) -> None:
    rota("publish", folder, "--planning", planned(folder, *PAIR, (EVENING, "farid")))
    month = folder / "historique" / "2026-03.csv"
    text, created = month.read_text("utf-8"), ";2026-02-10T08:00:00Z"
    month.write_text(re.sub(r";\d{4}-\d\d-\d\dT[\d:]+Z", created, text), "utf-8")
    killed_before("2026-03.csv", folder, does=AMEND)

    place, now = FolderPlace(folder), datetime(2026, 3, 2, 9, tzinfo=UTC)
    rows = place.association.history["2026-03"]
    after = tuple(
        replace(row, sequence=1, changed=now) if row.worked.mediator == "farid" else row
        for row in rows
    )
    with place.writing():
        place.publish(
            Version(month=date(2026, 3, 1), own=None, assignments=frozenset()),
            MonthChange(month=date(2026, 3, 1), before=rows, after=after, now=now),
        )

    assert load(folder).history["2026-03"] == after
    assert load(folder).removals == ()
