"""Every text of the office that gettext will look up, found in templates and in Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TRANSLATE = re.compile(r"""\{%-?\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')([^%]*)%\}""")
BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL
)
MARKED = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
FUNCTIONS = {"gettext", "gettext_noop", "gettext_lazy", "_"}


def texts_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """(file, text) for all templates and modules below `folder`."""
    for path in sorted(folder.rglob("*.html")):
        yield from ((path, text) for text in in_template(path.read_text(encoding="utf-8")))
    for path in sorted(folder.rglob("*.py")):
        yield from ((path, text) for text in in_python(path.read_text(encoding="utf-8")))


def in_template(source: str) -> Iterator[str]:
    """Texts of translate and blocktranslate, as Django looks them up."""
    for match in (*TRANSLATE.finditer(source), *MARKED.finditer(source)):
        yield match[1] or match[2]
    for match in BLOCK.finditer(source):
        text = VARIABLE.sub(r"%(\1)s", match[2])
        if "trimmed" in match[1]:
            text = " ".join(line.strip() for line in text.splitlines() if line.strip())
        yield text


def in_python(source: str) -> Iterator[str]:
    """First argument of gettext and its kin."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        if name in FUNCTIONS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value
