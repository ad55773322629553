"""A line to a PostgreSQL server that is cut just after the server was told to commit."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import sqlalchemy as sa

COMMIT = b"COMMIT\0"


@contextmanager
def cut_line(url: str, folder: Path) -> Iterator[tuple[str, Event]]:
    """Give another address of a server, whose next commit has no answer once the event is set."""
    server = sa.make_url(url)
    name = f".s.PGSQL.{server.port or 5432}"
    place = Path(str(server.query["host"])) / name
    cut = Event()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / name))
        door.listen()
        Thread(target=_serve, args=(door, place, cut), daemon=True).start()
        here = server.set(query={"host": str(folder)})
        yield here.render_as_string(hide_password=False), cut


def _serve(door: socket.socket, place: Path, cut: Event) -> None:
    while True:
        try:
            client, _ = door.accept()
        except OSError:
            return
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(place))
        Thread(target=_carry, args=(client, server, cut), daemon=True).start()


def _carry(client: socket.socket, server: socket.socket, cut: Event) -> None:
    """Carry what both say, until one leaves or the answer to a commit is to be lost."""
    lost = False
    with client, server:
        while True:
            for here in select.select([client, server], [], [])[0]:
                said = here.recv(1 << 16)
                if not said or (lost and here is server):
                    return
                lost = here is client and said.endswith(COMMIT) and cut.is_set()
                (server if here is client else client).sendall(said)
