"""The ports of programs that tests start."""

from pathlib import Path

import pytest

from tests.support.processes import free_ports

_GIVEN_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")

pytestmark = pytest.mark.one_engine


def test_a_port_is_given_once() -> None:
    assert len({*free_ports(3), *free_ports(3)}) == 6


@pytest.mark.skipif(not _GIVEN_OUT.exists(), reason="only Linux says which ports it gives out")
def test_no_port_is_one_that_the_system_gives_to_others() -> None:
    first, last = map(int, _GIVEN_OUT.read_text().split())

    assert not set(free_ports(9)) & set(range(first, last + 1))
