"""The address that says the server is ready: for anybody, about nobody."""

import pytest
from django.test import Client

from tests.support.small_district import SignIn


@pytest.mark.usefixtures("signed_in")
def test_it_says_ready_to_anybody_and_nothing_else() -> None:
    answer = Client().get("/siap")
    assert answer.status_code == 200
    assert answer.content == b"siap"


def test_the_board_stands_after_it(signed_in: SignIn) -> None:
    Client().get("/siap")
    assert signed_in("kepala").get("/papan").status_code == 200
