"""What simulated vaccinators usually do never breaks the rulebook's own earliest ages and intervals."""

from pathlib import Path

import pytest

from nyelik.rules.read import read_rulebook
from nyelik.simulate.fixtures import rates
from tests.support.synthetic import entries_of, plan_of

DOSES = rates()["immunisation"]["doses"]


@pytest.mark.parametrize("dose", DOSES, ids=lambda dose: f"{dose['vaccine']}{dose['dose']}")
def test_doses_follow_each_other(dose: dict) -> None:
    if dose["dose"] > 1:
        before = {"vaccine": dose["vaccine"], "dose": dose["dose"] - 1}
        earlier = [one for one in DOSES if before.items() <= one.items()]
        assert len(earlier) == 1
        assert earlier[0]["from_days"] < dose["from_days"]
    assert dose["from_days"] < dose["until_days"]


def test_codes_are_words_of_the_rulebook(project_folder: Path) -> None:
    words = read_rulebook(project_folder / "rulebook").words
    used = {
        code
        for entry in entries_of(plan_of(5_000))
        for group in ("observations", "doses")
        for code in entry.body.get(group, {})
    }
    assert used - set(words) == set()
