"""An entry made to break its readers is kept aside or held: pages, register and mart go on for everybody."""

from uuid import UUID

import pytest

from nyelik.journal import quarantine
from tests.flow.security.conftest import Push
from tests.support.small_district import CHILD, HOME_VILLAGE, MOTHER, SignIn

NEW = UUID(int=(0x79 << 72) | 1)
HUGE = "9" * 400
LIVES_LONG = f'{{"name": "X", "sex": "female", "area": "{HOME_VILLAGE}", "born": "9999-12-31"}}'
PAGES = (
    "/beranda",
    "/ditahan",
    "/kembar",
    f"/orang/{CHILD}",
    f"/orang/{MOTHER}",
    f"/papan?wilayah={HOME_VILLAGE}",
    f"/papan/nama?indikator=spm-04&wilayah={HOME_VILLAGE}",
)


@pytest.mark.parametrize(
    ("kind", "subject", "about", "body"),
    [
        ("contact", NEW, CHILD, '{"strange": ' + '{"a":' * 400 + "1" + "}" * 400 + "}"),
        ("later", NEW, CHILD, '{"strange": ' + "[" * 400 + "]" * 400 + "}"),
        ("contact", NEW, CHILD, f'{{"doses": {{"DPT": {HUGE}}}}}'),
        ("contact", NEW, CHILD, f'{{"observations": {{"weight_kg": {HUGE}}}}}'),
        ("contact", NEW, CHILD, '{"observations": {"weight_kg": 1e999}}'),
        ("episode", NEW, MOTHER, f'{{"type": "pregnancy", "facts": {{"gravida": {HUGE}}}}}'),
        ("episode", NEW, MOTHER, '{"type": "pregnancy", "start": "9999-12-31"}'),
        ("person", NEW, NEW, LIVES_LONG),
    ],
    ids=["deep-groups", "deep-later", "dose", "weight", "1e999", "gravida", "start", "born"],
)  # fmt: skip
def test_it_is_held_and_every_page_opens(
    kind: str, subject: UUID, about: UUID, body: str, push: Push, signed_in: SignIn
) -> None:
    (receipt,) = push("bidan", kind, subject, about, body)
    assert receipt["status"] == "held"
    midwife = signed_in("bidan")
    for address in PAGES:
        assert midwife.get(address).status_code == 200, address


def test_a_delivery_nested_beyond_reading_is_kept_whole(push: Push) -> None:
    assert (
        push("bidan", "contact", NEW, CHILD, '{"note": ' + "[" * 90_000 + "]" * 90_000 + "}") == []
    )
    (kept,) = quarantine.kept()
    assert (kept.problem, kept.sender) == ("unreadable-delivery", "dev-bidan")


@pytest.mark.parametrize(
    "body", ['{"doses": {"DPT": 5000}}', '{"observations": {"ogtt_day": "9999-12-31"}}']
)
def test_what_is_accepted_and_cannot_be_is_no_fact(
    body: str, push: Push, signed_in: SignIn
) -> None:
    push("bidan", "contact", NEW, CHILD, body)
    for address in PAGES:
        assert signed_in("bidan").get(address).status_code == 200, address


def test_names_that_are_scripts_stay_text(push: Push, signed_in: SignIn) -> None:
    wicked = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    body = {"name": wicked, "mother_name": wicked, "address": wicked, "area": HOME_VILLAGE,
            "sex": "male", "born": "2025-03-01", "imported": {wicked: wicked}}  # fmt: skip
    push("bidan", "person", NEW, NEW, body)
    push("bidan", "contact", UUID(int=NEW.int + 1), NEW, {"package": wicked, "note": wicked,
         "observations": {wicked: wicked, "weight_kg": 9.1}}, place=wicked[:60])  # fmt: skip
    for address in (*PAGES, f"/orang/{NEW}", f"/orang/{NEW}/grafik/wfa", "/cari?q=script"):
        text = signed_in("bidan").get(address).content.decode()
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address
