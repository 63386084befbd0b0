"""Kind and sender of an update are read without handling it, whatever it is."""

import pytest

from storage.raw_updates import Origin, origin_of


@pytest.mark.parametrize(
    ("document", "origin"),
    [
        ('{"update_id": 7, "message": {"from": {"id": 2001}}}', Origin("message", 2001)),
        ('{"edited_message": {"from": {"id": 2001}}}', Origin("edited_message", 2001)),
        ('{"callback_query": {"from": {"id": 2001}}}', Origin("callback_query", 2001)),
        ('{"my_chat_member": {"from": {"id": 2001}}}', Origin("my_chat_member", 2001)),
        ('{"poll": {"from": {"id": 2001}}}', Origin("poll", 0)),
        ('{"update_id": 7}', Origin("", 0)),
        ('{"message": {"from": {"id": "2001"}}}', Origin("message", 0)),
        ('{"message": {"from": {"id": true}}}', Origin("message", 0)),
        ('{"message": {"from": {"id": 92233720368547758070}}}', Origin("message", 0)),
        ('{"message": [2001]}', Origin("message", 0)),
        ("[2001]", Origin("", 0)),
        ("an update", Origin("", 0)),
    ],
)
def test_the_origin_of_an_update(document: str, origin: Origin) -> None:
    assert origin_of(document) == origin
