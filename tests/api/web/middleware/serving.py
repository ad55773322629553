"""A real server in a thread: what uvicorn itself writes counts too."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from api.web.server import configured


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """Serve an app on a free port; give the port."""
    server = uvicorn.Server(configured(app))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.005)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def said(port: int, request: bytes) -> bytes:
    """Say bytes to the server, and return all that it answers until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer
