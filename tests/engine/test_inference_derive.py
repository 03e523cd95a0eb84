"""A dossier as rows."""

import dataclasses
import datetime as dt

import pytest
from derived_rows import HERE, only, paper, rows_of

from engine.inference.vocabulary import KINDS as WORDS
from engine.inference.vocabulary import check_field
from parsers.facts import (
    Blank,
    ClosingSheet,
    IndexRow,
    Meeting,
    PageFault,
    Period,
    Person,
    Quote,
    Section,
    SignatureBlock,
    VoteOption,
    Votes,
    absent,
    read,
    unreadable,
)

FULL = paper(
    kind=read("plan"),
    header=read("party"),
    issuer=read("CHI BỘ THÔN 1"),
    issuer_body=read("chi-bo"),
    number=read("5"),
    symbol=read("KH/CB"),
    number_line=read("Số 05-KH/CB"),
    date=read(dt.date(2026, 3, 2)),
    type_name=read("KẾ HOẠCH"),
    numeric_date_style=read("ok"),
    page_count=read(3),
    position=read(1),
    subject=read("Kiểm tra uỷ viên"),
    person=read(Person("Nguyễn Văn A", "05/03/1980")),
    period=read(Period(dt.date(2024, 1, 1), dt.date(2025, 12, 31))),
    sections=read((Section("aim", HERE, "Mục đích"),)),
    recipients=read(("UBKT Đảng ủy", "Đồng chí Nguyễn Văn A", "Lưu")),
    page_faults=read((PageFault("gap", HERE, expected=2, found=3),)),
    blanks=read((Blank("……", HERE),)),
    signatures=read(
        (
            SignatureBlock("T/M CHI BỘ", "BÍ THƯ", "Trần B", "bi-thu", read(True), unreadable("scan"), HERE),
            SignatureBlock(None, "X", None, None, absent(), absent(), HERE),
        )
    ),
    tracked_changes=2,
)


def test_a_document_read_in_full():
    row = only(rows_of(FULL), "doc")
    wanted = {
        "id": "d01",
        "n": 1,
        "kind": "plan",
        "is_party": 1,
        "is_plans": 1,
        "header": "party",
        "body": "chi-bo",
        "body_level": "chi-bo",
        "issuer": "chi bộ thôn 1",
        "number": "5",
        "number_style": "ok",
        "symbol": "kh/cb",
        "type_abbr": "kh",
        "body_abbr": "cb",
        "type": "kế hoạch",
        "subject": "kiểm tra ủy viên",
        "type_fits": 1,
        "body_fits": 1,
        "date": dt.date(2026, 3, 2).toordinal(),
        "year": 2026,
        "date_style": "ok",
        "pages": 3,
        "pos": 1,
        "person": "nguyễn văn a",
        "born": "05/03/1980",
        "period_start": dt.date(2024, 1, 1).toordinal(),
        "numbered": "must",
        "dated": "must",
        "recipients_rule": "may",
        "header_rule": "party",
        "paged": 1,
        "tracked": 1,
        "sections_is": 1,
        "sections_n": 1,
        "signatures_n": 2,
        "recipients_n": 3,
        "meeting_un": 1,
        "place_un": 1,
    }
    assert {name: row.get(name) for name in wanted} == wanted
    assert not {"future", "impossible", "title_eth", "form", "minute"} & row.keys()


def test_absent_and_unreadable_are_two_things():
    row = only(
        rows_of(paper(kind=unreadable("scan"), number=absent(), date=unreadable("scan"), sections=absent())), "doc"
    )
    for name in (
        "kind_un",
        "number_no",
        "date_un",
        "wd_un",
        "year_un",
        "sections_no",
        "blanks_un",
        "person_un",
        "born_un",
    ):
        assert row[name] == 1, name
    assert not {"kind", "number", "date", "number_un", "date_no"} & row.keys()


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (
            {"symbol": read("QĐ/CB"), "type_name": read("Kế hoạch"), "issuer_body": read("chi-bo")},
            {"type_fits": 0, "body_fits": 1},
        ),
        (
            {"symbol": read("KH/ĐU"), "type_name": read("KẾ HOẠCH"), "issuer_body": read("chi-bo")},
            {"type_fits": 1, "body_fits": 0},
        ),
        (
            {"symbol": read("QĐ/CB"), "type_name": read("QUY ĐỊNH"), "issuer_body": unreadable("scan")},
            {"type_fits": 1, "body_fits_un": 1},
        ),
        (
            {"symbol": read("ABC/XYZ"), "type_name": read("KẾ HOẠCH"), "issuer_body": read("chi-bo")},
            {"type_fits_no": 1, "body_fits_no": 1},
        ),
        ({"symbol": absent(), "type_name": read("KẾ HOẠCH")}, {"type_abbr_no": 1, "body_abbr_no": 1}),
        ({"symbol": unreadable("scan")}, {"type_abbr_un": 1, "type_fits_un": 1}),
        ({"number_line": read("Số: 05/KH-CB")}, {"number_style": "state-colon"}),
        ({"number_line": read("Số      -KH/CB")}, {"number_style": "blank"}),
        ({"date": read(dt.date(2027, 1, 1))}, {"future": 1}),
        ({"date": unreadable("not-understood", shown="ngày 31 tháng 02 năm 2026")}, {"impossible": 1, "date_un": 1}),
        ({"type_name": read("QUYẾT ĐỊNH", shown="QUYẾT ÐỊNH")}, {"title_eth": 1}),
        ({"kind": read("cover")}, {"form": 1, "is_ho-so": 1}),
    ],
)
def test_fields_that_follow_from_others(facts, found):
    row = only(rows_of(paper(**facts)), "doc")
    assert {name: row.get(name) for name in found} == found


@pytest.mark.parametrize(
    ("medium", "damaged", "said"), [("scan", False, "name_un"), ("scan", True, "name"), ("pdf", False, "name_no")]
)
def test_a_name_a_seal_may_hide_is_in_doubt(medium, damaged, said):
    block = SignatureBlock(None, "BÍ THƯ", None, "bi-thu", read(True), absent(), HERE, name_damaged=damaged)
    row = only(rows_of(paper(medium=medium, signatures=read((block,)))), "sig")
    assert {name for name in row if name.startswith("name")} == {said}


def test_narrower_rows_point_into_the_document_s_lists():
    rows = rows_of(FULL)
    assert [row["id"] for row in rows if row["k"] == "sig"] == ["d01.sig.0", "d01.sig.1"]
    first, second = (row for row in rows if row["k"] == "sig")
    assert {name: first[name] for name in ("role", "signed", "seal_un", "name")} == {
        "role": "bi-thu",
        "signed": 1,
        "seal_un": 1,
        "name": 1,
    }
    assert {name: second[name] for name in ("role_un", "signed", "seal", "name_no")} == {
        "role_un": 1,
        "signed": 0,
        "seal": 0,
        "name_no": 1,
    }
    assert {"fault": "gap", "page": 2, "expected": 2, "found": 3}.items() <= only(rows, "page_fault").items()
    assert [sorted({"ubkt", "object", "archive"} & row.keys()) for row in rows if row["k"] == "recipient"] == [
        ["ubkt"],
        ["object"],
        ["archive"],
    ]
    assert [(row["name"], row.get("required")) for row in rows if row["k"] == "form"] == [("aim", 1), ("more", None)]
    claims = {row["topic"]: row["value"] for row in rows if row["k"] == "claim"}
    assert claims == {
        "object-name": "nguyễn văn a",
        "object-birth-year": "1980",
        "object-born": "05/03/1980",
        "period": "01/01/2024 - 31/12/2025",
    }


def test_a_year_of_birth_makes_no_claim_about_the_day():
    rows = rows_of(paper(person=read(Person("A", "1980"))))
    assert {row["topic"] for row in rows if row["k"] == "claim"} == {"object-name", "object-birth-year"}


def test_meeting_votes_index_and_closing():
    start, end = dt.datetime(2026, 3, 2, 8, 30), dt.datetime(2026, 3, 3, 7, 0)  # noqa: DTZ001 - as written in a minute
    meeting = Meeting(
        read(start), read(end), absent(), unreadable("scan"), read(9), read("đủ"), read("A"), absent(), read(True)
    )
    votes = Votes(
        read(10),
        read(10),
        read(10),
        read(9),
        read(8),
        read(1),
        (VoteOption("canh-cao", 6, 60.0, HERE), VoteOption("khien-trach", 2, None, HERE)),
    )
    index = (
        IndexRow(1, "5", "KH/CB", dt.date(2026, 3, 2), "Kế hoạch", None, "1", HERE),
        IndexRow(2, "6", "KH/CB", None, "x", None, None, HERE),
        IndexRow(3, None, None, None, "y", None, None, HERE),
    )
    rows = rows_of(
        FULL,
        paper(
            "d02",
            kind=read("cover"),
            number=absent(),
            meeting=read(meeting),
            votes=read(votes),
            index_rows=read(index),
            closing=read(ClosingSheet(read(3), unreadable("scan"), absent())),
        ),
    )
    found = only(rows, "meeting")
    assert found["end"] - found["start"] == 22 * 60 + 30
    assert {"place_no": 1, "present_un": 1, "total": 9, "secretary_no": 1, "read_back": 1}.items() <= found.items()
    assert {"options_sum": 8, "options_n": 2, "max_votes": 6, "valid_plus_invalid": 9}.items() <= only(
        rows, "vote"
    ).items()
    assert [(row.get("percent100"), row["share100"]) for row in rows if row["k"] == "option"] == [
        (6000, 6000),
        (None, 2000),
    ]
    assert [(row.get("matched"), row.get("matched_no")) for row in rows if row["k"] == "index_row"] == [
        (1, None),
        (0, None),
        (None, 1),
    ]
    assert {"pages": 3, "pages_in_words_un": 1, "index_pages_no": 1, "counted": 3}.items() <= only(
        rows, "closing"
    ).items()


def test_the_dossier_and_what_could_not_be_read():
    unread = paper("d02", kind=unreadable("scan"), candidates=("*",))
    perhaps = paper("d03", kind=unreadable("ambiguous"), candidates=("plan", "decision"))
    rows = rows_of(FULL, unread, perhaps, order_from="prefixes", electronic=False, answers={"x": True, "y": False})
    row = only(rows, "dossier")
    assert {
        "id": "dossier",
        "unread": 1,
        "order_known": 1,
        "electronic": 0,
        "answer_x": 1,
        "answer_y": 0,
        "has_party": 1,
        "documents": 3,
    }.items() <= row.items()
    assert row["date"] == dt.date(2026, 3, 2).toordinal()
    assert only(rows, "unread")["doc"] == "d02"
    assert [(row["doc"], row["kind"]) for row in rows if row["k"] == "cand"] == [("d03", "decision"), ("d03", "plan")]
    assert "order_known" not in only(rows_of(FULL), "dossier")


def test_rows_hold_only_known_words_whole_numbers_and_text():
    words = Quote("x", HERE, "basis", type_name="Quy định", number="21", symbol="QĐ/TW")
    everything = dataclasses.replace(FULL, quotes=read((words,)))
    rows = rows_of(everything, paper("d02"))
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for name, value in row.items():
            assert type(value) in (int, str), (row["k"], name)
            if name not in ("k", "id"):
                check_field(str(row["k"]), name)
    assert {row["k"] for row in rows} <= WORDS.keys()


def test_a_hyphen_inside_the_abbreviation_of_a_body():
    row = only(rows_of(paper(symbol=read("QĐ/C-B"), issuer_body=read("chi-bo"), type_name=read("QUYẾT ĐỊNH"))), "doc")
    assert (row["body_abbr"], row["body_fits"]) == ("cb", 1)
