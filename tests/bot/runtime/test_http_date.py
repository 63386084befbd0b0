"""The dates in HTTP headers, whatever a server or a proxy writes into them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.http_date import read_http_date


@pytest.mark.parametrize("zone", ["GMT", "+0000", "-0000", "UT"])
def test_a_date_is_read_in_utc(zone: str) -> None:
    found = read_http_date(f"Sat, 02 Nov 2024 08:16:30 {zone}")

    assert found == datetime(2024, 11, 2, 8, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Mon, 99 Foo 2026 99:99:99 GMT",
        "Sat, 02 Nov 2024 08:16:30 +9999",
        f"Sat, 02 Nov 2024 08:16:30 +{'9' * 20}",
        f"Sat, 02 Nov {'9' * 20} 08:16:30 GMT",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_http_date(text) is None


@given(st.text())
def test_no_header_can_make_the_reader_stumble(text: str) -> None:
    found = read_http_date(text)

    assert found is None or found.tzinfo is not None
