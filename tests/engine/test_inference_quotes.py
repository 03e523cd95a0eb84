"""Quotations as rows: which paper and which regulation of the register the words mean."""

import datetime as dt

import pytest

from engine.inference import derive
from engine.rulebook.models import DocumentKind, Regulation, Vocabulary
from parsers.facts import Document, Dossier, Location, Quote, read

CITATION = {"regulation": "r", "mark": "read", "source": "s"}
HERE = Location(2)


def kind(name, *types, groups=(), **more):
    return DocumentKind.model_validate(
        {
            "id": name,
            "title": name,
            "recognise": {"types": list(types), **more.pop("recognise", {})},
            "citation": CITATION,
        }
        | {"groups": list(groups)}
        | more
    )


KINDS = {
    "plan": kind("plan", "kế hoạch", symbols=["KH"], issuers=["chi-bo"]),
    "decision": kind("decision", "quyết định", symbols=["QĐ"], recognise={"all_words": [["kiểm tra"]]}),
}
VOCABULARY = Vocabulary.model_validate(
    {
        "bodies": [
            {"id": "chi-bo", "title": "c", "level": "chi-bo", "words": ["chi bộ"], "abbreviations": ["CB"]},
            {"id": "dang-uy", "title": "d", "level": "dang-uy-co-so", "words": ["đảng ủy"], "abbreviations": ["ĐU"]},
        ],
        "roles": [],
        "types": [
            {"abbreviation": "KH", "names": ["kế hoạch"]},
            {"abbreviation": "QĐ", "names": ["quyết định", "quy định"]},
        ],
    }
)


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
    said = {"procedure": None, "level": None, "pack": None, "stage": "hoan-chinh", "on": dt.date(2026, 11, 22)}
    return derive.rows(dossier, kinds=KINDS, vocabulary=VOCABULARY, regulations=REGULATIONS, **said)


def only(rows, name):
    (row,) = [row for row in rows if row["k"] == name]
    return row


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
