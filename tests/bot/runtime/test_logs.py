"""The log: one line per event, and nothing in it that must not be there."""

import io
import json
import logging
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from bot.runtime.logs import RedactingFormatter, configure, hide, redacted
from conversations.bangla import bangla_digits
from conversations.mobile_number import grouped as grouped_mobile
from conversations.national_id import grouped as grouped_nid

ROOT = Path(__file__).parents[3]
BOT_TOKEN = "1234567890:AAF9qzW7vXkPu2mTj5cRbYd8hLs3nGe6oKw"


@pytest.fixture
def read_log(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What was written to standard error; the test run's logging is restored afterwards."""
    names = ("", "httpx", "httpcore", "telegram", "PIL")
    levels = {name: logging.getLogger(name).level for name in names}
    yield lambda: capsys.readouterr().err
    logging.captureWarnings(capture=False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    root = logging.getLogger()
    for handler in [
        kept for kept in root.handlers if isinstance(kept.formatter, RedactingFormatter)
    ]:
        root.removeHandler(handler)


def test_an_event_is_one_line_with_time_level_logger_and_message(
    read_log: Callable[[], str],
) -> None:
    configure("INFO")

    logging.getLogger("bot.errands.courier").info("errand %s carried out", "read_card")

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO bot\.errands\.courier "
        r"errand read_card carried out\n",
        read_log(),
    )


def test_events_below_the_level_are_left_out(read_log: Callable[[], str]) -> None:
    configure("WARNING")

    logging.getLogger("bot").info("all is well")

    assert read_log() == ""


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore.http11", "telegram", "telegram.ext.Updater", "PIL.TiffImagePlugin"]
)
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_libraries_that_print_urls_and_answers_speak_from_warning_on(
    read_log: Callable[[], str], name: str, level: str
) -> None:
    configure(level)

    logging.getLogger(name).debug("every parameter")
    logging.getLogger(name).info("every address")
    logging.getLogger(name).warning("trouble")

    (line,) = read_log().splitlines()
    assert line.endswith(f" WARNING {name} trouble")


def test_configuring_again_does_not_double_the_lines(read_log: Callable[[], str]) -> None:
    configure("INFO")
    configure("ERROR")

    logging.getLogger("telegram").warning("trouble")
    logging.getLogger("bot").error("an error")

    assert len(read_log().splitlines()) == 1


def test_a_traceback_is_on_the_same_line_without_secrets_and_personal_data(
    read_log: Callable[[], str],
) -> None:
    configure("INFO")
    try:
        try:
            int("NID 19805558284157487 of ০১৭৮৫-৪৭৮৯৬৪")
        except ValueError as cause:
            address = f"https://api.telegram.org/file/bot{BOT_TOKEN}/photos/1.jpg"
            raise OSError(f"{address} refused {{'Authorization': 'Token 7f3a9c'}}") from cause
    except OSError:
        logging.getLogger("bot.delivery.postman").exception(
            "could not send to %s", "+8801785478964"
        )

    (line,) = read_log().splitlines()
    for secret in (
        "1980555",
        "8284157487",
        "১৭৮৫",
        "৪৭৮৯৬৪",
        BOT_TOKEN,
        "AAF9",
        "7f3a9c",
        "85478964",
    ):
        assert secret not in line
    assert "could not send to +[number]\\nOSError\\n" in line
    assert r"because of ValueError\n" in line
    assert "test_logs.py" in line
    assert "invalid literal" not in line


def test_a_name_in_the_message_of_an_exception_is_not_told(read_log: Callable[[], str]) -> None:
    configure("DEBUG")
    name, nobody = "Md. Asaduzzaman Miah", dict[str, str]()
    try:
        nobody[name]
    except LookupError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")

    assert "KeyError" in (line := read_log())
    assert "Asaduzzaman" not in line


def test_metadata_of_a_photo_is_not_logged(read_log: Callable[[], str]) -> None:
    """Pillow prints every tag of a photo at DEBUG."""
    configure("DEBUG")
    tags = Image.Exif()
    tags[ExifTags.Base.Artist] = "Md. Asaduzzaman Miah"
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "jpeg", exif=tags)

    assert Image.open(photo).getexif()[ExifTags.Base.Artist] == "Md. Asaduzzaman Miah"
    assert read_log() == ""


def test_the_configured_secrets_are_hidden_whatever_form_they_have(
    read_log: Callable[[], str],
) -> None:
    configure("INFO", secrets=["42:TEST", "service key/1", "the key", "the key and more"])

    logging.getLogger("bot").info("GET /bot42:TEST/getMe and /bot42%3ATEST/getMe")
    logging.getLogger("bot").info("Authorization: service key/1, service%20key%2F1")
    logging.getLogger("bot").info("opened with 'the key and more', not with 'the key'")

    written = read_log()
    for secret in ("42:TEST", "42%3ATEST", "service", "the key", "and more"):
        assert secret not in written
    assert "GET /bot[secret]/getMe and /bot[secret]/getMe" in written


def test_a_secret_of_later_is_hidden_too_and_one_of_before_stays_so(
    read_log: Callable[[], str],
) -> None:
    configure("INFO", secrets=["token of the start"])
    hide("token of a team")
    configure("INFO", secrets=["token of SIGHUP"])

    for which in ("the start", "a team", "SIGHUP"):
        logging.getLogger("bot").info("taken: %s", f"token of {which}")

    assert "token of" not in (written := read_log())
    assert written.count("taken: [secret]") == 3


def test_a_secret_of_a_letter_or_two_does_not_make_the_log_unreadable(
    read_log: Callable[[], str],
) -> None:
    configure("INFO", secrets=["e", ""])

    logging.getLogger("bot").info("Started.")

    assert read_log().endswith(" INFO bot Started.\n")


def test_what_a_stranger_typed_cannot_forge_a_line_or_command_a_terminal(
    read_log: Callable[[], str],
) -> None:
    configure("INFO")

    logging.getLogger("bot").warning("unknown: %s", "a\r\n2026 INFO bot fine\x1b[2J\u2028b\x85c")

    (line,) = read_log().splitlines()
    assert line.endswith(r" unknown: a\r\n2026 INFO bot fine\x1b[2J\u2028b\x85c")


def test_without_a_free_descriptor_the_redaction_stays() -> None:
    program = (
        "import logging, resource; from bot.runtime.logs import configure\n"
        "configure('INFO', ['sesame'])\n"
        "before = resource.getrlimit(resource.RLIMIT_NOFILE)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))\n"
        "logging.getLogger('asyncio').error('%s\\nsocket', 'sesame 01712345678')\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, before)"  # the end may open files
    )
    command = [sys.executable, "-c", program]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr

    assert said.endswith(r" ERROR asyncio [secret] [number]\nsocket" + "\n")
    assert said.count("\n") == 1


def test_an_event_that_cannot_be_written_is_not_printed_raw(read_log: Callable[[], str]) -> None:
    configure("INFO")

    logging.getLogger("bot").error("%d", "01712345678")

    assert read_log() == ""


def test_warnings_of_libraries_are_events_too(read_log: Callable[[], str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure("INFO")
        warnings.warn("number 01785478964 is odd", UserWarning, stacklevel=1)
        logging.captureWarnings(capture=False)

    (line,) = read_log().splitlines()
    assert " WARNING py.warnings " in line
    assert "number [number] is odd" in line


def test_json_has_an_object_in_each_line_with_the_same_redaction(
    read_log: Callable[[], str],
) -> None:
    configure("INFO", secrets=['se"cret\\key'], form="json")

    logging.getLogger("bot.a").info("taken %s of %s\nforged", 'se"cret\\key', "01785478964")
    name = "Md. Asaduzzaman Miah"
    try:
        int(name)
    except ValueError:
        logging.getLogger("bot.b").exception("ভাষা বদলানো হয়েছে")

    written = read_log()
    first, second = (json.loads(line) for line in written.splitlines())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first.pop("time"))
    assert first == {
        "level": "INFO",
        "logger": "bot.a",
        "message": r"taken [secret] of [number]\nforged",
    }
    assert second["message"] == "ভাষা বদলানো হয়েছে"
    assert second["error"].startswith(r"ValueError\n")
    assert "Asaduzzaman" not in written


def test_bangla_is_written_as_it_is(read_log: Callable[[], str]) -> None:
    configure("INFO")

    logging.getLogger("bot").info("ভাষা বদলানো হয়েছে")

    assert read_log().endswith("bot ভাষা বদলানো হয়েছে\n")


digits = st.text("0123456789", min_size=10, max_size=17)


@given(digits, st.text(max_size=20), st.text(max_size=20))
def test_no_run_of_ten_digits_passes_in_either_script(number: str, before: str, after: str) -> None:
    for written in (number, bangla_digits(number)):
        assert written not in redacted(f"{before} {written} {after}")


@given(digits)
def test_numbers_are_hidden_in_the_groups_in_which_they_are_shown(number: str) -> None:
    for shown in (
        grouped_nid(number),
        grouped_mobile(number[:11]),
        bangla_digits(grouped_nid(number)),
    ):
        assert redacted(f"of {shown}.") == "of [number]."


@given(st.from_regex(r"[0-9]{6,10}:[A-Za-z0-9_-]{30,40}", fullmatch=True))
def test_no_bot_token_passes(token: str) -> None:
    assert redacted(f"GET /bot{token}/getMe") == "GET /bot[token]/getMe"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 05:00:00 and 2026-11-23T05:00:00.123Z",
        "update 123456789 in 0.25 s",
        "application 4f1c at version 12, attempt 3 of 8",
    ],
)
def test_times_and_short_numbers_stay_readable(text: str) -> None:
    assert redacted(text) == text
