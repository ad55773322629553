"""
Limit the size of files: a larger one is refused at once, with the limit.

A list of two million cells takes about forty seconds and less than a gigabyte.
"""

from __future__ import annotations

from api.data.errors import BadFilesError, FileError

MEGABYTE = 1_000_000
MOST_BYTES = 25 * MEGABYTE
MOST_UNPACKED = 250 * MEGABYTE
MOST_CELLS = 2_000_000
LARGEST = {MOST_BYTES: "25 Mo", MOST_UNPACKED: "250 Mo"}


def bad(file: str, text: str, expected: str, *, sheet: str = "", line: int = 0) -> BadFilesError:
    """Return the refusal of a whole file."""
    return BadFilesError(
        [FileError(file=file, sheet=sheet, line=line, received=text, expected=expected)]
    )


def check_size(file: str, size: int, most: int = MOST_BYTES, name: str = "fichier") -> None:
    """
    Refuse a size in bytes that is above the limit.

    Raises
    ------
    BadFilesError
        It is over the limit.
    """
    if size > most:
        # Rounded up: what is just over the limit isn't shown as the limit.
        tenths = -(-size * 10 // MEGABYTE)
        raise bad(
            file,
            f"{name} de {tenths // 10},{tenths % 10} Mo",
            f"{LARGEST[most]} au plus (donnez un fichier par mois ou par agence)",
        )


class Budget:
    """The number of cells that may still be kept of a file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.left = MOST_CELLS

    def take(self, cells: int = 1) -> None:
        """
        Subtract cells from those that may still be kept.

        Raises
        ------
        BadFilesError
            The file has more cells than the limit.
        """
        self.left -= cells
        if self.left < 0:
            raise bad(
                self.file,
                "plus de deux millions de cases remplies",
                "deux millions de cases au plus (donnez un fichier par mois ou par agence)",
            )
