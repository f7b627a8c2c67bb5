"""kill -9 of whole servers while phones push: nothing with a receipt is lost, nothing is doubled, and it goes on.

Rehearsals: granian as in production, phones over HTTP, SIGKILL at random moments.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.effort import effort
from tests.support.phone_world import RTS
from tests.support.phones_over_http import Served, make_district, what_is_there
from tests.support.simulated_phone import Cut, SimulatedPhone

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(effort(1800))]
KILLS, RELAY_KILLS = effort(10), effort(2)
PHONES = ["ani", "budi", "bidan", "kepala", "gizi"]
HOME = {"ani": "S1", "budi": "S1", "bidan": "S2", "kepala": "S3", "gizi": "S1"}


class Pushing(threading.Thread):
    """A phone that writes and syncs without end, by whatever server answers."""

    def __init__(self, name: str, phone: SimulatedPhone, servers: list[Served]) -> None:
        super().__init__(daemon=True)
        self.area, self.phone, self.servers = RTS[HOME[name]], phone, servers
        self.chance = random.Random(name)
        self.ended = threading.Event()
        self.failed: BaseException | None = None

    def run(self) -> None:
        """Until ended; what went wrong beside cuts is kept."""
        try:
            while not self.ended.is_set():
                for _ in range(self.chance.randint(1, 12)):
                    self._write()
                server = self.chance.choice(self.servers)
                with suppress(Cut):
                    self.phone.sync(server, server.url)
                time.sleep(self.chance.random() / 10)
        except BaseException as error:
            self.failed = error

    def _write(self) -> None:
        new = str(uuid4())
        body = {"name": "Orang", "sex": "male", "area": self.area}
        self.phone.write("person", new, body, happened="2026-06-01", place=f"mark {uuid4()}")

    def end(self) -> None:
        """Wait for the last sync; raise what went wrong."""
        self.ended.set()
        self.join(120)
        assert self.failed is None, self.failed


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "district")
    yield served
    served.stop()


def finish(phones: dict[str, SimulatedPhone], server: Served) -> None:
    """Everybody syncs on a quiet server, the second time having heard of everything."""
    for _ in range(2):
        for phone in phones.values():
            phone.sync(server, server.url)


def nothing_lost_or_doubled(served: Served, phones: dict[str, SimulatedPhone]) -> int:
    """Every entry of every phone is there, once, accepted; how many."""
    there = what_is_there(served)
    marks = [mark for mark, *_ in there]
    assert len(marks) == len(set(marks))
    written = {one.entry["place"] for phone in phones.values() for one in phone.disk.kept.values()}
    acknowledged = {r["entry"]["place"] for phone in phones.values() for r in phone.receipts}
    assert acknowledged == written == set(marks)
    assert {status for *_, status in there} == {"accepted"}
    return len(marks)


def test_a_server_killed_again_and_again_loses_nothing(district: Served) -> None:
    phones = make_district(district, PHONES)
    chance = random.Random(4)
    pushing = [Pushing(name, phone, [district]) for name, phone in phones.items()]
    district.start()
    for one in pushing:
        one.start()
    for _ in range(KILLS):
        time.sleep(0.3 + chance.random() * 1.5)
        district.kill()
        district.start()
    for one in pushing:
        one.end()
    finish(phones, district)
    assert phones["ani"].state() == phones["budi"].state()
    district.kill()
    assert nothing_lost_or_doubled(district, phones) > KILLS
    district.nyelik("journal", "verify")


def test_a_laptop_and_its_district_killed_again_and_again_lose_nothing(
    district: Served, tmp_path: Path
) -> None:
    phones = make_district(district, [*PHONES, "laptop"])
    token = tmp_path / "token"
    token.write_text(phones.pop("laptop").token)
    district.start()
    laptop = Served(tmp_path / "laptop", relay=district.url)
    try:
        laptop.nyelik("relay", "enrol", "--upstream", district.url, "--token-file", str(token))
        laptop.start()
        _killed_in_turn(laptop, district, phones)
        _passed_on(laptop)
        finish(phones, district)
        assert phones["ani"].state() == phones["budi"].state()
        laptop.kill()
        district.kill()
        assert nothing_lost_or_doubled(district, phones) > RELAY_KILLS
        secret = token.read_text().partition(".")[2]
        assert secret not in (laptop.home / "serve.log").read_text()
    finally:
        laptop.stop()


def _killed_in_turn(laptop: Served, district: Served, phones: dict[str, SimulatedPhone]) -> None:
    """Two phones know the laptop only, two the district only, one goes to both."""
    chance = random.Random(9)
    ways = {"ani": [laptop], "kepala": [laptop], "bidan": [district], "gizi": [district]}
    pushing = [
        Pushing(name, phone, ways.get(name, [laptop, district])) for name, phone in phones.items()
    ]
    for one in pushing:
        one.start()
    for _ in range(RELAY_KILLS):
        for server in (laptop, district):
            time.sleep(0.5 + chance.random() * 3)
            server.kill()
            time.sleep(chance.random() * 2)
            server.start()
    for one in pushing:
        one.end()


def _passed_on(laptop: Served) -> None:
    """Two rounds by hand: the laptop's own may be waiting for a district that it found away."""
    for _ in range(2):
        laptop.nyelik("relay", "once")
