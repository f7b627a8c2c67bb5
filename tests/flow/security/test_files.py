"""Files that come in and go out: bombs, wicked names, formulas."""

import csv
import io
import struct
import zipfile
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet import read
from nyelik.office import import_jobs
from tests.flow.security.conftest import Push
from tests.support.small_district import HOME_VILLAGE, SignIn

NEW = UUID(int=(0x7C << 72) | 1)


def bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return packed.getvalue()


class TestBombs:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(read, "UNPACKED_LIMIT", 5_000_000)

    def test_a_workbook_that_unfolds_beyond_the_limit_is_not_opened(self) -> None:
        content = bomb(6_000_000)
        assert len(content) < 10_000
        with pytest.raises(Problem) as raised:
            read.read_bytes(content, "x.xlsx")
        assert raised.value.code == "spreadsheet-too-large"

    def test_nor_one_whose_directory_lies(self) -> None:
        lying = bomb(6_000_000).replace(struct.pack("<I", 6_000_000), struct.pack("<I", 10))
        with pytest.raises(Problem):
            read.read_bytes(lying, "x.xlsx")

    def test_what_is_no_workbook_is_said_so(self) -> None:
        with pytest.raises(Problem) as raised:
            read.read_bytes(b"PK\x03\x04" + b"x" * 100, "x.xlsx")
        assert raised.value.code == "spreadsheet-not-read"


class TestUploads:
    @pytest.mark.parametrize(
        "name",
        [
            "../../../evil.csv",
            "..\\..\\evil.xlsx",
            "/etc/passwd",
            'a"; x="\r\nSet-Cookie: a=b.csv',
            "x" * 300,
        ],
    )
    def test_a_name_is_never_a_path_nor_a_header(
        self, name: str, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_jobs.subprocess, "Popen", lambda *args, **more: None)
        client = signed_in("bidan")
        answer = client.post("/impor", {"file": SimpleUploadedFile(name, b"a;b\r\n1;2\r\n")})
        assert answer.status_code == 302
        folder = import_jobs.imports_folder() / answer["Location"].rstrip("/").rpartition("/")[2]
        assert {path.name for path in folder.iterdir()} <= {
            "job.json", "log", "upload", "upload.csv", "upload.xlsx",
        }  # fmt: skip
        assert not folder.stat().st_mode & 0o077
        (folder / "report.xlsx").write_bytes(b"PK")
        report = client.get(f"{answer['Location']}/laporan")
        assert "\n" not in report["Content-Disposition"]
        assert not report.has_header("Set-Cookie")
        assert report["X-Content-Type-Options"] == "nosniff"


def test_a_name_is_no_formula_in_a_file_of_names(push: Push, signed_in: SignIn) -> None:
    for number, name in enumerate(("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1")):
        one = UUID(int=NEW.int + number)
        body = {
            "name": name,
            "sex": "male",
            "born": "2024-01-05",
            "area": HOME_VILLAGE,
            "address": name,
        }
        push("bidan", "person", one, one, body)
    asked = f"indikator=spm-04&wilayah={HOME_VILLAGE}&status=missed"
    text = signed_in("bidan").get(f"/papan/nama/unduh.csv?{asked}").content.decode("utf-8-sig")
    assert "HYPERLINK" in text
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert not [cell for cell in cells if len(cell) > 1 and cell[0] in "=+-@\t\r"]
    packed = signed_in("bidan").get(f"/papan/nama/unduh.xlsx?{asked}").content
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        sheets = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)
