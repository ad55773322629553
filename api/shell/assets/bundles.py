"""
Write a folder of scripts as one module, and scripts and style without their comments.

Each request costs a phone its latency, and comments are a third of what is sent. No tool from
elsewhere builds our pages, so scripts keep to three forms: `import { a, b } from "./file.js";`,
`import "./file.js";`, and `export` before a function or a constant.
"""

import re
from collections.abc import Mapping

MAIN = "main"
"""The script of a folder that imports the others."""

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|//[^\n]*\n)", re.MULTILINE)


def without_comments(text: str) -> str:
    """Return a script or a style sheet without the comments that have lines of their own."""
    return _COMMENT.sub("", text)


def bundle(scripts: Mapping[str, str]) -> str:
    """
    Return one script that does what `main` does with all that it imports.

    `scripts`: the text of each by its name without `.js`. Each keeps a scope of its own: two
    scripts may use one name for two things.

    Raises
    ------
    KeyError
        A script imports one that isn't there.
    ValueError
        A script imports or exports in another form than the three that are known.
    """
    written: dict[str, str] = {}

    def write(name: str) -> None:
        if name in written:
            return
        text = without_comments(scripts[name])
        for _, other in _IMPORT.findall(text):
            write(other)
        written[name] = _scope(name, text)

    write(MAIN)
    return "".join(written.values())


def _scope(name: str, text: str) -> str:
    exported = ", ".join(exported for _, exported in _EXPORT.findall(text))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(_take, text))
    if unknown := _OTHER.search(body):
        raise ValueError(f"{name}.js : {unknown[0]}")
    return f"const ${name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _take(imported: re.Match[str]) -> str:
    names, script = imported.groups()
    return f"const {{{names}}} = ${script};\n" if names else ""
