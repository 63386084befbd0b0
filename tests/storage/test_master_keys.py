"""Data keys lie in the database, wrapped; DATABASE_KEY opens them."""

import pytest

from storage.master_keys import MasterKey, WrappedKey, new_data_key, opening_master_key

HEX = "5d" * 32
PASSPHRASE = 'seven "boats" cross the river'


@pytest.mark.parametrize("key", [HEX, PASSPHRASE, "নদী"])
def test_the_key_of_the_settings_opens_what_it_has_wrapped(key: str) -> None:
    data_key = new_data_key()
    wrapped = MasterKey.made(key).wrap(1, data_key)

    found = opening_master_key(key, [wrapped])

    assert found
    assert found.unwrap(wrapped) == data_key
    assert data_key.hex() not in wrapped.wrapped


@pytest.mark.parametrize("other", [PASSPHRASE, "5e" * 32, HEX[:-1]])
def test_another_key_opens_nothing(other: str) -> None:
    wrapped = MasterKey.made(HEX).wrap(1, new_data_key())

    assert opening_master_key(other, [wrapped]) is None


def test_a_data_key_under_another_number_does_not_open() -> None:
    master = MasterKey.made(HEX)
    wrapped = master.wrap(1, new_data_key())

    assert master.unwrap(WrappedKey(2, wrapped.salt, wrapped.wrapped)) is None


def test_of_several_data_keys_each_key_opens_its_own() -> None:
    old, new = MasterKey.made(HEX), MasterKey.made("e7" * 32)
    second = new_data_key()
    wrapped = [old.wrap(1, new_data_key()), old.wrap(2, second), new.wrap(2, second)]

    assert set(old.keyring(wrapped).keys) == {1, 2}
    assert set(new.keyring(wrapped).keys) == {2}


def test_equal_keys_in_two_databases_wrap_differently() -> None:
    data_key = new_data_key()

    one, other = MasterKey.made(HEX), MasterKey.made(HEX)

    assert one.unwrap(WrappedKey(1, one.salt, other.wrap(1, data_key).wrapped)) is None


def test_no_key_is_shown() -> None:
    master = MasterKey.made(HEX)

    assert HEX not in repr(master)
    assert master.wrap(1, new_data_key()).wrapped not in repr(master.wrap(1, new_data_key()))
