"""A sealed text opens only in its place, and only with its data key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import SealBroken
from storage.sealing import NONCE_BYTES, Keyring, KeyUnknown, prefix_of

OLD, NEW = b"o" * 32, b"n" * 32
RING = Keyring.of({1: OLD, 2: NEW})
COLUMN = "applications.document"

texts = st.text() | st.sampled_from(["", "\0", "a\0b", "মোহাম্মদ রহিম", "ক" * 100_000, "x" * 100_000])
nonces = st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES)
rows = st.text() | st.integers()


@given(text=texts, row=rows, nonce=nonces)
def test_any_text_comes_back(text: str, row: object, nonce: bytes) -> None:
    sealed = RING.seal(text, COLUMN, row, nonce=nonce)

    assert RING.unseal(sealed, COLUMN, row) == text
    assert sealed.isascii()
    assert sealed.startswith(prefix_of(2)) or not text
    assert len(text) < 4 or text not in sealed


@given(text=texts.filter(bool), nonce=nonces)
def test_a_text_that_was_moved_does_not_open(text: str, nonce: bytes) -> None:
    sealed = RING.seal(text, COLUMN, "abcd2345", nonce=nonce)

    for column, row in [(COLUMN, "efgh6789"), ("outbox.document", "abcd2345"), (COLUMN, "")]:
        with pytest.raises(SealBroken, match=column):
            RING.unseal(sealed, column, row)


@given(text=st.text(min_size=1), nonce=nonces, data=st.data())
def test_a_text_that_was_changed_does_not_open_and_the_error_repeats_nothing(
    text: str, nonce: bytes, data: st.DataObject
) -> None:
    sealed = RING.seal(text, COLUMN, "abcd2345", nonce=nonce)
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:place] + data.draw(st.characters(codec="utf-8")) + sealed[place + 1 :]
    if changed == sealed:
        return

    with pytest.raises(SealBroken) as caught:
        RING.unseal(changed, COLUMN, "abcd2345")

    assert COLUMN in str(caught.value)
    assert sealed[10:] not in str(caught.value)


@pytest.mark.parametrize("clear", ["{}", "v1", "v1.", "v1.2", "v1.2.", "v1.2.AAAA", "v2.2.AAAA"])
def test_what_is_not_sealed_is_refused(clear: str) -> None:
    with pytest.raises(SealBroken, match="name"):
        RING.unseal(clear, "agents.name", 2001)


def test_the_older_keys_of_a_ring_open_and_the_newest_seals() -> None:
    old = Keyring.of({1: OLD}).seal("Rahim", "agents.name", 2001, nonce=b"0" * NONCE_BYTES)

    assert RING.unseal(old, "agents.name", 2001) == "Rahim"
    assert RING.current == 2
    with pytest.raises(KeyUnknown):
        Keyring.of({2: NEW}).unseal(old, "agents.name", 2001)
    with pytest.raises(SealBroken):
        Keyring.of({1: NEW}).unseal(old, "agents.name", 2001)


def test_a_ring_shows_no_key() -> None:
    assert repr(RING) == "Keyring()"
