"""Every text of the office has its English, and the English has the same named values."""

import re
from pathlib import Path

from nyelik.office.catalogue import catalogue
from nyelik.register.workers import ROLES
from tests.support.texts import texts_of

OFFICE = Path("src/nyelik/office")
NAMED = re.compile(r"%\((\w+)\)s")


def test_every_text_has_its_english(project_folder: Path) -> None:
    known = catalogue(project_folder / OFFICE / "locale" / "en")
    used = dict.fromkeys(text for _, text in texts_of(project_folder / OFFICE))
    used.update(dict.fromkeys(ROLES.values()))
    missing = [text for text in used if not known.get(text)]
    shown = "\n".join(f'msgid "{text}"\nmsgstr ""\n' for text in missing)
    assert not missing, f"{len(missing)} texts have no English; add to a .po file:\n{shown}"


def test_english_names_the_same_values(project_folder: Path) -> None:
    for indonesian, english in catalogue(project_folder / OFFICE / "locale" / "en").items():
        assert set(NAMED.findall(indonesian)) == set(NAMED.findall(english)), indonesian


def test_no_page_has_inline_style_or_script(project_folder: Path) -> None:
    for path in (project_folder / OFFICE / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<script(?![^>]*src=)|\son\w+=", text), path.name
