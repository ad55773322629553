"""
Ctrl+C from the first instant to the last: one line in French, never a traceback.

Nothing but what the interpreter already holds is imported here: until that is done, Ctrl+C has no
answer of ours (`signal` itself loads a dozen modules).
"""

import _signal as signal
import os

NOTHING = "Interrompu : rien n’a été écrit."
CODE = 3
"""Exit code of an interruption, as the help of `rota` tells it."""

ENDING = (signal.SIGINT, signal.SIGTERM)


def answer_at_once() -> None:
    """
    Answer Ctrl+C while libraries load: one line, and the process is gone.

    An exception raised in the middle of an import may be swallowed there, or become another one.
    A process that was born deaf to Ctrl+C (`nohup`, a script's background) stays so.
    """
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)


def raise_from_here() -> None:
    """Make Ctrl+C an exception, and an end asked by the system too: what is begun cleans up."""
    for number in ENDING:
        if signal.getsignal(number) is _leave:
            signal.signal(number, signal.default_int_handler)


def too_late() -> None:
    """Ignore Ctrl+C: all is written, and only what says so is left."""
    for number in ENDING:
        if signal.getsignal(number) is signal.default_int_handler:
            signal.signal(number, signal.SIG_IGN)


def end_in_silence() -> None:
    """Let Ctrl+C end the process as the system does: there is nothing left to clean or to say."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)


def _leave(_number: int, _frame: object) -> None:
    os.write(2, f"{NOTHING}\n".encode())
    os._exit(CODE)
