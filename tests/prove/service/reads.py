"""
Dix fois plus de monde: each read of data takes less than twice as long, whoever asks.

`python -m tests.prove.service.reads` fills two databases, the sample's association (without its
history) and ten times that, asks for each list and view by several doors, and prints the CPU time
of each (the median of seven, in milliseconds) and the ratio.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from api.access.rights.rows import RIGHTS, May
from api.database.engine import connect
from api.database.migrating import upgrade
from api.month.folder.importing import import_folder
from fixtures.draw import grow
from tests.api.publishing import publish
from tests.api.service import LOCAL, Service, serve
from tests.prove.service.two_workers import ASSOCIATION

TEN, TWICE, TIMES, SHOWN = 10, 2.0, 7, 10
MONTH = "2026-12"
Read = tuple[str, str, dict[str, str]]


def reads(service: Service, last: str) -> Iterator[tuple[TestClient, Read]]:
    """Yield each read, by whom; `last`: the agency whose rows come last."""
    rh, all_of_it = service.client("rh"), service.client("responsable")
    here = service.client("responsable", agency="paris")
    there = service.client("responsable", agency=last)
    planner = service.client("responsable", agency="paris", dispositif="1")
    doors = (("toutes les agences", all_of_it), ("une agence", here), ("la dernière", there))
    for kind, rights in RIGHTS.items():
        yield rh, ("RH", f"/api/v1/donnees/{kind}", {})
        if rights.responsable is not May.NOTHING:
            for who, client in (*doors, ("un dispositif", planner)):
                yield client, (who, f"/api/v1/donnees/{kind}", {})
    pays = service.client("commanditaire")
    yield rh, ("RH", "/api/v1/donnees/absences", {"person": "amine.rahmani"})
    yield pays, ("commanditaire", "/api/v1/commanditaire/couverture", {"month": MONTH})


def timed(client: TestClient, path: str, parameters: dict[str, str]) -> float:
    """Return the CPU time of a read, in milliseconds: the median of several."""
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        answer = client.get(path, params=parameters)
        times.append(1000 * (time.process_time() - start))
        if not answer.is_success:
            raise ValueError(f"{path} : {answer.status_code}")
    return statistics.median(times)


def measured(scratch: Path, size: int) -> dict[tuple[str, str, str], float]:
    """Fill a database and time every read of it."""
    source = scratch / "source"
    if not source.exists():
        shutil.copytree(ASSOCIATION, source, ignore=shutil.ignore_patterns("historique"))
    engine = connect(f"sqlite:///{scratch / f'{size}.db'}")
    upgrade(engine)
    import_folder(engine, LOCAL, grow(scratch / str(size), size, 1, source))
    publish(engine, date.fromisoformat(f"{MONTH}-01"))
    service = serve(engine)
    last = "paris" if size == 1 else f"{size - 1:03d}~paris"
    return {
        (who, path, str(parameters)): timed(client, path, parameters)
        for client, (who, path, parameters) in reads(service, last)
    }


def main() -> int:
    """Measure both sizes; exit 1 if a read of ten times the people takes twice as long."""
    with tempfile.TemporaryDirectory() as scratch:
        single, ten = (measured(Path(scratch), size) for size in (1, TEN))
    ratios = sorted(((ten[read] / single[read], read) for read in single), reverse=True)
    for ratio, read in ratios[:SHOWN]:
        line = f"  ×{ratio:4.2f}  {single[read]:6.1f} ms → {ten[read]:6.1f} ms  {' '.join(read)}\n"
        sys.stdout.write(line)
    slow = sum(1 for ratio, _ in ratios if ratio >= TWICE)
    median = statistics.median(ratio for ratio, _ in ratios)
    sys.stdout.write(
        f"{len(ratios)} lectures, dix fois plus de monde : ×{median:.2f} au milieu, "
        f"×{ratios[0][0]:.2f} au plus ; {slow} au double ou plus\n"
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
