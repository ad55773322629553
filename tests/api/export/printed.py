"""
What a printed document says, page by page, read by the library that Chromium prints with.

A reader in Python alone took two seconds a page of a wall sheet, which was most of these tests.
"""

import pypdfium2


def texts(content: bytes) -> list[str]:
    """Return each page's text, as it stands."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def pages(content: bytes) -> list[str]:
    """Return each page's text, spaces and line breaks made one."""
    return [" ".join(text.split()) for text in texts(content)]


def lines(content: bytes, page: int | None = None) -> list[str]:
    """Return the lines of a document, or of one of its pages, no-break spaces as spaces."""
    chosen = texts(content) if page is None else [texts(content)[page]]
    return [" ".join(line.split()) for text in chosen for line in text.splitlines()]


def sizes(content: bytes) -> set[tuple[int, int]]:
    """Return the sizes of its pages, in whole points, width first."""
    with pypdfium2.PdfDocument(content) as document:
        return {(round(page.get_width()), round(page.get_height())) for page in document}


def letters(content: bytes, words: frozenset[str]) -> float:
    """Return the size in points of the largest letters in which the first page writes a word."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        texts_of_page = page.get_objects(
            [pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()
        )
        return max(
            float(text.get_font_size()) for text in texts_of_page if text.extract().strip() in words
        )
