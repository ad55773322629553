"""A worker alone in its process: `python -m tests.api.jobs.bare ROLE`, settings as always."""

import sys

from api.database.engine import connect
from api.jobs.worker.ending import ending_by_signal, wait_for
from api.jobs.worker.worker import Worker
from api.settings import read_settings


def main() -> None:
    settings = read_settings()
    ending = ending_by_signal()
    worker = Worker(connect(settings.database_url), settings, sys.argv[1], ending)
    worker.start()
    sys.stdout.write("debout\n")
    sys.stdout.flush()
    wait_for(ending)
    worker.stop()


if __name__ == "__main__":
    main()
