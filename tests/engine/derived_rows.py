"""A small rule book and the rows a made-up dossier comes to under it."""

import datetime as dt

from engine.inference import derive
from engine.rulebook.models import DocumentKind, Vocabulary
from parsers.facts import Document, Dossier, Location

CITATION = {"regulation": "r", "mark": "read", "source": "s"}
ON = dt.date(2026, 11, 22)
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
    "plan": kind(
        "plan",
        "kế hoạch",
        groups=("party", "plans"),
        symbols=["KH"],
        issuers=["chi-bo"],
        sections=[
            {"id": "aim", "title": "Mục đích", "words": ["mục đích"]},
            {"id": "more", "title": "m", "words": ["w"], "required": False},
        ],
    ),
    "decision": kind("decision", "quyết định", symbols=["QĐ"], recognise={"all_words": [["kiểm tra"]]}),
    "cover": kind("cover", "bìa", groups=("ho-so",), paged=False, form=True),
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


def rows_of(*documents, kinds=KINDS, regulations=None, **more):
    dossier = Dossier("x", documents, order_from=more.pop("order_from", "none"))
    said = {"procedure": "p", "level": "chi-bo", "pack": "k", "stage": "hoan-chinh", "on": ON} | more
    return derive.rows(dossier, kinds=kinds, vocabulary=VOCABULARY, regulations=regulations or {}, **said)


def only(rows, name):
    (row,) = [row for row in rows if row["k"] == name]
    return row


def paper(name="d01", **facts):
    return Document(id=name, path=f"{name}.pdf", **facts)
