"""What README, the guides and the page of the library show: their commands, addresses and words."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
PAGES = (ROOT / "README.md", ROOT / "docs" / "index.md", ROOT / "docs" / "library.md", *GUIDES)
"""All that people read before they type."""


def blocks(page: Path, language: str = "sh") -> list[str]:
    """Return the blocks of a page that are marked so, in the order of reading."""
    marked = rf"^```{language}\n(.*?)^```$"
    return re.findall(marked, page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def lines(block: str) -> list[str]:
    """Return a block's lines to be typed."""
    return [line for line in block.splitlines() if line and not line.startswith("#")]


def prose(page: Path) -> str:
    """Return a page without its blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    """Return each line of `rota` that a page shows, in blocks and inside sentences."""
    typed = [line for block in blocks(page) for line in lines(block)]
    typed += [line.strip() for line in re.findall(r"^    (.+)$", prose(page), flags=re.MULTILINE)]
    typed += re.findall(r"`((?:rota|make) [^`]+)`", prose(page))
    shown = [re.findall(r"(?:^|[\s(\"])(rota(?: [^|&;)]+))", line) for line in typed]
    return [line.strip() for several in shown for line in several]
