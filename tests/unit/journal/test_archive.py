"""Archives: into an empty instance the same journal, into another what is missing; damage is noticed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from nyelik.base.problem import Problem
from nyelik.journal import quarantine
from nyelik.journal.append import append
from nyelik.journal.archive import digest, export_journal, import_journal, verify_archive
from nyelik.journal.fold import fold
from nyelik.journal.held import accept_held, decline_held
from nyelik.journal.projections import catch_up, rebuild
from nyelik.journal.read import entries_after
from nyelik.journal.tables import EntryRow, Quarantine
from nyelik.journal.verify import verify
from tests.support.journal import NOON, entry, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def emptied() -> Callable[[], None]:
    """Makes the instance as good as new."""

    def empty() -> None:
        EntryRow.objects.all().delete()
        Quarantine.objects.all().delete()
        rebuild()

    return empty


@pytest.fixture
def written() -> None:
    """A journal with a correction, held, released and declined entries, a late cure and something in quarantine."""
    visit = entry(2, {"observations": {"weight_kg": 9.1}}, subject=person(102))
    append([visit], received=NOON)
    append(
        [entry(1, {"name": "Ani", "nik": "é"}, kind="person", subject=person(1))], received=NOON + 1
    )
    catch_up()
    late = [
        entry(n, {"package": "kms"}, subject=person(100 + n), happened="2026-04-01")
        for n in (3, 4, 6)
    ]
    append(late, received=NOON + 2)
    accept_held([4], by=person(90), reason="benar", now_ms=NOON + 3)
    decline_held([5], by=person(90), reason="salah", now_ms=NOON + 4)
    append(
        [entry(7, {"observations": {"weight_kg": None}}, subject=person(102))], received=NOON + 5
    )
    append([entry(7, {"note": "nomor dipakai lagi"}, subject=person(107))], received=NOON + 6)
    catch_up()


@pytest.mark.usefixtures("written")
def test_into_an_empty_instance_gives_the_same_journal(
    tmp_path: Path, emptied: Callable[[], None]
) -> None:
    path = tmp_path / "jurnal.ndjson.zst"
    before, stream, report = digest(), entries_after(0), verify()
    assert export_journal(path) == before == verify_archive(path)
    emptied()
    imported = import_journal(path)
    assert (imported.archive, imported.added, imported.already) == (before, before.entries, 0)
    assert digest() == before
    assert entries_after(0) == stream
    assert fold(entries_after(0)) == fold(stream)
    assert verify() == report
    assert report.faults == ()
    assert [kept.problem for kept in quarantine.kept()] == ["number-reused"]


@pytest.mark.usefixtures("written")
def test_again_into_the_same_instance_adds_nothing(tmp_path: Path) -> None:
    path, before = tmp_path / "jurnal.ndjson.zst", digest()
    export_journal(path)
    assert import_journal(path).already == before.entries
    assert digest() == before


@pytest.mark.usefixtures("written")
def test_into_another_journal_releases_and_declines_again(
    tmp_path: Path, emptied: Callable[[], None]
) -> None:
    path = tmp_path / "jurnal.ndjson.zst"
    export_journal(path)
    state = {key: subject.fields for key, subject in fold(entries_after(0)).items()}
    emptied()
    append(
        [entry(1, {"name": "Budi"}, kind="person", subject=person(5), device="dev-9")],
        received=NOON,
    )
    assert import_journal(path).reused == 0
    found = {key: subject.fields for key, subject in fold(entries_after(0)).items()}
    assert found == state | {person(5): {"name": "Budi"}}
    assert (verify().declined, verify().faults) == (1, ())


@pytest.mark.usefixtures("written")
def test_a_number_that_means_something_else_here_goes_to_quarantine(
    tmp_path: Path, emptied: Callable[[], None]
) -> None:
    path = tmp_path / "jurnal.ndjson.zst"
    export_journal(path)
    emptied()
    append([entry(1, {"name": "Cici"}, kind="person", subject=person(6))], received=NOON)
    assert import_journal(path).reused == 1
    assert "number-reused" in [kept.problem for kept in quarantine.kept()]


@pytest.mark.usefixtures("written")
def test_a_line_that_is_no_entry_is_damage_even_if_the_checksum_is_right(tmp_path: Path) -> None:
    path = tmp_path / "jurnal.ndjson.zst"
    export_journal(path)
    lines = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read().splitlines(True)
    before = [lines[0], b'{"seq":1}\n']
    checksum = hashlib.sha256(b"".join(before)).hexdigest()
    footer = b'{"lines":2,"sha256":"%s"}\n' % checksum.encode()
    path.write_bytes(zstandard.compress(b"".join([*before, footer])))
    with pytest.raises(Problem, match="damaged"):
        verify_archive(path)


@pytest.mark.usefixtures("written")
def test_damage_is_noticed_before_anything_is_added(
    tmp_path: Path, emptied: Callable[[], None]
) -> None:
    path = tmp_path / "jurnal.ndjson.zst"
    export_journal(path)
    whole = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read()
    emptied()
    lines = whole.splitlines(keepends=True)
    for wrong in (
        whole.replace(b"9.1", b"9.7"),
        b"".join(lines[:-1]),
        b"".join([lines[0], *lines[2:]]),
        b"".join([b"{}\n", *lines[1:]]),
        b"not an archive",
        b"",
    ):
        path.write_bytes(zstandard.compress(wrong))
        with pytest.raises(Problem) as problem:
            import_journal(path)
        assert problem.value.code == "archive-damaged"
    path.write_bytes(b"no zstd at all")
    with pytest.raises(Problem, match="damaged"):
        import_journal(path)
    with pytest.raises(Problem, match="not found"):
        import_journal(tmp_path / "elsewhere")
    assert entries_after(0) == []


@pytest.mark.usefixtures("written")
def test_verify_finds_rows_that_somebody_tampered_with() -> None:
    EntryRow.objects.filter(seq=2).delete()
    EntryRow.objects.filter(kind="hold_decision").update(kind="contact")
    EntryRow.objects.filter(seq=5).update(problem=None)
    faults = verify().faults
    assert "seq 2 to 2: missing" in faults
    assert any("released without a decision" in fault for fault in faults)
    assert any("declined without a problem" in fault for fault in faults)
