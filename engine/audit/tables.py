"""The tables of the store. What they are made by is `migrations/`; a test proves that both say the same.

`facts` and `results` belong to contents and rules, not to a run: an unchanged dossier has one result in many runs.
"""

from __future__ import annotations

import sqlalchemy as sa

META = sa.MetaData()
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
    sa.Column("procedure_title", sa.Text),
    sa.Column("level", sa.String(64)),
    sa.Column("pack", sa.String(128)),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("private", sa.Boolean, nullable=False),  # tố cáo
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in ("errors", "warnings", "notes", "open", "passed", "incidents", "papers")
    ),
    sa.Column("first_day", sa.Date),
    sa.Column("report", sa.LargeBinary, nullable=False),  # compressed JSON, without the facts
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
    sa.Column("reason", sa.Text),
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
    *(sa.Column(name, sa.Text, nullable=False) for name in ("paper", "file", "title", "message", "remedy", "source")),
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
    *(sa.Column(name, sa.Text) for name in ("kind", "kind_title", "body", "issuer", "number", "symbol", "subject")),
    *(sa.Column(name, sa.Text) for name in ("person", "meets_at", "people")),
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
    *(sa.Column(name, sa.Text, nullable=False) for name in ("code", "place", "message", "remedy")),
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
    sa.Column("message", sa.Text, nullable=False),
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
