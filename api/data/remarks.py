"""Collect remarks on how files were read, for things that aren't faults."""

from __future__ import annotations


class Remarks:
    """
    Remarks, each kept once with the number of times that it was made.

    `cells`: what was read in a cell that could mean two things. `files`: how whole files were
    read. `others`: the rest, as it was said.
    """

    def __init__(self) -> None:
        self._files: dict[str, dict[str, str]] = {}
        self._cells: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._others: dict[str, None] = {}

    def file(self, why: str, file: str, example: str = "") -> None:
        """Note how a file was read; `example`: a text in the file that shows it."""
        self._files.setdefault(why, {})[file] = example

    def cell(self, where: tuple[str, str], why: str, read: str) -> None:
        """Note how a cell was read; `where`: file and column, for which it is reported once."""
        first, many = self._cells.get((*where, why), (read, 0))
        self._cells[*where, why] = first, many + 1

    def say(self, text: str) -> None:
        """Note any other remark."""
        self._others[text] = None

    @property
    def messages(self) -> tuple[str, ...]:
        """Return all remarks in French, one per line."""
        return (*self._of_files(), *self._of_cells(), *self._others)

    def _of_files(self) -> list[str]:
        remarks = []
        for why, files in self._files.items():
            example = next((text for text in files.values() if text), "")
            remarks.append(f"{', '.join(files)} : {why}" + (f" ({example})" if example else ""))
        return remarks

    def _of_cells(self) -> list[str]:
        return [
            f"{read} ({why})" + (f" ; {many} cellules de cette colonne" if many > 1 else "")
            for (*_, why), (read, many) in self._cells.items()
        ]
