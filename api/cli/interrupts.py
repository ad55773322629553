"""
Ctrl+C from the first instant to the last: one line in French, never a traceback.

This module imports only what the interpreter has already loaded: Ctrl+C is handled by nobody until
its imports are done (`signal` itself loads a dozen modules).
"""

import _signal as signal
import os

NOTHING = "Interrompu : rien n’a été écrit."
CODE = 3
"""Exit code of an interruption, as the help of `rota` says."""

ENDING = (signal.SIGINT, signal.SIGTERM)


def answer_at_once() -> None:
    """
    Answer Ctrl+C while libraries load: one line, and the process is gone.

    An exception raised in the middle of an import may be swallowed there, or become another one. A
    process that was started to ignore Ctrl+C (`nohup`, a script's background) still ignores it.
    """
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)


def raise_from_here() -> None:
    """Make Ctrl+C and SIGTERM raise an exception, so that work in progress cleans up."""
    for number in ENDING:
        if signal.getsignal(number) is _leave:
            signal.signal(number, signal.default_int_handler)


def too_late() -> None:
    """Ignore Ctrl+C: everything is written, only the last message is still to come."""
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
