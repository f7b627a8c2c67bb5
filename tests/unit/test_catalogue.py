"""English for the Indonesian texts."""

import gettext
import io
from pathlib import Path

from nyelik.office.catalogue import compile_catalogues, mo_bytes, read_po

PO = """# a comment
msgid "Simpan"
msgstr "Save"

msgctxt "bulan"
msgid "Mei"
msgstr ""
"M"
"ay \\"5\\""
"""


def test_po_is_read_with_contexts_and_continued_lines() -> None:
    assert read_po(PO) == {"Simpan": "Save", "bulan\x04Mei": 'May "5"'}


def test_pythons_gettext_reads_the_compiled_file() -> None:
    found = gettext.GNUTranslations(io.BytesIO(mo_bytes(read_po(PO))))
    assert found.gettext("Simpan") == "Save"
    assert found.pgettext("bulan", "Mei") == 'May "5"'
    assert found.gettext("Tidak ada") == "Tidak ada"


def test_files_of_a_language_are_merged_and_rewritten_only_when_changed(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "en").mkdir(parents=True)
    (source / "en" / "a.po").write_text('msgid "Ibu"\nmsgstr "Mother"\n', encoding="utf-8")
    (source / "en" / "b.po").write_text('msgid "Anak"\nmsgstr "Child"\n', encoding="utf-8")
    compile_catalogues(source, target)
    made = target / "en" / "LC_MESSAGES" / "django.mo"
    before = made.stat().st_mtime_ns
    compile_catalogues(source, target)
    assert made.stat().st_mtime_ns == before
    with made.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Anak") == "Child"
