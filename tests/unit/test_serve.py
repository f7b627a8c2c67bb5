"""Two servers must never share a port: they would answer in turn, each from its own data."""

import socket

import pytest

from nyelik.base.problem import Problem
from nyelik.cli.serve import refuse_taken


def test_a_port_on_which_somebody_listens_is_refused() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem) as problem:
            refuse_taken("127.0.0.1", port)
    assert str(port) in problem.value.sentence("id")
    refuse_taken("127.0.0.1", port)
