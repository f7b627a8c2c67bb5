"""Findings of facilities and workers: who may say them, and who reads them."""

import datetime as dt
import json
from uuid import UUID

import pytest

from nyelik.base.ids import facility_uuid
from nyelik.cli import main
from nyelik.journal.fold import fold
from nyelik.journal.held import held
from nyelik.journal.read import entries_about
from nyelik.register.facilities import served_areas
from nyelik.register.reading import CONSOLE
from nyelik.register.workers import ReadLog, Worker
from tests.flow.security.conftest import Push
from tests.support.small_district import NEXT_PUSTU, PUSTU, SignIn

NEW, OTHER = (UUID(int=(0x7E << 72) | number) for number in (1, 2))
SKILL = {"of": "worker", "observations": {"skill_02": "competent"}}


def worker(username: str) -> UUID:
    return Worker.objects.get(username=username).id


def problem(receipts: list[dict[str, object]]) -> object:
    (receipt,) = receipts
    return receipt.get("problem")


@pytest.mark.parametrize("who", ["kader", "bidan", "kepala"])
def test_nobody_assesses_themselves(who: str, push: Push) -> None:
    for body in (SKILL, {"observations": SKILL["observations"]}, {**SKILL, "of": "reply"}):
        assert problem(push(who, "assessment", NEW, worker(who), body)) == "not-yours-to-assess"


def test_a_kader_assesses_no_kader_and_no_facility(push: Push) -> None:
    assert problem(push("kader", "assessment", NEW, worker("kader-sebelah"), SKILL)) is not None
    said = {"of": "facility", "facility": PUSTU, "observations": {"kit_baby_scale": True}}
    about = facility_uuid(PUSTU)
    assert problem(push("kader", "assessment", NEW, about, said)) == "not-yours-to-assess"
    assert push("bidan", "assessment", OTHER, worker("kader"), SKILL)[0]["status"] == "accepted"


def test_a_reply_does_not_turn_a_finding_into_a_reply(push: Push) -> None:
    """Folding takes what was written last: `of` too."""
    about = facility_uuid(PUSTU)
    said = {"of": "facility", "facility": PUSTU, "observations": {"kit_baby_scale": False}}
    reply = {"of": "reply", "facility": PUSTU, "observations": {"ikm_procedure": 4}}
    assert push("bidan", "assessment", NEW, about, said)[0]["status"] == "accepted"
    assert problem(push("kader", "assessment", NEW, about, reply)) == "not-yours-to-assess"
    assert fold(entries_about([about]))[NEW].fields["of"] == "facility"
    assert push("kader", "assessment", OTHER, about, reply)[0]["status"] == "accepted"


def test_a_facility_elsewhere_is_out_of_scope_named_or_not(push: Push) -> None:
    about = facility_uuid(NEXT_PUSTU)
    for named in ({"facility": NEXT_PUSTU}, {}):
        body = {"of": "facility", "observations": {"kit_baby_scale": True}, **named}
        assert problem(push("seberang", "assessment", NEW, about, body)) == "out-of-scope"


def test_a_held_assessment_waits_where_the_worker_works_but_not_for_themselves(
    push: Push, signed_in: SignIn
) -> None:
    push("kader", "assessment", NEW, worker("kader"), SKILL)
    push("bidan", "assessment", OTHER, worker("bidan"), SKILL)
    device = {who: f"dev-{who}" for who in ("kader", "bidan")}
    seen = {who: signed_in(who).get("/ditahan").content.decode() for who in ("bidan", "seberang")}
    assert device["kader"] in seen["bidan"]
    assert device["bidan"] not in seen["bidan"]
    assert not [one for one in device.values() if one in seen["seberang"]]
    (own,) = (one.entry.seq for one in held() if one.entry.subject == OTHER)
    answer = {"seq": own, "decision": "accept", "reason": "saya cakap"}
    assert signed_in("bidan").post("/ditahan/putuskan", answer).status_code == 404


def test_the_command_goes_through_the_same_door(
    signed_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["kit_baby_scale=yes"]
    assert main(["assess", "--facility", PUSTU, "--as", "bidan", *words]) == 0
    assert main(["assess", "--facility", PUSTU, "--as", "kader", *words]) == 1
    assert main(["assess", "--facility", PUSTU, "--as", "seberang", *words]) == 1
    assert main(["assess", "--worker", "kader", "--as", "kader", *words]) == 1
    assert "never of themselves" in capsys.readouterr().out


def test_a_reply_names_nobody(push: Push) -> None:
    """It is about the facility: no person stands in it, and a field for one is not read."""
    about = facility_uuid(PUSTU)
    body = {"of": "reply", "facility": PUSTU, "observations": {"ikm_procedure": 4}}
    push("kader", "assessment", NEW, about, body)
    (entry,) = (one for one in entries_about([about]) if one.subject == NEW)
    assert entry.about == about
    assert set(entry.body) == {"of", "facility", "observations"}


@pytest.fixture
def colleague() -> str:
    """Another kader of the same Posyandu."""
    kader = Worker.objects.get(username="kader")
    Worker.objects.create(id=UUID(int=0x7D), username="teman", role="kader", scope=kader.scope)
    return "teman"


def recap(code: str, **values: object) -> tuple[UUID, dict[str, object]]:
    """The facility in the journal, and what a phone says of one group of its session."""
    body = {"of": "facility", "facility": code, "package": "session-recap"}
    return facility_uuid(code), {**body, "observations": values or {"recap_came": 9}}


def own_posyandu(who: str = "kader") -> str:
    return str(Worker.objects.get(username=who).scope[0])


def test_a_kader_closes_a_session_of_the_own_posyandu(push: Push, colleague: str) -> None:
    """The recap and the day's form; a colleague mends both. A patch does not say again which form it is of."""
    about, body = recap(own_posyandu(), recap_group="child", recap_came=9)
    assert push("kader", "assessment", NEW, about, body)[0]["status"] == "accepted"
    mended = {"observations": {"recap_came": 10}}
    assert push(colleague, "assessment", NEW, about, mended)[0]["status"] == "accepted"
    day = {**body, "package": "session-day", "observations": {"session_opened": True}}
    assert push(colleague, "assessment", OTHER, about, day)[0]["status"] == "accepted"
    values = fold(entries_about([about]))[NEW].fields["observations"]
    assert values == {"recap_group": "child", "recap_came": 10}


def test_a_patch_in_the_delivery_of_what_it_patches(push: Push) -> None:
    about, body = recap(own_posyandu())
    later = {"observations": {"recap_came": 10}}
    assert push("kader", "assessment", NEW, about, later)[0]["status"] == "accepted"
    assert push("kader", "assessment", NEW, about, body)[0]["status"] == "accepted"


@pytest.mark.parametrize("who", ["kader-sebelah", "kader-seberang"])
def test_a_kader_of_another_posyandu_writes_no_recap(who: str, push: Push) -> None:
    about, body = recap(own_posyandu())
    for said in (
        body,
        {"observations": {"recap_came": 1}},
        {**body, "facility": own_posyandu(who)},
    ):
        assert problem(push(who, "assessment", NEW, about, said)) is not None
    assert NEW not in fold(entries_about([about]))
    # What a stranger tried does not stand in the way of those whose session it is.
    assert push("kader", "assessment", NEW, about, body)[0]["status"] == "accepted"
    mended = {"observations": {"recap_came": 10}}
    assert problem(push(who, "assessment", NEW, about, mended)) is not None


def test_a_kader_writes_no_recap_of_the_pustu(push: Push) -> None:
    about, body = recap(PUSTU)
    assert problem(push("kader", "assessment", NEW, about, body)) == "not-yours-to-assess"


@pytest.mark.parametrize(
    "said",
    [
        {"observations": {"kit_baby_scale": True}},
        {"observations": {"recap_came": 1, "kit_baby_scale": None}},
        {"package": "facility-survey", "observations": {}},
        {"package": "facility-survey", "observations": {"kit_baby_scale": True}},
        {"package": "kader-skills-form", "observations": {"skill_02": "competent"}},
        {"package": "session-day", "observations": {"session_validated": True}},
        {"package": "session-day", "observations": {"recap_came": 1}},
        {"package": "no-such-form", "observations": {"recap_came": 1}},
        {"of": "worker", "observations": {"recap_came": 1}},
        {"observations": [[]]},
        {"observations": 7},
        {"package": ["session-recap"]},
    ],
)
def test_a_recap_carries_nothing_that_is_not_a_kaders_to_say(
    said: dict[str, object], push: Push
) -> None:
    about, body = recap(own_posyandu())
    assert problem(push("kader", "assessment", NEW, about, {**body, **said})) is not None
    without = {"observations": {"kit_baby_scale": True}}
    assert push("kader", "assessment", OTHER, about, body)[0]["status"] == "accepted"
    assert problem(push("kader", "assessment", OTHER, about, without)) == "not-yours-to-assess"


def test_a_recap_does_not_cover_what_a_health_worker_found(push: Push) -> None:
    about, body = recap(own_posyandu())
    kit = {**body, "package": "facility-survey", "observations": {"kit_baby_scale": False}}
    for subject, found in ((NEW, kit), (OTHER, {**kit, "package": None})):
        assert push("bidan", "assessment", subject, about, found)[0]["status"] == "accepted"
        for said in (body, {"observations": {"recap_came": 1}}, {"of": "reply"}, {"of": None}):
            assert problem(push("kader", "assessment", subject, about, said)) is not None
    fields = fold(entries_about([about]))[NEW].fields
    assert fields["observations"] == {"kit_baby_scale": False}
    assert fields["package"] == "facility-survey"


def test_a_kader_mends_the_recap_that_a_health_worker_wrote(push: Push) -> None:
    about, body = recap(own_posyandu())
    assert push("bidan", "assessment", NEW, about, body)[0]["status"] == "accepted"
    mended = {**body, "observations": {"recap_came": 10}}
    assert push("kader", "assessment", NEW, about, mended)[0]["status"] == "accepted"
    gone = {"retracted": True, "reason": "salah"}
    assert problem(push("kader", "assessment", NEW, about, gone)) == "not-yours-to-decide"


@pytest.mark.parametrize("indicator", ["family-visited", "kader-madya"])
def test_families_and_kader_are_read_like_people(
    indicator: str, signed_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    """In nobody's name without names; in a worker's name those of their area; always written down."""
    for who, log in ((None, CONSOLE), ("bidan", "bidan")):
        ReadLog.objects.all().delete()
        told = listed(capsys, indicator, who)
        assert told
        assert all(one["name"] for one in told) if who else {one["name"] for one in told} == {None}
        assert ReadLog.objects.get().worker.username == log
    assert listed(capsys, indicator, "desa") in ([], None)
    assert listed(capsys, indicator, "dinkes") is None


def test_a_kader_reads_the_families_of_the_own_rt_and_no_marks(
    signed_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    (rt,) = Worker.objects.get(username="kader").scope
    families = listed(capsys, "family-visited", "kader")
    assert families
    assert len(families) < len(listed(capsys, "family-visited", "bidan") or [])
    served = served_areas([rt], dt.date.today())
    assert {one["place"] for one in families} <= set(served)
    assert listed(capsys, "kader-madya", "kader") is None


def listed(
    capsys: pytest.CaptureFixture[str], indicator: str, who: str | None
) -> list[dict[str, str]] | None:
    """What the command names; None where it refuses."""
    status = main(["names", indicator, "--json", *(["--as", who] if who else [])])
    text = capsys.readouterr().out
    return None if status else list(json.loads(text)["subjects"])
