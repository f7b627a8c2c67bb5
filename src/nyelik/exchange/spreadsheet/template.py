"""Empty templates of our own layouts, with one line of explanation for each column and an invented example."""

from __future__ import annotations

from typing import BinaryIO

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.workbook import Book, Columns

# Heading as printed, what to write there, an invented example. The headings are those of the layout files
# (a test reads each template back).
TEMPLATES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "nyelik-register": (
        "Register warga",
        [
            (
                "NIK",
                "16 digit, sebagai teks. Bayi yang belum punya: kosongkan.",
                "1906015203240001",
            ),
            ("No KK", "16 digit, sebagai teks.", "1906010101200001"),
            (
                "Nama Lengkap Warga",
                "Wajib. Bayi tanpa nama: By. Ny. dan nama ibu.",
                "Contoh Melati",
            ),
            ("Jenis Kelamin", "L atau P.", "P"),
            ("Tanggal Lahir", "Wajib. Tahun-bulan-hari, misalnya 2024-03-12.", "2024-03-12"),
            ("Nama Ibu Kandung Warga", "Untuk mengenali anak yang belum punya NIK.", "Contoh Ibu"),
            ("NIK Ibu Kandung Warga", "16 digit, sebagai teks.", "1906014101950002"),
            ("Nama Ayah", "", "Contoh Ayah"),
            ("No BPJS", "13 digit, sebagai teks.", "0001234567890"),
            ("No HP", "Satu nomor.", "081200000000"),
            ("Kecamatan", "", "Manggar"),
            ("Desa/Kelurahan", "", "Kelubi"),
            ("Dusun", "", ""),
            ("RW", "", ""),
            ("RT", "", "001"),
            ("Posyandu", "", ""),
            ("Alamat", "", "Jl. Contoh"),
            ("Tanggal Meninggal", "Hanya bila meninggal.", ""),
            ("Tanggal Pindah Masuk", "", ""),
            ("Tanggal Pindah Keluar", "", ""),
            ("Catatan", "", ""),
        ],
    ),
    "nyelik-sasaran": (
        "Sasaran",
        [
            ("Kode Wilayah", "Wajib. Kode Kemendagri atau kode fasilitas.", "19.06.01.2004"),
            ("Nama Wilayah", "Untuk dibaca saja.", "Kelubi"),
            ("Indikator", "Wajib. Kelompok atau indikator, misalnya spm-04.", "spm-04"),
            ("Tahun", "Wajib.", "2026"),
            (
                "Jenis Sasaran",
                "Proyeksi atau Ditetapkan. Angka riil dihitung dari register.",
                "Proyeksi",
            ),
            ("Jumlah Sasaran", "Wajib. Orang dalam setahun.", "120"),
            ("Sumber", "Dari mana angka ini.", "Contoh"),
            ("Nomor SK", "Wajib untuk sasaran yang ditetapkan.", ""),
        ],
    ),
}


def write_template(target: str | BinaryIO, name: str, *, example: bool = False) -> None:
    """Write an empty template; raises Problem for a layout that has none."""
    if name not in TEMPLATES:
        raise Problem("layout-not-known", layout=name, known=", ".join(TEMPLATES))
    title, columns = TEMPLATES[name]
    book = Book(target)
    headings = [heading for heading, _, _ in columns]
    widths = [max(14, len(heading) + 2) for heading in headings]
    table = book.table(title, Columns(headings, widths))
    for index in range(len(columns)):
        table.sheet.set_column(
            index, index, widths[index], book.text
        )  # text: Excel must not touch a NIK
    if example:
        table.add([text for _, _, text in columns])
    table.end()
    guide = book.table(
        "Petunjuk", Columns(["Kolom", "Petunjuk", "Contoh (bukan orang sungguhan)"], [28, 70, 30])
    )
    for line in columns:
        guide.add(line)
    guide.end()
    book.close()
