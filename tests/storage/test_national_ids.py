"""The key by which an application's customer is compared."""

from conversations.erasure import without_form
from storage.national_ids import national_id_of
from tests.support.forms import NOW, begun, decided, pending


def test_an_application_has_a_key_while_it_has_the_number() -> None:
    assert national_id_of(pending()) == "1980100147"
    assert national_id_of(begun()) is None
    assert national_id_of(without_form(decided(), NOW)) is None
