"""What a page's HTML holds, for tests that look at all pages alike."""

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
VERBATIM = frozenset({"code", "kbd", "option", "pre", "script", "textarea"})
"""Elements whose text is typed, sent or copied, or that no browser shows."""

UNENDED = "td"
"""What another cell or the end of its row ends, where its own end isn't written."""

DATA = "application/json"
"""The type of a script element that holds data, which a browser doesn't run."""


class Markup(HTMLParser):
    """
    The elements and the texts of a page.

    `text` is what people read or a machine could: texts, values and names; `offered` is what the
    lists of its forms offer and isn't chosen.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self._texts: list[str] = []
        self._offers: list[str] = []
        self._title: list[str] = []
        self._shown: list[str] = []
        self._offered = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag == UNENDED and self.open[-1:] == [UNENDED]:
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)
        self._offered = tag == "option" and "selected" not in values
        (self._offers if self._offered else self._texts).extend(values.values())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        self._texts += values.values()

    def handle_endtag(self, tag: str) -> None:
        if tag != UNENDED and self.open[-1:] == [UNENDED]:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)
        self._offered = False

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"]:
            self._title.append(data)
        (self._offers if self._offered else self._texts).append(data)
        if not VERBATIM.intersection(self.open):
            self._shown.append(data)

    @property
    def title(self) -> str:
        """Return the title of the page, without the product's name."""
        return "".join(self._title).partition(" · ")[0].strip()

    @property
    def text(self) -> str:
        """Return what the page says, see the class."""
        return " ".join(self._texts)

    @property
    def shown(self) -> list[str]:
        """Return the texts that people read as they are set, each between two tags."""
        return self._shown

    @property
    def offered(self) -> str:
        """Return what forms offer to choose, see the class."""
        return " ".join(self._offers)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of each element of a kind."""
        return [values for name, values in self.elements if name == tag]

    def inline(self) -> list[str]:
        """Return what the policy of pages refuses: scripts, styles and handlers in the page."""
        scripts = [s for s in self.all("script") if "src" not in s and s.get("type") != DATA]
        attributes = [
            f"{tag} {name}"
            for tag, values in self.elements
            for name in values
            if name == "style" or name.startswith("on")
        ]
        return ["script"] * len(scripts) + ["style"] * len(self.all("style")) + attributes

    def faults(self) -> list[str]:
        """Return what is wrong in how a whole page is made."""
        wrong = [f"{what} dans la page" for what in self.inline()]
        wrong += [f"<{tag}> n’est pas fermé" for tag in (*self.open, *self.unclosed)]
        ids = Counter(values["id"] for _, values in self.elements if "id" in values)
        wrong += [f"id {name} répété" for name, times in ids.items() if times > 1]
        for tag in ("html", "title", "h1", "header", "main", "footer"):
            if len(self.all(tag)) != 1:
                wrong.append(f"{len(self.all(tag))} <{tag}>")
        if any(values.get("lang") != "fr" for values in self.all("html")):
            wrong.append("langue absente")
        if not self.title:
            wrong.append("titre vide")
        return wrong
