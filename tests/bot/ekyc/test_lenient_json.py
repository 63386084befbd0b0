"""JSON by the standard, and with the faults of the document's own samples."""

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc.lenient_json import Json, UnreadableJsonError, mended, read_json
from tests.bot.ekyc.sample import ANY_JSON, sample_bytes


def as_read(value: object) -> Json:
    """The value expected after reading: lower-case keys, numbers as their text."""
    if isinstance(value, dict):
        return {key.strip().lower(): as_read(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_read(entry) for entry in value]
    if value is None or isinstance(value, bool | str):
        return value
    return None if isinstance(value, float) and not math.isfinite(value) else repr(value)


@given(ANY_JSON)
def test_json_by_the_standard_is_read_as_it_is(value: object) -> None:
    assert read_json(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == (
        as_read(value)
    )


def test_a_comma_before_a_closing_bracket_is_overlooked() -> None:
    assert read_json(b'{"a": [1, 2,\n], "b": "x",\n }') == {"a": ["1", "2"], "b": "x"}


def test_a_card_with_pictures_of_megabytes_is_mended_and_what_would_take_seconds_is_not() -> None:
    picture = "A" * 3_000_000
    assert read_json(f'{{"id_front_image": "{picture}",}}'.encode()) == {"id_front_image": picture}

    for long in (b"[" + b'"",' * 400_000 + b"]", b'["' + b"A" * 5_000_000 + b'",]'):
        with pytest.raises(UnreadableJsonError):
            read_json(long)


def test_commas_and_brackets_inside_texts_stay_while_others_are_mended() -> None:
    assert read_json('{"a": "x,} \\",] “y” ", }'.encode()) == {"a": 'x,} ",] “y” '}


def test_curly_quotes_count_as_quotes() -> None:
    assert read_json('{“status”: ”passed”, "a": ”say "yes"”}'.encode()) == {
        "status": "passed",
        "a": 'say "yes"',
    }


def test_a_byte_order_mark_is_overlooked() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": "b"}') == {"a": "b"}


def test_raw_new_lines_and_tabs_inside_texts_are_kept_however_long_the_reply_is() -> None:
    for length in (0, 5_000_000):
        picture = "A" * length
        body = f'{{"a": "x\n\ty", "id_front_image": "{picture}"}}'

        assert read_json(body.encode()) == {"a": "x\n\ty", "id_front_image": picture}


def test_the_reply_as_the_document_prints_it_is_read() -> None:
    reply = read_json(sample_bytes("card_v107_as_printed.txt"))

    assert isinstance(reply, dict)
    assert reply["status"] == "success"


def test_a_long_number_keeps_all_its_digits() -> None:
    assert read_json(b"[19919210431000123, 1e999, 0.5]") == ["19919210431000123", "1e999", "0.5"]


def test_a_number_longer_than_python_converts_is_still_text() -> None:
    assert read_json(b"9" * 5000) == "9" * 5000


def test_not_a_number_and_the_infinities_are_nothing() -> None:
    assert read_json(b"[NaN, Infinity, -Infinity]") == [None, None, None]


def test_a_key_with_two_values_has_none() -> None:
    body = b'{"status": "failed", "Status": "passed", "score": 1, "score": 1, "a": 2}'

    assert read_json(body) == {"status": None, "score": "1", "a": "2"}


def test_json_in_a_json_text_is_read() -> None:
    """Frameworks encode what was encoded before."""
    assert read_json(rb'"{\"status\": \"pending\"}"') == {"status": "pending"}
    assert read_json(b'"pending"') == "pending"


def test_keys_are_folded_to_lower_case() -> None:
    assert read_json(b'{"Applicant_photo_app_ec_match ": true}') == {
        "applicant_photo_app_ec_match": True
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"success",
        b"<html>",
        b'{"status": "success"',
        b'{"status": "success',
        "{“status”: “success".encode(),
        b"{'status': 'success'}",
        b'{"a": 1}{"b": 2}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_truncated_or_invalid_text_is_never_completed(body: bytes) -> None:
    with pytest.raises(UnreadableJsonError):
        read_json(body)


@given(st.text(alphabet='{}[]",:\\ “”a1\n', max_size=60))
def test_mending_never_stumbles_and_reading_ends_in_a_value_or_the_one_error(text: str) -> None:
    assert isinstance(mended(text), str)
    with contextlib.suppress(UnreadableJsonError):
        read_json(text.encode())


@pytest.mark.parametrize("value", [b"1", b"[]", b"{}", b'"a"', b'{"a": 1}'])
def test_a_list_of_more_values_than_any_log_has_is_not_read(value: bytes) -> None:
    """Reading millions of values is one step, during which no chat is answered."""
    few = read_json(b"[" + value + (b"," + value) * 10_000 + b"]")
    assert isinstance(few, list)
    assert len(few) == 10_001
    with pytest.raises(UnreadableJsonError):
        read_json(b"[" + value + (b"," + value) * 1_000_000 + b"]")


def test_an_unreadable_body_is_not_carried_by_the_error() -> None:
    with pytest.raises(UnreadableJsonError) as error:
        read_json(b"secret")

    assert error.value.__context__ is None  # a decoder's error would hold the whole body


@pytest.mark.parametrize("piece", ['"\\', "“\\", ", ", '"“', "\\"])
def test_mending_looks_at_each_character_once(piece: str) -> None:
    mended(piece * 200_000)  # quadratic work would take many minutes
