"""Each misconfiguration is provoked for real, and is the one finding that is not ok."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.doctor.finding import State
from storage import open_database
from tests.bot.doctor.conftest import Installation, is_broken, is_doubtful, unwell
from tests.support.clocks import eventually
from tests.support.running import BOT_TOKEN
from tests.support.tls import HOST, Host, host_in, needs_openssl, proxy_to

WEEK = timedelta(days=7)


async def test_where_all_is_well_every_line_is_ok(installation: Installation) -> None:
    found = await installation.examined()

    assert unwell(found) == []
    assert not any(each.cure for each in found)


async def test_a_key_that_can_be_guessed(installation: Installation) -> None:
    installation.path.unlink()
    open_database(installation.path, "short").close()

    found = await installation.examined(DATABASE_KEY="short")

    (key,) = [each for each in found if each.name == "key"]
    assert is_doubtful(key, "key")
    assert "rekey" in key.cure


async def test_a_wrong_token_is_broken_and_not_repeated(installation: Installation) -> None:
    ill = await installation.illness(
        TELEGRAM_BOT_TOKEN="123456789:AAFwrongwrongwrongwrongwrongwrong0"
    )

    assert is_broken(ill, "telegram")
    assert "@BotFather" in ill.cure
    assert "wrongwrong" not in str(ill)


async def test_a_webhook_whose_path_is_a_secret(installation: Installation) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/setWebhook"
        await http.post(address, json={"url": "https://127.0.0.1:9/a-secret-path"})

    ill = await installation.illness()

    assert is_broken(ill, "webhook")
    assert "127.0.0.1" in ill.words
    assert "secret-path" not in str(ill)
    assert "revoke the token" in ill.cure


WEBHOOK = "https://127.0.0.1:9/a-secret-path"


async def sets_webhook(installation: Installation, url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/setWebhook"
        await http.post(address, json={"url": url})


async def test_a_webhook_that_telegram_was_never_given(installation: Installation) -> None:
    ill = await installation.illness(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")

    assert is_broken(ill, "webhook")
    assert "Start the bot" in ill.cure


async def test_a_webhook_that_is_another_than_the_settings_say(installation: Installation) -> None:
    await sets_webhook(installation, "https://localhost:9/another-secret-path")

    ill = await installation.illness(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")

    assert is_broken(ill, "webhook")
    assert "localhost" in ill.words
    assert "secret-path" not in str(ill)
    assert "replaces" in ill.cure


async def test_a_webhook_behind_which_nobody_answers(installation: Installation) -> None:
    await sets_webhook(installation, WEBHOOK)
    assert unwell(await installation.examined(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")) == []

    async with installation.trial.person("Rahim", 2001) as rahim:
        await rahim.says("/help")
    await tells_of_failure(installation)
    ill = await installation.illness(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")

    assert is_broken(ill, "webhook")
    assert "Connection failed" in ill.words
    assert "certificate" in ill.cure
    assert "secret-path" not in str(ill)


async def test_a_webhook_that_failed_an_hour_ago_is_well(installation: Installation) -> None:
    await sets_webhook(installation, WEBHOOK)
    async with installation.trial.person("Rahim", 2001) as rahim:
        await rahim.says("/help")
    await tells_of_failure(installation)

    found = await installation.examined(
        ahead=timedelta(minutes=61), WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-"
    )

    assert [each.state for each in found if each.name == "webhook"] == [State.OK]


async def tells_of_failure(installation: Installation) -> None:
    """Wait until Telegram has noted that a post failed."""
    address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/getWebhookInfo"
    async with httpx.AsyncClient(trust_env=False) as http:

        async def has_failed() -> bool:
            return "last_error_date" in (await http.get(address)).json()["result"]

        await eventually(has_failed)


async def test_a_menu_of_another_version(installation: Installation) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/deleteMyCommands"
        scope = {"type": "all_private_chats"}
        await http.post(address, json={"scope": scope, "language_code": "bn"})

    ill = await installation.illness()

    assert is_doubtful(ill, "menu")
    assert ill.words.endswith("in Bangla.")
    assert "Restart" in ill.cure


async def test_updates_that_nobody_takes(installation: Installation) -> None:
    async with installation.trial.person("Rahim", 2001) as rahim:
        for _ in range(101):
            await rahim.says("/help")

    ill = await installation.illness()

    assert is_doubtful(ill, "queue")
    assert ill.words.startswith("101 updates")
    assert "Start the bot" in ill.cure


async def test_nobody_at_the_address_of_telegram(installation: Installation) -> None:
    found = await installation.examined(TELEGRAM_API_URL="http://127.0.0.1:9")

    (ill,) = [each for each in found if each.state is State.BROKEN]
    assert is_broken(ill, "telegram")
    assert "TELEGRAM_API_URL" in ill.cure


async def test_a_wrong_token_of_the_service(installation: Installation) -> None:
    ill = await installation.illness(EKYC_TOKEN="not-the-token-of-anybody")

    assert is_broken(ill, "ekyc")
    assert ill.cure.startswith("Correct EKYC_TOKEN")
    assert "not-the-token" not in str(ill)


async def test_an_address_where_something_else_answers(installation: Installation) -> None:
    ill = await installation.illness(EKYC_URL=f"{installation.trial.telegram_url}/portal")

    assert is_broken(ill, "ekyc")
    assert ill.cure.startswith("Correct EKYC_URL")


async def test_an_address_where_nothing_answers(installation: Installation) -> None:
    ill = await installation.illness(EKYC_URL="http://127.0.0.1:9")

    assert is_broken(ill, "ekyc")
    assert "EKYC_URL" in ill.cure


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    async with host_in(tmp_path) as listening:
        yield listening


@needs_openssl
async def test_a_certificate_of_an_unknown_authority(
    installation: Installation, host: Host
) -> None:
    ill = await installation.illness(EKYC_URL=host.url)
    assert is_broken(ill, "ekyc")
    assert "SSL_CERT_FILE" in ill.cure

    found = await installation.examined(EKYC_URL=host.url, TELEGRAM_API_URL=host.url)
    wires = [each.cure for each in found if each.name in {"telegram", "ekyc"}]
    assert [("SSL_CERT_FILE" in cure) for cure in wires] == [True, True]
    assert host.heard == b""  # no token left

    cured = await installation.examined(EKYC_URL=host.url, SSL_CERT_FILE=str(host.certificate))
    assert all(each.state is State.OK for each in cured)


@needs_openssl
async def test_authorities_that_have_expired(installation: Installation, host: Host) -> None:
    found = await installation.examined(ahead=WEEK, SSL_CERT_FILE=str(host.certificate))

    (ill,) = [each for each in found if each.name == "certificates"]
    assert is_broken(ill, "certificates")
    assert "expired" in ill.words


async def test_a_proxy_that_the_bot_cannot_use(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")

    proxy, ekyc = unwell(await installation.examined(EKYC_URL=f"https://{HOST}"))

    assert is_broken(proxy, "proxy")
    assert is_broken(ekyc, "ekyc")
    assert "socks5://" in proxy.words
    assert "HTTPS_PROXY" in proxy.cure


async def test_a_proxy_that_is_not_there(installation: Installation) -> None:
    found = await installation.examined(
        HTTPS_PROXY="http://rahim:secret@127.0.0.1:9", EKYC_URL=f"https://{HOST}"
    )

    proxy, ekyc = unwell(found)
    assert is_broken(proxy, "proxy")
    assert "127.0.0.1:9" in proxy.words
    assert "HTTPS_PROXY" in proxy.cure
    assert is_broken(ekyc, "ekyc")
    assert "secret" not in str(found)


@needs_openssl
async def test_a_proxy_that_refuses(installation: Installation, host: Host) -> None:
    async with proxy_to(host) as proxy:
        proxy.refusal = b"407 Proxy Authentication Required"
        ill = await installation.illness(HTTPS_PROXY=proxy.url, EKYC_URL=f"https://{HOST}")

    assert is_broken(ill, "ekyc")
    assert "407" in ill.words
    assert "HTTPS_PROXY" in ill.cure


@pytest.mark.parametrize("minutes", [-5, 5])
async def test_a_clock_that_is_five_minutes_off(installation: Installation, minutes: int) -> None:
    found = await installation.examined(ahead=timedelta(minutes=minutes))

    (ill,) = unwell(found)
    assert is_broken(ill, "clock")
    assert ("ahead" in ill.words) is (minutes > 0)
    assert "timedatectl" in ill.cure
