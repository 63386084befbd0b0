from datetime import date

from bot.sandbox.ekyc.register import SPECIMENS, load_register

REGISTER = load_register()


def test_the_register_has_twelve_citizens_whom_nobody_can_mistake_for_real_ones() -> None:
    assert len(REGISTER.citizens) == 12
    assert all(citizen.nid_no.startswith("000") for citizen in REGISTER.citizens)


def test_a_citizen_is_found_by_number_and_date_together_only() -> None:
    for citizen in REGISTER.citizens:
        assert REGISTER.find(citizen.nid_no, citizen.born_on) == citizen
        assert REGISTER.find(citizen.nid_no, date(1970, 1, 1)) is None
    assert REGISTER.find("0001980100148", date(1980, 10, 1)) is None


def test_17_digits_are_the_birth_year_and_the_13() -> None:
    citizen = REGISTER.citizens[0]
    assert REGISTER.find(f"1980{citizen.nid_no}", citizen.born_on) == citizen
    assert REGISTER.find(f"1981{citizen.nid_no}", citizen.born_on) is None


def test_every_citizen_has_all_pictures() -> None:
    for citizen in REGISTER.citizens:
        for folder, ending in (
            ("cards", "_front"),
            ("cards", "_back"),
            ("photos", "_front"),
            ("photos", "_back"),
            ("selfies", "_a"),
            ("selfies", "_b"),
            ("registry", ""),
        ):
            assert citizen.specimen(folder, ending).is_relative_to(SPECIMENS)
            assert citizen.specimen(folder, ending).exists()


def test_no_repr_shows_who_it_is() -> None:
    assert repr(REGISTER.citizens[3]) == "Citizen(number=3)"
