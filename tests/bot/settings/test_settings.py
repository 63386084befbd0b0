"""Settings: read once, refused with all reasons at once, silent about secrets."""

import os
from dataclasses import fields
from datetime import time, timedelta
from pathlib import Path

import certifi
import pytest

from bot.settings.invalid import SettingsInvalid
from bot.settings.settings import Settings, is_weak
from tests.support.environment import EXAMPLE_FILE, REQUIRED, problems


def test_four_settings_are_required_and_the_rest_have_defaults() -> None:
    settings = Settings.read(REQUIRED)

    assert settings == Settings(
        telegram_bot_token=REQUIRED["TELEGRAM_BOT_TOKEN"],
        telegram_api_url="https://api.telegram.org",
        ekyc_url="https://ekyc.example.com",
        ekyc_token="7f3a9c-service-key",
        database=Path("var/onboarding.db"),
        database_key="a long passphrase",
        admins=frozenset(),
        language="bn",
        organisation="",
        organisation_bn="",
        helpline="",
        consent_wording={},
        extra_questions=(),
        verdict_interval=timedelta(seconds=30),
        verdict_checks=(timedelta(hours=1), timedelta(days=1)),
        messages_per_second=30,
        questions_per_second=5,
        attempts_per_hour=60,
        clean_chat="acceptance",
        clean_chat_minutes=timedelta(minutes=10),
        form_kept_days=timedelta(days=30),
        undecided_kept_days=timedelta(days=90),
        draft_kept_days=timedelta(days=14),
        evening_report=time(19),
        https_proxy="",
        ssl_cert_file=None,
        restart_after=timedelta(minutes=5),
        health=None,
        webhook_url="",
        webhook_secret="",
        webhook_listen=("127.0.0.1", 8443),
        sentry_dsn="",
        log_level="INFO",
        log_format="text",
    )


def test_all_problems_come_together_each_with_its_key_and_an_example() -> None:
    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read({"EKYC_URL": "ekyc.example.com", "LOG_FORMAT": "yaml"})

    assert [problem.split()[0] for problem in invalid.value.problems] == [
        "TELEGRAM_BOT_TOKEN",
        "EKYC_URL",
        "EKYC_TOKEN",
        "DATABASE_KEY",
        "LOG_FORMAT",
    ]
    assert all("; for example " in problem for problem in invalid.value.problems)
    assert str(invalid.value) == "\n".join(invalid.value.problems)


def test_every_example_in_a_problem_would_be_taken() -> None:
    wrong = dict.fromkeys((field.name.upper() for field in fields(Settings)), "? ?")
    del wrong["DATABASE"]  # any path will do
    del wrong["LANGUAGE"]  # in the environment, other words are for other programs
    wrong["DATABASE_KEY"] = ""  # and any passphrase
    wrong |= dict.fromkeys(("ORGANISATION", "ORGANISATION_BN", "HELPLINE"), "?\n?")

    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read(wrong)

    assert len(invalid.value.problems) == len(wrong)
    examples = dict(
        problem.split("; for example ")[1].split("=", 1) for problem in invalid.value.problems
    )
    examples["SSL_CERT_FILE"] = certifi.where()  # a fresh Debian has no ca-certificates
    assert Settings.read(examples)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "1234567:two words"),
        ("TELEGRAM_BOT_TOKEN", "1234567:a/b"),
        ("TELEGRAM_BOT_TOKEN", "1234567:a?b"),
        ("TELEGRAM_BOT_TOKEN", "১২৩৪"),
        ("EKYC_URL", "http://ekyc.example.com"),
        ("EKYC_URL", "http://192.168.0.7"),
        ("EKYC_URL", "http://127.0.0.1.example.com"),
        ("EKYC_URL", "http://localhost.example.com"),
        ("EKYC_URL", "http://0.0.0.0"),
        ("EKYC_URL", "http://[::2]"),
        ("EKYC_URL", "http://[::1"),
        ("EKYC_URL", "https://"),
        ("EKYC_URL", "https:///ekyc"),
        ("EKYC_URL", "https://ekyc..example.com"),
        ("EKYC_URL", "https://ekyc!example.com"),
        ("EKYC_URL", "https://ekyc.example.com:99999"),
        ("EKYC_URL", "https://ekyc example.com"),
        ("EKYC_URL", "ftp://ekyc.example.com"),
        ("EKYC_URL", "https://ekyc.example.com/?a=1"),
        ("TELEGRAM_API_URL", "http://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://rahim:secret@api.telegram.org"),
        ("EKYC_TOKEN", "two words"),
        ("EKYC_TOKEN", "চাবি"),
        ("DATABASE", "/"),
        ("DATABASE", ".."),
        ("DATABASE", "mysql://bot@db.example.com/onboarding"),
        ("DATABASE", "postgresql://bot@db.example.com"),
        ("DATABASE", "postgresql://bot@db.example.com/"),
        ("DATABASE", "postgresql://bot:se/cret@db.example.com/onboarding"),
        ("DATABASE", "postgresql://bot:se@cret@db.example.com/onboarding"),
        ("DATABASE", "postgresql://bot:se#cret@db.example.com/onboarding"),
        ("DATABASE", "postgresql://bot:se?cret@db.example.com/onboarding"),
        ("DATABASE", "postgresql://bot:se cret@db.example.com/onboarding"),
        ("DATABASE", "postgresql://db.example.com:port/onboarding"),
        ("DATABASE", "postgresql://[::1/onboarding"),
        ("DATABASE_KEY", "not \udc80 UTF-8"),
        ("DATABASE", "not \udc80 UTF-8"),
        ("HTTPS_PROXY", "not\udc80UTF-8"),
        ("ADMINS", str(2**52 + 1)),
        ("ADMINS", "@rahim"),
        ("ADMINS", "12, 0"),
        ("ADMINS", "-12"),
        ("ADMINS", "১২"),
        ("ORGANISATION", "two\nlines"),
        ("ORGANISATION", "x" * 49),
        ("ORGANISATION_BN", "ব" * 49),
        ("CONSENT_WORDING", "/nowhere"),
        ("CONSENT_WORDING", "tests"),
        ("CONSENT_WORDING", str(EXAMPLE_FILE)),
        ("HELPLINE", "16"),
        ("HELPLINE", "+880 1712-345678 90123456"),
        ("HELPLINE", "words " * 7 + "and one more"),
        ("HELPLINE", "16247\u202816248"),
        ("VERDICT_INTERVAL", "0.5"),
        ("MESSAGES_PER_SECOND", "many"),
        ("QUESTIONS_PER_SECOND", "some"),
        ("RESTART_AFTER", "60"),
        ("RESTART_AFTER", "never"),
        ("VERDICT_INTERVAL", "30s"),
        ("VERDICT_INTERVAL", "nan"),
        ("VERDICT_INTERVAL", "1e9"),
        ("VERDICT_INTERVAL", "99999999"),
        ("HEALTH", "8080"),
        ("HEALTH", "127.0.0.1"),
        ("HEALTH", "127.0.0.1:0"),
        ("HEALTH", "127.0.0.1:99999"),
        ("HEALTH", "127.0.0.1:port"),
        ("HEALTH", "http://127.0.0.1:8080"),
        ("HEALTH", "rahim@localhost:8080"),
        ("HEALTH", "[::1:8080"),
        ("WEBHOOK_URL", "http://bot.example.com/telegram"),
        ("WEBHOOK_URL", "bot.example.com"),
        ("WEBHOOK_SECRET", "two words"),
        ("WEBHOOK_SECRET", "s3cret!"),
        ("WEBHOOK_SECRET", "a" * 257),
        ("WEBHOOK_LISTEN", "8443"),
        ("SENTRY_DSN", "sentry.example.com"),
        ("SENTRY_DSN", "https://sentry.example.com/1"),
        ("SENTRY_DSN", "https://key@sentry.example.com/"),
        ("SENTRY_DSN", "https://key@sentry.example.com/project"),
        ("SENTRY_DSN", "http://key@sentry.example.com/1"),
        ("SENTRY_DSN", "https://key@sentry.example.com:port/1"),
        ("SENTRY_DSN", "https://[key@sentry.example.com/1"),
        ("VERDICT_CHECKS", "60, 60"),
        ("VERDICT_CHECKS", "60, 30"),
        ("VERDICT_CHECKS", ","),
        ("VERDICT_CHECKS", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"),
        ("VERDICT_CHECKS", "0.5, 60"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "yaml"),
        ("EVENING_REPORT", "24:00"),
        ("EVENING_REPORT", "7 pm"),
        ("HTTPS_PROXY", "proxy example"),
        ("HTTPS_PROXY", "socks5://proxy.example.com"),
        ("HTTPS_PROXY", "http://proxy.example.com:port"),
        ("SSL_CERT_FILE", "/nowhere/authorities.pem"),
        ("SSL_CERT_FILE", str(EXAMPLE_FILE)),
    ],
)
def test_an_impossible_value_is_refused_without_repeating_it(key: str, value: str) -> None:
    (problem,) = problems(**{key: value})

    assert problem.startswith(f"{key} ")
    assert value not in problem.split("; for example ")[0]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8081", "http://127.9.9.9", "http://localhost:9000", "http://[::1]:8080/api"],
)
def test_this_machine_needs_no_https(address: str) -> None:
    settings = Settings.read(REQUIRED | {"EKYC_URL": address, "TELEGRAM_API_URL": address})

    assert (settings.ekyc_url, settings.telegram_api_url) == (address, address)


def test_a_command_other_than_run_does_without_the_secret_of_the_webhook() -> None:
    """Such as the nightly copy, which systemd gives only what it needs."""
    settings = Settings.read(REQUIRED | {"WEBHOOK_URL": "https://bot.example.com/telegram"})

    assert settings.webhook_secret == ""


def test_a_webhook_over_plain_http_is_refused_with_its_reason() -> None:
    (problem,) = problems(WEBHOOK_URL="http://bot.example.com", WEBHOOK_SECRET="s3cret_-")

    assert problem.startswith("WEBHOOK_URL must begin with https, as tokens and customers' data")


def test_slashes_at_the_end_of_an_address_do_not_matter() -> None:
    settings = Settings.read(REQUIRED | {"EKYC_URL": "https://ekyc.example.com/api//"})

    assert settings.ekyc_url == "https://ekyc.example.com/api"


@pytest.mark.parametrize("admins", ["12,7", "7 12", " 12,\n7, ", "12;7"[:2] + ", 7"])
def test_admins_are_user_ids_with_commas_or_spaces_between_them(admins: str) -> None:
    assert Settings.read(REQUIRED | {"ADMINS": admins}).admins == {7, 12}


def test_words_and_numbers_are_taken_as_people_write_them() -> None:
    settings = Settings.read(
        REQUIRED
        | {"LANGUAGE": "EN", "LOG_LEVEL": "debug", "VERDICT_INTERVAL": "1.5", "DATABASE": "x.db"}
    )

    assert settings.language == "en"
    assert settings.log_level == "DEBUG"
    assert settings.verdict_interval == timedelta(seconds=1.5)
    assert settings.database == Path("x.db")


def test_line_breaks_around_a_secret_are_trimmed() -> None:
    assert Settings.read(REQUIRED | {"EKYC_TOKEN": "7f3a9c\r\n"}).ekyc_token == "7f3a9c"


def test_a_service_token_is_taken_as_people_copy_it() -> None:
    assert Settings.read(REQUIRED | {"EKYC_TOKEN": "Token 7f3a9c"}).ekyc_token == "7f3a9c"


@pytest.mark.parametrize("token", ["1234567:short", "test", "42:TEST", REQUIRED["EKYC_TOKEN"]])
def test_a_bot_token_may_have_any_form_as_other_servers_than_telegrams_give_them(
    token: str,
) -> None:
    assert Settings.read(REQUIRED | {"TELEGRAM_BOT_TOKEN": token}).telegram_bot_token == token


@pytest.mark.parametrize(
    ("key", "weak"),
    [
        ("0123456789abcdef" * 4, False),
        ("নদীর ওপারে বটগাছের ছায়া", False),
        ("a\\b${c}#d e'f\"gh", False),
        ("sixteen letters.", False),
        ("fifteen letters", True),
        ("x", True),
    ],
)
def test_a_database_key_may_be_anything_and_a_short_one_is_called_weak(
    key: str, weak: bool
) -> None:
    settings = Settings.read(REQUIRED | {"DATABASE_KEY": key})

    assert settings.database_key == key
    assert is_weak(settings.database_key) is weak


def test_admins_may_be_empty() -> None:
    assert Settings.read(REQUIRED | {"ADMINS": ""}).admins == frozenset()


@pytest.mark.parametrize(
    ("token", "bot_id"),
    [("7:secret", 7), ("secret", None), ("7", None), (":7", None), ("a:7", None)],
)
def test_no_part_of_a_secret_is_taken_for_the_id_of_the_bot(token: str, bot_id: int | None) -> None:
    assert Settings.read(REQUIRED | {"TELEGRAM_BOT_TOKEN": token}).bot_id == bot_id


def test_the_secrets_are_what_is_not_in_repr() -> None:
    settings = Settings.read(REQUIRED)
    hidden = {getattr(settings, field.name) for field in fields(Settings) if not field.repr}

    assert set(settings.secrets) == hidden - {settings.database}


def test_secrets_are_not_in_repr() -> None:
    shown = repr(Settings.read(REQUIRED))

    for secret in (REQUIRED["TELEGRAM_BOT_TOKEN"], REQUIRED["EKYC_TOKEN"], "a long passphrase"):
        assert secret not in shown
    assert "https://ekyc.example.com" in shown


SECRETS = [each.name.upper() for each in fields(Settings) if not each.repr]


@pytest.mark.parametrize("name", SECRETS)
def test_each_secret_may_be_in_a_file_of_its_own(tmp_path: Path, name: str) -> None:
    addresses = {
        "HTTPS_PROXY": "http://7f3a9c",
        "SENTRY_DSN": "https://7f3a9c@example.com/1",
        "DATABASE": "postgresql://bot:7f3a9c@example.com/onboarding",
    }
    secret = addresses.get(name, "7f3a9c-from-a-file")
    file = tmp_path / "secret"
    file.write_text(f"{secret}\n")
    given = {key: value for key, value in REQUIRED.items() if key != name}

    settings = Settings.read(given | {f"{name}_FILE": str(file)})

    read = settings.database_address if name == "DATABASE" else getattr(settings, name.lower())
    assert read == secret
    assert "7f3a9c" not in repr(settings)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_is_given_twice_is_a_problem(tmp_path: Path, name: str) -> None:
    (problem,) = problems(**{name: "something", f"{name}_FILE": str(tmp_path)})

    assert problem.startswith(f"{name} and {name}_FILE must not both be given")


def test_a_secret_in_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems(DATABASE_KEY="", DATABASE_KEY_FILE=str(tmp_path / "nothing"))
    assert problem.startswith("DATABASE_KEY cannot be read from the file")


@pytest.mark.parametrize(
    "given",
    [{"DATABASE_KEY": "", "DATABASE_KEY_FILE": "/dev/zero"}, {"EXTRA_QUESTIONS": "/dev/zero"}],
)
def test_a_device_without_an_end_is_no_file_of_a_setting(given: dict[str, str]) -> None:
    (problem,) = problems(**given)
    assert "file" in problem


@pytest.mark.parametrize(
    "given",
    [
        {"DATABASE_KEY": "", "DATABASE_KEY_FILE": "pipe"},
        {"EXTRA_QUESTIONS": "pipe"},
        {"CONSENT_WORDING": "."},
        {"SSL_CERT_FILE": "pipe"},
    ],
)
def test_a_pipe_is_no_file_of_a_setting_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("pipe", "bn.txt", "en.txt"):
        os.mkfifo(name)

    (problem,) = problems(**given)
    assert "file" in problem


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://proxy.example.com:3128/", "http://proxy.example.com:3128"),
        ("proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("https://rahim:secret@proxy.example.com", "https://rahim:secret@proxy.example.com"),
    ],
)
def test_a_proxy_is_taken_as_people_write_it(text: str, address: str) -> None:
    assert Settings.read(REQUIRED | {"HTTPS_PROXY": text}).https_proxy == address


@pytest.mark.parametrize("missing", ["en", "bn"])
def test_the_consents_wording_must_exist_in_each_language_and_be_of_a_bounded_length(
    tmp_path: Path, missing: str
) -> None:
    for language in {"en", "bn"} - {missing}:
        (tmp_path / f"{language}.txt").write_text("A sentence of the bank.\n" * 3, "utf-8")
    (problem,) = problems(CONSENT_WORDING=str(tmp_path))
    assert problem.startswith(f"CONSENT_WORDING must be a folder with {missing}.txt")

    for wrong in ("", "Yes?", "word " * 101, "A sentence \x07 of the bank. " * 4):
        (tmp_path / f"{missing}.txt").write_text(wrong, "utf-8")
        (problem,) = problems(CONSENT_WORDING=str(tmp_path))
        assert f"must have 40 to 500 characters of text in {missing}.txt" in problem


def test_the_consents_wording_is_one_paragraph_however_it_is_broken_into_lines(
    tmp_path: Path,
) -> None:
    for language in ("en", "bn"):
        text = "A sentence\r\n of the  bank.\n\n" * 3
        (tmp_path / f"{language}.txt").write_text(text, "utf-8-sig")

    read = Settings.read(REQUIRED | {"CONSENT_WORDING": str(tmp_path)}).consent_wording

    assert read == dict.fromkeys(("bn", "en"), " ".join(["A sentence of the bank."] * 3))
