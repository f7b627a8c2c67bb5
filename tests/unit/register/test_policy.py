"""The policy of phones comes from the environment, and a mistake in it is told in words."""

import pytest

from nyelik.register.policy import Policy, policy_from


def test_what_is_not_given_stays_as_it_is() -> None:
    assert policy_from({"NYELIK_HOME": "x", "NYELIK_POLL_SECONDS": ""}) == Policy()


def test_values_are_whole_numbers_and_yes_or_no() -> None:
    found = policy_from({"NYELIK_LOCK_AFTER_SECONDS": "60", "NYELIK_WIPE_UNSENT": "1"})
    assert (found.lock_after_seconds, found.wipe_unsent) == (60, True)
    assert found.as_dict()["lock_after_seconds"] == 60


@pytest.mark.parametrize(
    ("name", "text"),
    [("LOCK_AFTER_SECONDS", "2"), ("WIPE_AFTER_DAYS", "-1"), ("WIPE_UNSENT", "yes"), ("POLL_SECONDS", "5s")],
)  # fmt: skip
def test_a_mistake_names_the_variable(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"NYELIK_{name}"):
        policy_from({f"NYELIK_{name}": text})
