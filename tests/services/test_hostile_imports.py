"""Files that are broken, or made to break something: a clear answer each, with its row."""

from __future__ import annotations

import codecs
import csv
import io
import resource
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.alerts.errors import InputError, Mistake
from functions.alerts.importing.columns import Columns
from functions.alerts.importing.encoding import detect_encoding
from functions.alerts.importing.entries import Entries, Wanted
from functions.alerts.importing.merging import Entry
from functions.alerts.importing.records import LONGEST, Record
from functions.alerts.people.address import read_address
from functions.alerts.people.exporting import inert
from functions.services.import_report import read_lines
from tests.fakes import FakeWorld
from tests.importing import import_file, listed

GOOD = "adam@people.example.org"

ROWS = {
    "two_addresses": ("a@b.example.org;c@d.example.org", "more than one @"),
    "two_addresses_quoted": ('"a@b.example.org, c@d.example.org"', "more than one @"),
    "no_address": ("", "no address"),
    "an_accent": ("josé@people.example.org", "letters with accents"),
    "a_formula": ("=HYPERLINK(1)@people.example.org", "cannot be used"),
    "nul": ("a\x00b@people.example.org", "cannot be used"),
    "words": ("call her instead", "cannot be used"),
}


@pytest.mark.parametrize(("cell", "reason"), ROWS.values(), ids=ROWS)
def test_a_bad_address_is_refused_with_its_row_and_the_others_are_not(
    cell: str, reason: str
) -> None:
    world = FakeWorld()
    done = import_file(f"email,zip\n{GOOD},60618\n{cell},60618\n", world)
    assert list(listed(world)) == [GOOD]
    if cell:
        assert list(done.reasons) == [3]
        assert reason in done.reasons[3]
        assert cell.strip('"') not in done.reasons[3]


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"])
def test_a_formula_as_a_name_is_refused(name: str) -> None:
    done = import_file(f"email,first name\n{GOOD},{name}\n", FakeWorld())
    assert "begins like a formula" in done.reasons[2]


def test_a_formula_that_was_made_inert_is_read_as_it_was_meant() -> None:
    done = import_file(f"email,zip\n{GOOD},'=1+1\n", FakeWorld())
    assert (done.tally.entered, done.reading.bad_zips) == (1, 1)


def test_an_unclosed_quotation_mark_costs_one_row() -> None:
    world = FakeWorld()
    rows = "".join(f"p{n}@people.example.org,P\n" for n in range(400))
    done = import_file(f'email,first name\n"{GOOD},A\n{rows}', world)
    assert (list(done.reasons), done.tally.entered) == ([2], 400)
    assert "quotation mark" in done.reasons[2]


def test_an_unclosed_quotation_mark_that_another_one_closes_costs_two_rows() -> None:
    rows = [f"p{n}@people.example.org,P\n" for n in range(9)]
    rows[2], rows[6] = 'p2@people.example.org,"P\n', 'p6@people.example.org,P"\n'
    done = import_file(f"email,first name\n{''.join(rows)}", FakeWorld())
    assert (list(done.reasons), done.tally.people) == ([4, 8], 7)


def test_a_note_over_several_lines_is_one_row_as_a_spreadsheet_shows_it() -> None:
    world = FakeWorld()
    text = f'email,notes\n{GOOD},"one\n\ntwo, three"\nbad,x\n'
    assert list(import_file(text, world).reasons) == [3]


def test_a_row_of_another_encoding_is_refused_with_its_row() -> None:
    rows = "email,first name\n" + "m@people.example.org,María\n"
    done = import_file(rows.encode() + "j@people.example.org,José\n".encode("cp1252"), FakeWorld())
    assert done.reading.encoding == "utf-8"
    assert done.reasons == {3: "First name has letters that are not in the file's encoding."}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_letters_survive_in_every_encoding(encoding: str) -> None:
    world = FakeWorld()
    import_file(f"email;first name\r\n{GOOD};José Ñúñez\r\n".encode(encoding), world)
    assert listed(world)[GOOD].first_name == "José Ñúñez"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_is_found(separator: str) -> None:
    world = FakeWorld()
    import_file(f"email,first name,notes\n{GOOD},A,x\n".replace(",", separator), world)
    assert listed(world)[GOOD].first_name == "A"


def test_excels_line_about_the_separator_is_obeyed() -> None:
    world = FakeWorld()
    import_file(f"sep=;\nemail;first name\n{GOOD};A\n", world)
    assert listed(world)[GOOD].first_name == "A"


def test_white_space_of_every_kind_is_trimmed() -> None:
    world = FakeWorld()
    import_file(f"\ufeff email\u00a0,first name\n\u2003{GOOD}\u200b,\u3000Ana\u202f\t\n", world)
    assert listed(world)[GOOD].first_name == "Ana"


FILES = {
    "empty": (b"", "empty"),
    "blank": (b"\n\n  \n", "empty"),
    "header_only": (b"email,name\n", "no row"),
    "no_header": (b"a@people.example.org,Ana\n", "holds an address"),
    "no_address_column": (b"name,zip\nAna,60618\n", "No column holds addresses"),
    "workbook": (b"PK\x03\x04xxxx", "Excel workbook"),
    "old_workbook": (b"\xd0\xcf\x11\xe0xxxx", "Excel workbook"),
    "pdf": (b"%PDF-1.7 email", "a PDF"),
    "unclosed_header": (b'"email,name\na@people.example.org,A\n', "quotation mark"),
    "million_columns": (b"email" + b"," * 999_999 + b"\n", "columns"),
    "endless_header": (b"email" + b"x" * 3_000_000, "longer than"),
}


@pytest.mark.parametrize(("content", "found"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(content: bytes, found: str) -> None:
    with pytest.raises(InputError, match=found):
        import_file(content, FakeWorld())


def test_a_row_with_a_million_cells_is_refused() -> None:
    text = f"email,name\n{GOOD}{',x' * 400_000}\n{GOOD},A\n"
    done = import_file(text, FakeWorld())
    assert (list(done.reasons), done.tally.entered) == ([2], 1)


def test_a_row_that_lacks_a_column_in_use_is_refused() -> None:
    """What it lacks may be that somebody left."""
    assert "1 cells" in import_file(f"email,status\n{GOOD}\n", FakeWorld()).reasons[2]


def test_a_huge_cell_costs_its_row_and_nothing_else() -> None:
    huge = "x" * (LONGEST + 10)
    text = f"email,notes\n{huge},x\n{GOOD},{'y' * 500_000}\np@people.example.org,z\n"
    done = import_file(text, FakeWorld())
    assert (list(done.reasons), done.tally.entered) == ([2], 2)


def test_a_huge_quoted_cell_costs_its_row_and_nothing_else() -> None:
    text = f'email,notes\nq@people.example.org,"{"x" * 200_000}"\n{GOOD},z\n'
    done = import_file(text, FakeWorld())
    assert (done.reasons, done.tally.entered) == ({2: "A cell is too long."}, 1)


def test_a_name_of_thousands_of_letters_is_refused() -> None:
    text = f"email,first name\n{GOOD},{'x' * 5_000}\n"
    assert "longer than" in import_file(text, FakeWorld()).reasons[2]


def test_as_many_reasons_as_rows_are_not_kept_in_memory() -> None:
    rows = "".join(f"{GOOD}{',x' * n}\n" for n in range(2, 400))
    done = import_file(f"email,name\n{rows}", FakeWorld())
    assert len(done.reading.refused) <= 41
    assert sum(done.reading.refused.values()) == len(done.refused)


def test_deep_attributes_are_refused() -> None:
    text = f"email,attributes\n{GOOD},{'[' * 100_000}\n"
    assert import_file(text, FakeWorld()).refused


@given(st.binary(max_size=600))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_bytes_there_are_the_answer_is_clear(content: bytes) -> None:
    world = FakeWorld()
    try:
        done = import_file(b"email,first name,status\n" + content, world)
    except InputError as error:
        assert all(finding.found and finding.remedy for finding in error.findings)
        return
    assert done.reading.rows == done.reading.kept + len(done.refused)
    assert done.tally.people == len(world.supporters.people)


ODD = st.text(st.sampled_from('",;\n\r\t\x00=@ aé\ufeff\u200b'), max_size=8)


@given(st.lists(st.tuples(ODD, ODD), max_size=6))
@settings(max_examples=150, deadline=None)
def test_what_the_csv_module_writes_is_read_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    """The good row behind whatever comes before it is always found."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([("email", "notes", "comment"), *((GOOD, *row) for row in rows)])
    writer.writerow(("last@people.example.org", "", ""))
    world = FakeWorld()
    import_file(text.getvalue(), world)
    assert "last@people.example.org" in listed(world)


LOCAL = st.text(string.ascii_letters + string.digits + "._+-", min_size=1, max_size=70)


@given(LOCAL, st.sampled_from(["people.example.org", "PEOPLE.Example.org"]))
@settings(max_examples=300, deadline=None)
def test_an_address_of_a_known_domain_is_read_as_every_other(local: str, domain: str) -> None:
    """The short way and the long one give the same address, or refuse the same."""
    columns = Columns({"email": (0,)}, ["email"])
    entries = Entries(columns, Wanted())
    assert isinstance(entries.read(Record(2, 2, [GOOD])), Entry)
    read = entries.read(Record(3, 3, [f"{local}@{domain}"]))
    try:
        expected = read_address(f"{local}@{domain}")
    except Mistake:
        assert not isinstance(read, Entry)
    else:
        assert isinstance(read, Entry)
        assert read.email == expected


@given(st.text(max_size=20))
def test_a_rejected_cell_is_no_formula(text: str) -> None:
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("domain", ["☃secret☃", "secret١2۲", "١secret"])
def test_the_reason_against_an_address_quotes_nothing_of_it(domain: str) -> None:
    reason = import_file(f"email\na@{domain}.example.org\n", FakeWorld()).reasons[2]
    assert "is invalid." in reason
    assert "secret" not in reason


def test_an_import_opens_fewer_files_than_a_macs_terminal_allows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
    try:
        assert import_file(f"email\n{GOOD}\n", FakeWorld()).tally.entered == 1
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_columns_name_tells_a_terminal_nothing() -> None:
    done = import_file(f"email,\x1b[2J{'x' * 999}\n{GOOD},\n", FakeWorld())
    told = "".join(read_lines(done.reading))
    assert "<U+001B>" in told
    assert "\x1b" not in told
    assert len(told) < 300


def test_an_encoding_is_told_from_a_file_longer_than_its_head() -> None:
    text = "email\n" + "a@people.example.org\n" * 100_000
    assert detect_encoding(io.BytesIO(text.encode() + "é".encode())) == "utf-8"
    assert detect_encoding(io.BytesIO(text.encode() + "é".encode("cp1252"))) == "cp1252"
    assert detect_encoding(io.BytesIO(codecs.BOM_UTF8 + text.encode())) == "utf-8-sig"
