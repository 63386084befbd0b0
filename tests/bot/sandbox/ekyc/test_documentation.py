"""docs/sandbox-ekyc.md against the service."""

from pathlib import Path

from bot.sandbox.ekyc import replies
from bot.sandbox.ekyc.__main__ import main
from bot.sandbox.ekyc.faults import KINDS, MAGIC_PREFIX

TEXT = (Path(__file__).parents[4] / "docs" / "sandbox-ekyc.md").read_text(encoding="utf-8")


def test_every_fault_is_documented_with_its_magic_number() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    for kind, usual in KINDS.items():
        (row,) = (row for row in rows if row.startswith(f"| `{kind}` |"))
        assert f"`{MAGIC_PREFIX}{usual.code:02}NNNN`" in row
        if usual.seconds:
            assert f"{usual.seconds:g} seconds" in row


def test_every_option_is_documented() -> None:
    for option in main.params:
        assert f"`{option.opts[0]}" in TEXT


def test_every_status_code_is_documented() -> None:
    codes = [value for value in vars(replies).values() if isinstance(value, int)]
    assert len(codes) == 6
    for code in codes:
        assert str(code) in TEXT
