"""What used to kill or mislead the C extension, each in a process of its own, and its memory over many dossiers."""

import subprocess
import sys
import textwrap

import pytest

from engine.inference import durable, evaluate
from engine.inference.durable import Durable, EngineFaultError, why_not
from engine.inference.evaluate import evaluator
from engine.inference.tree import Clause, Join, Pattern, RuleTree, Test

needs_durable = pytest.mark.skipif(why_not() is not None, reason="durable_rules is not to be had on this Python")

COMMON = """
import random, resource, sys
from engine.inference.durable import Durable
from engine.inference.reference import Reference
from engine.inference.tree import Clause, Join, Pattern, Test

def same(clauses, rows):
    engine = Durable(clauses)
    assert engine.run(rows) == Reference(clauses).run(rows)
    return engine

def later(n, **more):
    first = Pattern("a", "doc", (Test("kind", "=", "x"),))
    second = Pattern("b", "doc", (Test("kind", "=", "y"),), (Join("date", ">", "a", "date", n),))
    return Clause(f"r{n}", "fail", (first, second), **more)
"""

CANARIES = {
    "false joins": """
        clauses = [later(n) for n in range(200)]
        engine = same(clauses, [])
        for day in range(100):
            early = {"k": "doc", "id": "b", "kind": "y", "date": day}
            assert engine.run([{"k": "doc", "id": "a", "kind": "x", "date": 9000 + day}, early]) == []
    """,
    "dossiers without a finding": """
        engine = same([later(1)], [{"k": "doc", "id": "a", "kind": "z"}])
        for _ in range(2000):
            assert engine.run([{"k": "doc", "id": "a", "kind": "z"}]) == []
    """,
    "empty dossier": """
        absent = Clause("r", "fail", (Pattern("d", "dossier"), Pattern("n", "doc", negated=True)))
        engine = same([absent], [])
        assert engine.run([]) == []
        assert len(engine.run([{"k": "dossier", "id": "dossier"}])) == 1
        assert engine.run([]) == []
    """,
    "hostile text": r"""
        text = ['"', "\\", "\x00", "\n", "😀", "}{", "'", "quyết định", "x" * 70000, "", "1e999", "$m", "null"]
        rows = [{"k": "doc", "id": f"d{n}", "kind": word, "s": word} for n, word in enumerate(text)]
        clauses = [Clause("c", "fail", (Pattern("a", "doc", (Test("kind", "=", word),)),)) for word in text]
        joined = (Pattern("a", "doc"), Pattern("b", "doc", (), (Join("s", "=", "a", "kind"),)))
        same([*clauses, Clause("j", "fail", joined, same=True)], rows)
    """,
    "colliding names": """
        rows = [{"k": "doc", "id": "costarring", "liquid": 1}, {"k": "doc", "id": "liquid", "costarring": 1}]
        named = [Test(name, "present") for name in ("liquid", "costarring")]
        clauses = [Clause("r", "fail", (Pattern("a", "doc", (test,)),)) for test in named]
        engine = same(clauses, rows)
        assert [match.bound for match in engine.run(rows)] == [(("a", "costarring"),), (("a", "liquid"),)]
    """,
    "fields that are not there": """
        rows = [{"k": "doc", "id": "a", "kind": "x"}, {"k": "doc", "id": "b", "kind": "y", "date": 5},
                {"k": "doc", "id": "c", "kind": "x", "date": 2}]
        assert len(same([later(0)], rows).run(rows)) == 1
    """,
    "absence whatever the order of facts": """
        rows = [{"k": "doc", "id": f"d{n}", "kind": "xyz"[n % 3], "date": n} for n in range(12)]
        none = Pattern("n", "doc", (Test("kind", "=", "z"),), (Join("date", ">", "a", "date"),), negated=True)
        nothing = Pattern("m", "doc", (Test("kind", "=", "w"),), negated=True)
        clauses = [Clause("r", "fail", (Pattern("a", "doc"), none, nothing, Pattern("b", "doc")))]
        engine, wanted = Durable(clauses), Reference(clauses).run(rows)
        assert wanted
        for seed in range(200):
            random.Random(seed).shuffle(rows)
            assert engine.run(rows) == wanted
    """,
    "more rules and alternatives than one set holds": """
        flags = [Clause("r", "fail", (Pattern("a", "doc", (Test(f"f{n}", "present"),)),)) for n in range(300)]
        more = [Clause("r", "fail", (Pattern("a", "doc", (Test("x", "!=", n),)),)) for n in range(300)]
        rows = [{"k": "doc", "id": "d", "x": 7, **{f"f{n}": 1 for n in range(300)}}]
        assert len(same([*flags, *more, *(later(n) for n in range(300))], rows).run(rows)) == 599
    """,
    "more matches than one answer holds": """
        rows = [{"k": "doc", "id": f"d{n}", "kind": "xy"[n % 2], "date": n} for n in range(120)]
        assert len(same([later(-500)], rows).run(rows)) == 3600
    """,
    "many rule sets": """
        for n in range(60):
            engine = same([later(n), later(n + 1, same=True)], [])
            engine.close()
    """,
    "memory": """
        def resident():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * resource.getpagesize()

        none = [Pattern("n", "doc", (Test("kind", "=", f"k{n}"),), negated=True) for n in range(25)]
        clauses = [Clause("r", "fail", (Pattern("d", "dossier"), each)) for each in none]
        clauses += [later(n) for n in range(25)]
        engine = Durable(clauses)
        pick = random.Random(1)
        kinds = ["x", "y", "z", "x", "y", *(f"k{n}" for n in range(30))]

        def paper(n):
            return {"k": "doc", "id": f"d{n}", "kind": pick.choice(kinds), "date": pick.randint(0, 60)}

        dossiers = [[{"k": "dossier", "id": "dossier"}, *map(paper, range(20))] for _ in range(50)]
        wanted = [Reference(clauses).run(rows) for rows in dossiers]
        for n in range(5000):
            if n == 1000:
                start = resident()
            assert engine.run(dossiers[n % 50]) == wanted[n % 50]
        grown = (resident() - start) / 2**20
        assert grown < 8, grown
    """,
}


@needs_durable
@pytest.mark.parametrize("name", CANARIES)
def test_canary(name):
    if name == "memory" and sys.platform != "linux":
        pytest.skip("resident memory is read from /proc")
    script = COMMON + textwrap.dedent(CANARIES[name])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@needs_durable
@pytest.mark.parametrize(
    "row",
    [
        {"k": "doc", "id": "d", "kind": "x", "date": 1.5},
        {"k": "doc", "id": "d", "kind": "x", "date": True},
        {"k": "doc", "id": "d", "kind": "x", "date": 1 << 41},
    ],
)
def test_a_value_the_engine_gets_wrong_is_refused_and_plain_python_takes_over(row):
    first = Pattern("a", "doc", (Test("kind", "=", "x"),))
    clauses = (Clause("r", "applies", (first, Pattern("b", "doc", (), (Join("date", ">=", "a", "date"),))), same=True),)
    runs = evaluator([RuleTree("r", ("a",), clauses)], "durable")
    assert (runs.engine, runs.note) == ("durable", None)
    runs.run([row])
    assert runs.engine == "python"
    assert "whole number" in str(runs.note)


# ---------------------------------------------------------------- choice of the engine

TREE = RuleTree("r", ("a",), (Clause("r", "applies", (Pattern("a", "doc"),)),))
ROWS = [{"k": "doc", "id": "d"}]


def test_without_the_extension_plain_python_runs_and_says_why(monkeypatch):
    monkeypatch.setattr(durable, "extension", None)
    monkeypatch.setattr(durable, "_MISSING", "No module named 'durable_rules_engine'")
    why_not.cache_clear()
    try:
        runs = evaluator([TREE], "auto")
        assert (runs.engine, runs.note) == ("python", "durable_rules: No module named 'durable_rules_engine'")
        assert len(runs.run(ROWS)) == 1
    finally:
        why_not.cache_clear()


@needs_durable
def test_another_version_is_not_trusted(monkeypatch):
    monkeypatch.setattr(durable.importlib.metadata, "version", lambda name: "2.0.29")
    why_not.cache_clear()
    try:
        assert why_not() == "durable_rules 2.0.29, 2.0.28 expected"
    finally:
        why_not.cache_clear()


@needs_durable
def test_wrong_answers_at_start_up_are_noticed(monkeypatch):
    monkeypatch.setattr(Durable, "run", lambda self, rows: [])
    why_not.cache_clear()
    try:
        assert why_not() == "durable_rules: wrong answers in the start-up test"
    finally:
        why_not.cache_clear()


@needs_durable
def test_a_fault_while_running_is_noted_and_nothing_is_lost(monkeypatch):
    runs = evaluator([TREE], "auto")

    def broken(*_):
        raise EngineFaultError("a batch of facts was refused")

    monkeypatch.setattr(Durable, "run", broken)
    assert len(runs.run(ROWS)) == 1
    assert (runs.engine, runs.note) == ("python", "durable_rules: a batch of facts was refused")


@needs_durable
def test_the_extension_s_own_errors_become_faults(monkeypatch):
    engine = Durable([Clause("r", "applies", (Pattern("a", "doc"),))])
    monkeypatch.setattr(durable.extension, "assert_facts", lambda *_: (_ for _ in ()).throw(RuntimeError("303")))
    with pytest.raises(EngineFaultError, match="303"):
        engine.run(ROWS)


def test_plain_python_on_wish():
    runs = evaluate.evaluator([TREE], "python")
    assert (runs.engine, runs.note, len(runs.run(ROWS))) == ("python", None, 1)
