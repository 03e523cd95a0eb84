"""Quotations as rows: which paper and which regulation of the register the words mean."""

import datetime as dt

import pytest
from derived_rows import HERE, kind, only, rows_of

from engine.rulebook.models import Regulation
from parsers.facts import Document, Dossier, Quote, read

KINDS = {
    "plan": kind("plan", "kế hoạch", symbols=["KH"], issuers=["chi-bo"]),
    "decision": kind("decision", "quyết định", symbols=["QĐ"], recognise={"all_words": [["kiểm tra"]]}),
}


def regulation(name, number, signed, **more):
    return Regulation.model_validate(
        {
            "id": name,
            "number": number,
            "kind": "Quy định",
            "title": "t",
            "issuer": "i",
            "signed": signed,
            "subject": "x",
            "mark": "read",
            "source": "s",
            "last_checked": "2026-01-01",
            **more,
        }
    )


REGULATIONS = {
    "new": regulation("new", "21-QĐ/TW", "2026-04-11", in_force={"from": "2026-04-11"}),
    "old": regulation("old", "296-QĐ/TW", "2025-05-30", replaced_by=["new"], general=True),
}


def quoted_rows(**words):
    quote = Quote(**({"shown": "x", "location": HERE, "role": "basis"} | words))
    dossier = Dossier("x", (Document(id="d01", path="d01.pdf", quotes=read((quote,))),))
    return rows_of(*dossier.documents, kinds=KINDS, regulations=REGULATIONS)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"type_name": "Quy định", "number": "21", "symbol": "QĐ/TW", "date": dt.date(2026, 4, 11)}, {"reg": "new"}),
        ({"type_name": "Quy định", "number": "21", "symbol": "QĐ/TW", "date": dt.date(2026, 4, 12)}, {"reg": "new"}),
        ({"type_name": "Quy định", "number": "21", "symbol": "QĐ/TW", "date": dt.date(2016, 3, 9)}, {"reg": None}),
        ({"type_name": "Quy định", "number": "21", "symbol": "QĐ/TW"}, {"reg": "new"}),
        ({"type_name": "Quyết định", "number": "21", "symbol": "QĐ/TW"}, {"reg": None}),
        (
            {"type_name": "Kế hoạch", "number": "5", "symbol": "KH/CB", "kind_hint": "kiểm tra"},
            {"qkind": "plan", "qbody": "chi-bo", "symbol": "kh/cb"},
        ),
        (
            {"type_name": "Quyết định", "number": "5", "symbol": "QĐ/ĐU", "kind_hint": "kiểm tra"},
            {"qkind": "decision", "qbody": "dang-uy"},
        ),
        (
            {
                "type_name": "Quyết định",
                "number": "5",
                "symbol": "QĐ/X",
                "kind_hint": "khen thưởng",
                "issuer": "Đảng uỷ xã",
            },
            {"qkind": None, "qbody": "dang-uy"},
        ),
    ],
)
def test_what_a_quotation_means(words, found):
    row = only(quoted_rows(**words), "quote")
    assert {name: row.get(name) for name in found} == found


def test_only_quoted_regulations_are_told_and_a_replaced_one_ends():
    words = {"type_name": "Quy định", "number": "296", "symbol": "QĐ/TW", "date": dt.date(2025, 5, 30)}
    row = only(quoted_rows(**words), "reg")
    assert (row["id"], row["general"]) == ("old", 1)
    assert (row["from"], row["to"]) == (dt.date(2025, 5, 30).toordinal(), dt.date(2026, 4, 10).toordinal())


# ---------------------------------------------------------------- the kind by the paper filed


def kind_filed(*kinds, date=dt.date(2026, 5, 6), **words):
    """Give the kind a quote of 5-QĐ/CB of 16/5/2026 is taken for beside papers of this number and of these kinds."""
    known = {"number": read("5"), "symbol": read("QĐ/CB"), "date": read(date), "issuer": read("CHI BỘ 5")}
    filed = [Document(id=f"d{n:02}", path=f"d{n}.pdf", kind=read(name), **known) for n, name in enumerate(kinds, 2)]
    said = {"type_name": "Quyết định", "number": "5", "symbol": "QĐ/CB", "date": dt.date(2026, 5, 16), **words}
    quote = Quote(**({"shown": "x", "location": HERE, "role": "basis"} | said))
    dossier = Dossier("x", (Document(id="d01", path="d01.pdf", quotes=read((quote,))), *filed))
    rows = rows_of(*dossier.documents, kinds=KINDS, regulations=REGULATIONS)
    return only(rows, "quote").get("qkind")


@pytest.mark.parametrize("issuer", [None, "Chi bộ", "Chi bộ 5", "Chi bộ 5, Đảng bộ xã"])
def test_a_quote_without_words_means_the_paper_filed_under_its_number(issuer):
    assert kind_filed("decision", issuer=issuer) == "decision"
    assert kind_filed("decision", issuer=issuer, date=dt.date(2025, 5, 16)) == "decision"  # a slip in the year


def test_what_may_be_another_paper_is_left_alone():
    assert kind_filed("decision", date=dt.date(2021, 3, 2)) is None  # of another term
    assert kind_filed("decision", issuer="Chi bộ 7") is None
    assert kind_filed("decision", "plan") is None
    assert kind_filed("plan") is None
    assert kind_filed() is None
    assert kind_filed("decision", number="6") is None
