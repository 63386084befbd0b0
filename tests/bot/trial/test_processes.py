"""Each program of a trial finds a port, or says that it does not start."""

import contextlib
import socket
from pathlib import Path

import httpx
import pytest

from bot.trial.processes import TrialFailed, trial_in


async def test_taken_ports_are_avoided_and_an_invitation_can_be_made(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        for port in (8081, 8082):
            with contextlib.suppress(OSError):  # somebody else has it, which is fine as well
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
        async with (
            trial_in(tmp_path, reader="off", language="en", log_level="ERROR") as trial,
            httpx.AsyncClient(trust_env=False) as http,
        ):
            assert (await http.get(trial.ekyc_url)).status_code == 200
            assert {trial.telegram_url[-5:], trial.ekyc_url[-5:]}.isdisjoint({":8081", ":8082"})
            assert (await trial.invite("Rahim")).startswith("https://t.me/")


async def test_a_service_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrialFailed, match=r"bot\.sandbox\.ekyc did not start"):
        async with trial_in(tmp_path, reader="unheard", language="en", log_level="ERROR"):
            pass
