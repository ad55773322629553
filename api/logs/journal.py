"""
Log one line an event on standard error: JSON for machines, text for a terminal.

Every log record (ours, uvicorn's, SQLAlchemy's, DBOS's, a warning) goes through the same handler.
It masks secrets, writes exceptions without their values, and cuts off what libraries quote.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from api.logs.errors import DEBUG, HIDDEN, masked, text_of
from api.settings import Settings

OURS = "roulement"
ALREADY = "_roulement_told"
"""Mark of an exception that was logged with its request: uvicorn's own line would repeat it."""

QUOTING = ("dbos", "sqlalchemy", "asyncio", "apscheduler")
"""Libraries whose messages end with what they were given, which may name people."""

SILENT = ("uvicorn.access", "httpx", "httpx2", "httpcore")
"""They write whole addresses at each request; ours says the route."""


OWN = frozenset(
    {"exception", "timestamp", "level", "logger", "route", "method", "request_id", "user"}
)
"""What is told without masking: templates, ids of ours, request ids of a sane form."""


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process to a stream (standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(settings, handler.stream))
    handler.addFilter(_once)
    handler.addFilter(_cut)
    _door.clear()
    if not _for_people(settings, handler.stream):
        _door["json"] = handler
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in ("uvicorn", "uvicorn.error", "sqlalchemy"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in SILENT:
        logging.getLogger(name).handlers[:] = [logging.NullHandler()]
        logging.getLogger(name).propagate = False
    logging.getLogger("alembic").setLevel(max(logging.WARNING, root.level))
    # DBOS gives itself a handler unless there is one.
    logging.getLogger("dbos").handlers[:] = [handler]
    logging.getLogger("dbos").propagate = False
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_failed
    structlog.configure(
        processors=_ours(),
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def journal() -> structlog.stdlib.BoundLogger:
    """Return the logger of the service: an event and its values by name."""
    made: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(OURS), processors=_ours(), wrapper_class=structlog.stdlib.BoundLogger
    )
    return made


class Requests:
    """
    Writes the line of each request, straight to the handler's stream when that is JSON.

    Each reading of a feed writes one, so it must be fast. Nothing in it needs masking: the route's
    template, a known method, ids of ours, and a caller's id in a checked form.
    """

    def __init__(self) -> None:
        self.log = journal()
        self.level = logging.getLogger(OURS)
        self._routes: dict[str, str] = {}

    def tell(
        self,
        *,
        method: str,
        route: str,
        status: int,
        ms: float,
        request_id: str,
        user: str,
        quiet: bool,
    ) -> None:
        """Log one request (`user` empty: no account)."""
        level = logging.DEBUG if quiet else logging.INFO
        if not self.level.isEnabledFor(level):
            return
        handler = _door.get("json")
        if handler is None:
            more = {"user": user} if user else {}
            self.log.log(
                level,
                "requête",
                method=method,
                route=route,
                status=status,
                ms=ms,
                request_id=request_id,
                **more,
            )
            return
        shown = self._routes.get(route)
        if shown is None:
            shown = self._routes[route] = json.dumps(route, ensure_ascii=False)
        now = datetime.now(UTC).isoformat(timespec="microseconds")[:-6]
        line = (
            f'{{"event": "requête", "method": "{method}", "route": {shown}, "status": {status}, '
            f'"ms": {ms}, "request_id": "{request_id}"'
            + (f', "user": "{user}"' if user else "")
            + f', "logger": "{OURS}", "level": "{"debug" if quiet else "info"}", '
            f'"timestamp": "{now}Z"}}\n'
        )
        handler.acquire()
        try:
            handler.stream.write(line)
            handler.stream.flush()
        finally:
            handler.release()


_door: dict[str, logging.StreamHandler[Any]] = {}
"""The handler behind which lines are JSON, under `json`, if there is one."""


def _ours() -> list[Processor]:
    """Return the processors of our own lines, before the handler formats them."""
    return [
        structlog.stdlib.filter_by_level,
        *_first(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ]


def _formatter(settings: Settings, stream: Any) -> logging.Formatter:
    last: Processor = (
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
        if _for_people(settings, stream)
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_first(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_values,
            _mask,
            last,
        ],
    )


def _for_people(settings: Settings, stream: Any) -> bool:
    return settings.log_format == "texte" or (
        settings.log_format == "auto" and bool(getattr(stream, "isatty", bool)())
    )


def _first() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _without_values(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by the text that may be told of it (see `text_of`)."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = text_of(error)
    event.pop("stack_info", None)
    return event


def _mask(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every text of a line but those under keys of our own (`OWN`)."""
    for key, value in event.items():
        if key in OWN or isinstance(value, int | float | None):
            continue
        text = value if isinstance(value, str) else str(value)
        event[key] = text if text.isalpha() else masked(text)
    return event


def _once(record: logging.LogRecord) -> bool:
    """Whether the exception of a record, if any, wasn't logged already."""
    info = record.exc_info
    return not (isinstance(info, tuple) and getattr(info[1], ALREADY, False))


def _cut(record: logging.LogRecord) -> bool:
    """Cut off what libraries quote: values bound to a statement, messages of errors."""
    if record.name.partition(".")[0] not in QUOTING or os.environ.get(DEBUG):
        return True
    if record.args:
        record.args = tuple(
            argument if isinstance(argument, int | float) else HIDDEN
            for argument in (record.args if isinstance(record.args, tuple) else (record.args,))
        )
    first = str(record.msg).partition("\n")[0]
    if record.levelno >= logging.WARNING:
        head, colon, _ = first.partition(": ")
        first = f"{head}: {HIDDEN}" if colon else head
    record.msg = first
    return True


def _thread_failed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        logging.getLogger(OURS).error("fil interrompu", exc_info=args.exc_value)
