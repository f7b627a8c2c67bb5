"""A kept rulebook is the one that was read; what changed, or what is damaged, is read anew."""

import pickle
from pathlib import Path

import pytest

from nyelik.rules.kept import KEPT, kept
from nyelik.rules.model import Rulebook

EMPTY = Rulebook("1", *({} for _ in range(8)))


class Reading:
    """Counts how often it was asked to read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Rulebook:
        self.times += 1
        return EMPTY


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    folder = tmp_path / "rulebook"
    folder.mkdir()
    (folder / "words.yaml").write_text("words: []")
    return folder


def test_it_is_read_once(tmp_path: Path, rulebook: Path) -> None:
    read = Reading()
    first = kept(tmp_path / "cache", [rulebook], read)
    second = kept(tmp_path / "cache", [rulebook], read)
    assert first == second == EMPTY
    assert read.times == 1


def test_a_changed_file_is_read_anew(tmp_path: Path, rulebook: Path) -> None:
    read = Reading()
    kept(tmp_path / "cache", [rulebook], read)
    (rulebook / "words.yaml").write_text("words: [] # changed")
    kept(tmp_path / "cache", [rulebook], read)
    assert read.times == 2


def test_another_layer_is_another_rulebook(tmp_path: Path, rulebook: Path) -> None:
    read, layer = Reading(), tmp_path / "layer"
    layer.mkdir()
    (layer / "own.yaml").write_text("settings: []")
    kept(tmp_path / "cache", [rulebook], read)
    kept(tmp_path / "cache", [rulebook, layer], read)
    assert read.times == 2


def test_a_damaged_file_is_read_anew(tmp_path: Path, rulebook: Path) -> None:
    read = Reading()
    kept(tmp_path / "cache", [rulebook], read)
    (file,) = (tmp_path / "cache").iterdir()
    for damage in (b"", b"not a pickle", file.read_bytes()[:50]):
        file.write_bytes(damage)
        assert kept(tmp_path / "cache", [rulebook], read) == EMPTY
    assert read.times == 4


def test_nobody_else_may_read_or_change_it(tmp_path: Path, rulebook: Path) -> None:
    kept(tmp_path / "cache", [rulebook], Reading())
    (file,) = (tmp_path / "cache").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_the_oldest_are_forgotten(tmp_path: Path, rulebook: Path) -> None:
    for number in range(KEPT + 3):
        (rulebook / "words.yaml").write_text(f"words: [] # {number}")
        kept(tmp_path / "cache", [rulebook], Reading())
    assert len(list((tmp_path / "cache").iterdir())) == KEPT


def test_without_a_place_it_is_only_read(rulebook: Path) -> None:
    read = Reading()
    kept(None, [rulebook], read)
    kept(None, [rulebook], read)
    assert read.times == 2


class Opened:
    """What an attacker writes into a pickle: it does something when it is opened."""

    def __reduce__(self) -> object:
        return (pytest.fail, ("a foreign pickle was opened",))


@pytest.fixture
def foreign(tmp_path: Path, rulebook: Path) -> Path:
    """A kept file with somebody else's content under the right name."""
    kept(tmp_path / "cache", [rulebook], Reading())
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(pickle.dumps(Opened()))
    return file


@pytest.mark.parametrize("others", [0o020, 0o002])
def test_what_others_could_have_written_is_not_opened(
    foreign: Path, rulebook: Path, others: int
) -> None:
    foreign.parent.chmod(0o700 | others)
    assert kept(foreign.parent, [rulebook], Reading()) == EMPTY
    foreign.parent.chmod(0o700)
    foreign.chmod(0o600 | others)
    assert kept(foreign.parent, [rulebook], Reading()) == EMPTY


def test_a_link_is_not_followed(foreign: Path, rulebook: Path, tmp_path: Path) -> None:
    elsewhere = foreign.rename(tmp_path / "elsewhere")
    foreign.symlink_to(elsewhere)
    assert kept(foreign.parent, [rulebook], Reading()) == EMPTY
    (tmp_path / "linked").symlink_to(foreign.parent)
    elsewhere.replace(foreign)
    assert kept(tmp_path / "linked", [rulebook], Reading()) == EMPTY


def test_a_folder_of_another_account_is_not_used(
    foreign: Path, rulebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getuid", lambda: foreign.stat().st_uid + 1)
    assert kept(foreign.parent, [rulebook], Reading()) == EMPTY


def test_the_folder_is_for_its_owner_only(tmp_path: Path, rulebook: Path) -> None:
    kept(tmp_path / "cache", [rulebook], Reading())
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
