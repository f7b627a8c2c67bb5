"""`access` is the only door to people: nobody else imports the person table."""

import ast
from pathlib import Path

SOURCES = Path(__file__).parents[3] / "src" / "nyelik"
CLOSED = {"Person", "Household", "PersonWord", "Word"}
ALLOWED = {
    "exchange/spreadsheet/register.py",  # an import matches rows against everybody; it shows nobody to anybody
}


def test_only_the_register_imports_the_person_table() -> None:
    offenders = {
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if "register" not in path.relative_to(SOURCES).parts[:1] and _imports_people(path)
    }
    assert offenders <= ALLOWED


def _imports_people(path: Path) -> bool:
    """Does a module import the person table, or the whole module of tables, from the register?"""
    closed = {"nyelik.register": {"tables", "models"}}
    closed |= dict.fromkeys(("nyelik.register.tables", "nyelik.register.models"), CLOSED)
    imports = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    ]
    return any(
        closed.get(node.module or "", set()) & {alias.name for alias in node.names}
        for node in imports
    )
