import json
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.data.errors import BadFilesError, Where
from api.data.sheets.apart import ROOM_MB, SECONDS, bounded, read_apart
from api.data.sheets.limits import refused
from api.web.refusing.problems import Fault, Refusal
from tests.api.data.sheets.hostile import HOSTILE, hostile

LIMITS = (resource.RLIMIT_AS, resource.RLIMIT_CPU)


def limits() -> list[object]:
    return [
        *(resource.getrlimit(kind) for kind in LIMITS),
        signal.getitimer(signal.ITIMER_PROF),
        signal.getsignal(signal.SIGPROF),
    ]


def swell(megabytes: int) -> int:
    return len(b"x" * (megabytes << 20))


def spin(_: object) -> None:
    while True:
        pass


def spend(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def refuse(name: str) -> None:
    raise refused(Where(file=name, sheet="Juin", line=3), "rien", "autre chose")


def refuse_as_http(_: object) -> None:
    raise Refusal(422, "refus", "Non.", errors=[Fault(field="files", expected="oui")])


def die(_: object) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    spin(0)


def elsewhere(work: Any, argument: Any, **options: Any) -> Any:
    """Read as a service does: from a thread that isn't the main one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(partial(read_apart, work, argument, "a.xlsx", **options)).result()


def here(work: Any, argument: Any, **options: Any) -> Any:
    return read_apart(work, argument, "a.xlsx", **options)


@pytest.mark.parametrize("read", [here, elsewhere])
def test_what_is_within_bounds_is_given_back(read: Any) -> None:
    before = limits()

    assert read(swell, 20, room_mb=100) == 20 << 20
    assert limits() == before


@pytest.mark.parametrize("read", [here, elsewhere])
def test_more_memory_than_allowed_is_refused_and_the_limit_is_lifted(read: Any) -> None:
    before = limits()

    with pytest.raises(BadFilesError, match="reçu « plus de 100 Mo pour lire ce fichier »"):
        read(swell, 400, room_mb=100)

    assert limits() == before
    assert swell(400) == 400 << 20


@pytest.mark.long
@pytest.mark.parametrize("read", [here, elsewhere])
def test_more_processor_than_allowed_is_refused_and_the_limit_is_lifted(read: Any) -> None:
    before = limits()

    with pytest.raises(BadFilesError, match="reçu « plus de 1 s de calcul pour lire ce fichier »"):
        read(spin, None, seconds=1)

    assert limits() == before


def test_processor_is_counted_from_the_beginning_of_the_reading_on_the_clock_that_ends_it() -> None:
    with bounded("a.xlsx", seconds=9):
        left, _ = signal.getitimer(signal.ITIMER_PROF)
    assert 8.5 < left <= 9.01

    with bounded("a.xlsx", seconds=5):
        with bounded("b.xlsx", seconds=9):
            within, _ = signal.getitimer(signal.ITIMER_PROF)
        spend(0.3)
        after, _ = signal.getitimer(signal.ITIMER_PROF)
    assert 4.5 < within <= 5.01
    assert 4 < after < 4.9


def spend_by_pieces(seconds: float) -> None:
    for _ in range(round(4 * seconds)):
        with bounded("b.csv", seconds=9):
            spend(0.25)


def test_many_short_readings_within_one_take_no_more_than_it_may() -> None:
    with pytest.raises(BadFilesError):
        here(spend_by_pieces, 3, seconds=1)


@pytest.mark.parametrize("read", [here, elsewhere])
def test_a_refusal_crosses_over_with_its_place(read: Any) -> None:
    with pytest.raises(BadFilesError) as refused:
        read(refuse, "b.xlsx")

    [error] = refused.value.errors
    assert error.where == "b.xlsx, feuille « Juin », ligne 3"
    assert error.expected == "autre chose"


def test_a_refusal_of_the_service_crosses_over() -> None:
    with pytest.raises(Refusal) as refused:
        elsewhere(refuse_as_http, None)

    assert refused.value.errors == [Fault(field="files", expected="oui")]


@pytest.mark.long
def test_a_child_that_is_killed_gives_a_refusal() -> None:
    with pytest.raises(
        BadFilesError, match=r"a\.xlsx : reçu « fichier dont la lecture ne finit pas"
    ):
        elsewhere(die, None)


def test_bounds_within_bounds_are_the_narrower_ones() -> None:
    with (
        pytest.raises(BadFilesError, match=r"^1.erreur"),
        bounded("a.xlsx", room_mb=50),
        bounded("b.xlsx", room_mb=300),
    ):
        swell(100)


def test_many_faults_cross_over_bounded() -> None:
    with pytest.raises(BadFilesError) as refused:
        elsewhere(refuse_often, None)

    assert (len(refused.value.errors), refused.value.more) == (5_000, 1_000)
    spaced = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", str(refused.value))
    lines = spaced.splitlines()
    assert lines[0] == "6 000 erreurs dans les fichiers :"
    assert lines[-1] == "  et 5 800 autres, à voir une fois celles-ci corrigées"
    assert len(lines) == 202


def refuse_often(_: object) -> None:
    from api.data.errors import Faults  # noqa: PLC0415 - in the child

    faults = Faults()
    for line in range(1, 6_001):
        faults.add("personnes.csv", line, received=f"{line} {'x' * 500}", expected="rien")
    assert max(len(error.received) for error in faults.errors) == 80
    faults.refuse()


#: Loads once what reads files, and forks for each: as a rota or as people, says what that took.
#: Each file comes with the seconds of processor that its reading may take.
READ = """
import json, os, sys, time
from pathlib import Path
from api.data.entering.sheet import SheetFile, _read
from api.data.errors import BadFilesError, Where
from api.data.sheets.apart import bounded
from api.intake.foreign_file import read_foreign

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024

def read(path, how, seconds):
    before, begun, said = peak(), time.process_time(), ""
    try:
        with bounded(path.name, seconds=seconds):
            if how == "rota":
                read_foreign(path)
            else:
                _read(("personnes", SheetFile(name=path.name, content=path.read_bytes())))
    except BadFilesError as error:
        said = str(error)
    print(json.dumps([said, peak() - before, time.process_time() - begun]), flush=True)

for line in sys.stdin:
    path, how, seconds = json.loads(line)
    if not (child := os.fork()):
        read(Path(path), how, seconds)
        os._exit(0)
    if status := os.waitpid(child, 0)[1]:
        sys.exit(status)
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[subprocess.Popen[str]]:
    """Start the process that files are read from: loading what reads them takes a second."""
    words, pipe = [sys.executable, "-c", READ], subprocess.PIPE
    with subprocess.Popen(words, text=True, stdin=pipe, stdout=pipe) as process:
        yield process
        process.kill()


@pytest.mark.long
@pytest.mark.parametrize("how", ["rota", "people"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_bounds(
    reader: subprocess.Popen[str], tmp_path: Path, name: str, how: str
) -> None:
    path = tmp_path / name
    path.write_bytes(hostile(name))
    assert reader.stdin is not None
    assert reader.stdout is not None

    # Read to the bound whatever it is: once as the product has it, and soon the second time.
    bound = 2 if (name, how) == ("vides.xlsx", "people") else SECONDS
    print(json.dumps([str(path), how, bound]), file=reader.stdin, flush=True)

    said, megabytes, seconds = json.loads(reader.stdout.readline())
    assert said
    assert HOSTILE[name][1] in said
    assert len(said) < 2_000
    assert megabytes < ROOM_MB + 30
    assert seconds < bound + 1
