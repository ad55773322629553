"""Start the command line `rota`: Ctrl+C is handled before anything heavy is loaded."""

import gc

from api.cli.interrupts import answer_at_once, end_in_silence


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit."""
    answer_at_once()
    # Loading makes no garbage, and looking for it takes a fifth of the time; see `CommandSet`.
    gc.disable()
    from api.cli.app import app  # noqa: PLC0415 - seconds of loading, which may be interrupted

    try:
        app(args, prog_name="rota")
    finally:
        end_in_silence()
