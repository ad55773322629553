"""A client that costs little: one process that keeps lines open and asks the same again."""

import asyncio
import multiprocessing as mp
import time
from dataclasses import dataclass

FORK = mp.get_context("spawn")
END = b"\r\n\r\n"
LENGTH = b"content-length: "
UNCHANGED = 304


@dataclass(frozen=True)
class Rate:
    """What was answered: how many a second, and the statuses seen."""

    a_second: float
    statuses: tuple[int, ...]


class _Line(asyncio.Protocol):
    """One line: asks, counts the answer once it is whole, asks again."""

    def __init__(self, request: bytes, counted: dict[int, int]) -> None:
        self.request = request
        self.counted = counted
        self.left = 0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if not self.left:
            # An answer of ours always begins with its whole head in one piece.
            head = data.index(END)
            status = int(data[9:12])
            at = data[:head].lower().find(LENGTH)
            end = data.find(b"\r", at)
            length = int(data[at + len(LENGTH) : end]) if at >= 0 and status != UNCHANGED else 0
            self.left = head + len(END) + length
            self.counted[status] = self.counted.get(status, 0) + 1
        self.left -= len(data)
        if not self.left:
            self.transport.write(self.request)


def _ask(port: int, request: bytes, lines: int, seconds: float) -> dict[int, int]:
    async def run() -> dict[int, int]:
        counted: dict[int, int] = {}
        loop = asyncio.get_running_loop()
        made = [
            await loop.create_connection(lambda: _Line(request, counted), "127.0.0.1", port)
            for _ in range(lines)
        ]
        await asyncio.sleep(seconds)
        for transport, _ in made:
            transport.abort()
        return counted

    return asyncio.run(run())


def rate(
    port: int, path: str, *, headers: tuple[str, ...] = (), seconds: float, lines: int = 16
) -> Rate:
    """Ask for a path as fast as it is answered, from another process, for some seconds."""
    request = "\r\n".join((f"GET {path} HTTP/1.1", "Host: rota", *headers, "", "")).encode()
    with FORK.Pool(1) as pool:
        pool.apply(_ask, (port, request, 2, 0.2))  # warm
        begun = time.perf_counter()
        counted = pool.apply(_ask, (port, request, lines, seconds))
        took = time.perf_counter() - begun
    return Rate(a_second=sum(counted.values()) / took, statuses=tuple(sorted(counted)))
