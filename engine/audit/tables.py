"""The tables of the store. What they are made by is `migrations/`; a test proves that both say the same.

`facts` and `results` belong to contents and rules, not to a run: an unchanged dossier has one result in many runs.
What people read is kept in every language, so that a run can be shown in either whatever it was made in.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from engine.locale.words import Said, same

META = sa.MetaData()


class Spoken(sa.types.TypeDecorator[Said]):
    """A sentence in every language of the program; one that is the same in all of them is kept as it stands."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Said | str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Return the text of the column."""
        if isinstance(value, Said):
            return value.vi if value.vi == value.en else json.dumps([value.vi, value.en], ensure_ascii=False)
        return value

    def process_result_value(self, value: str | None, dialect: Any) -> Said | None:  # noqa: ARG002
        """Return the sentence of a text."""
        if value is None:
            return None
        return Said(*json.loads(value)) if value.startswith('["') else same(value)


_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

runs = sa.Table(
    "runs",
    META,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("started", sa.DateTime, nullable=False),  # UTC
    sa.Column("finished", sa.DateTime),  # empty: not finished
    sa.Column("listed", sa.Boolean, nullable=False),  # all dossiers of the tree are known
    sa.Column("on_day", sa.Date, nullable=False),
    sa.Column("scope", sa.String(64), nullable=False),  # same roots and question: comparable, resumable
    sa.Column("roots", sa.Text, nullable=False),
    sa.Column("rules_digest", sa.String(64), nullable=False),
    sa.Column("program", sa.String(32), nullable=False),
    sa.Column("previous", _ID),  # the finished run this one is compared with
    sa.Column("faults_new", sa.Integer),
    sa.Column("faults_still", sa.Integer),
    sa.Column("faults_mended", sa.Integer),
)

branches = sa.Table(
    "branches",
    META,
    sa.Column("run", _ID, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("level", sa.String(64)),
    sa.Column("pack", sa.String(128)),
    sa.Column("superior", sa.Text),
    sa.Column("term_start", sa.Date),
    sa.Column("term_end", sa.Date),
)

facts = sa.Table(
    "facts",
    META,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("made", sa.DateTime, nullable=False),
)

results = sa.Table(
    "results",
    META,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), unique=True),  # empty: not to be used again
    sa.Column("facts", sa.String(64)),  # key of the facts it was made from
    sa.Column("made", sa.DateTime, nullable=False),
    sa.Column("procedure", sa.String(128)),
    sa.Column("procedure_title", Spoken),
    sa.Column("level", sa.String(64)),
    sa.Column("pack", sa.String(128)),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("private", sa.Boolean, nullable=False),  # tố cáo
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in ("errors", "warnings", "notes", "open", "passed", "incidents", "papers")
    ),
    sa.Column("first_day", sa.Date),
    sa.Column("report", sa.LargeBinary, nullable=False),  # see kept_reports.py
)

items = sa.Table(
    "items",
    META,
    sa.Column("run", _ID, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("branch", sa.Text),  # empty with a secrecy stamp: nothing but the ordinal stays
    sa.Column("path", sa.Text),  # as a worker opens it
    sa.Column("shown", sa.Text),  # in the tree
    sa.Column("status", sa.String(16), nullable=False),  # waiting | done | failed | secret | aside
    sa.Column("reason", Spoken),
    sa.Column("result", _ID, sa.ForeignKey("results.id")),
    sa.Column("reused", sa.Boolean, nullable=False),
)


def _result() -> sa.Column[int]:
    return sa.Column("result", _ID, sa.ForeignKey("results.id", ondelete="CASCADE"), primary_key=True)


findings = sa.Table(
    "findings",
    META,
    _result(),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("rule", sa.String(200), nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("fingerprint", sa.String(32), nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    *(sa.Column(name, Spoken, nullable=False) for name in ("paper", "title", "message", "remedy", "source")),
    sa.Column("page", sa.Integer),
    sa.Column("dismissed", sa.Text),
    sa.Column("claimed", sa.Text),
    sa.Column("step", sa.String(128)),
)

documents = sa.Table(
    "documents",
    META,
    _result(),
    sa.Column("doc", sa.String(16), primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    *(sa.Column(name, sa.Text) for name in ("kind", "body", "issuer", "number", "symbol", "subject")),
    *(sa.Column(name, sa.Text) for name in ("person", "meets_at", "people")),
    sa.Column("kind_title", Spoken),
    sa.Column("date", sa.Date),
    sa.Column("pages", sa.Integer),
    sa.Column("meets_from", sa.DateTime),
    sa.Column("meets_to", sa.DateTime),
)

incidents = sa.Table(
    "incidents",
    META,
    _result(),
    sa.Column("n", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("code", "place")),
    *(sa.Column(name, Spoken, nullable=False) for name in ("message", "remedy")),
)

crossings = sa.Table(
    "crossings",
    META,
    sa.Column("run", _ID, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("branch", sa.Text, nullable=False),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("fingerprint", sa.String(32), nullable=False),
    sa.Column("message", Spoken, nullable=False),
    sa.Column("ordinals", sa.Text, nullable=False),  # of the dossiers concerned, with commas
)

answers = sa.Table(
    "answers",
    META,
    sa.Column("scope", sa.String(64), primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),  # hoso.yaml in the committee's own words
    sa.Column("made", sa.DateTime, nullable=False),
)

sa.Index("items_result", items.c.result)
sa.Index("items_waiting", items.c.run, items.c.status, items.c.ordinal)
sa.Index("findings_rule", findings.c.rule)
