import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from parsers.cage import Cage
from parsers.problems import FileProblem, Limits

JOBS = """
import os, time

def work(job, setup):
    if job == "die":
        os.abort()
    if job == "sleep":
        time.sleep(60)
    if job == "eat":
        return len(bytearray(3 << 30))
    if job == "fail":
        raise ValueError("words of a paper")
    if job == "print":
        print("noise", flush=True)
        os.write(1, b"more noise")
    if job == "pid":
        return os.getpid()
    return f"{setup}:{job}"
"""


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module with a name of its own that only the worker imports."""
    (tmp_path / "caged_jobs.py").write_text(JOBS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return "caged_jobs:work"


def test_jobs_are_done_in_one_worker(target: str) -> None:
    with Cage("tên", target=target) as cage:
        assert cage.run("một") == "tên:một"
        first = cage.run("pid")
        assert first != os.getpid()
        assert cage.run("pid") == first


NOT_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")


@pytest.mark.parametrize(
    ("job", "detail"),
    [("die", "worker died"), ("sleep", "time"), pytest.param("eat", "memory", marks=NOT_LINUX)],
)
def test_a_bad_file_costs_itself_only(target: str, job: str, detail: str) -> None:
    with Cage(0, Limits(seconds=1.5), target) as cage:
        with pytest.raises(FileProblem) as caught:
            cage.run(job)
        assert (caught.value.code, caught.value.detail) == ("limit", detail)
        assert cage.run("sau") == "0:sau"


def test_a_fault_of_ours_is_an_incident_without_words(target: str) -> None:
    with Cage(0, target=target) as cage:
        with pytest.raises(FileProblem) as caught:
            cage.run("fail")
        assert (caught.value.code, caught.value.detail) == ("incident", "ValueError")


def test_noise_on_standard_output_does_no_harm(target: str) -> None:
    with Cage(0, target=target) as cage:
        assert cage.run("print") == "0:print"
        assert cage.run("sau") == "0:sau"


def test_workers_are_recycled(target: str) -> None:
    with Cage(0, Limits(files_per_worker=2), target) as cage:
        pids = [cage.run("pid") for _ in range(5)]
    assert pids[0] == pids[1]
    assert len(set(pids)) == 3


def test_a_worker_that_cannot_start_is_an_incident(target: str) -> None:
    with Cage(0, target="no_such_module:work") as cage, pytest.raises(FileProblem) as caught:
        cage.run("x")
    assert caught.value.code == "incident"


def test_nothing_is_left_running(target: str) -> None:
    with Cage(0, target=target) as cage:
        pid = cage.run("pid")
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_control_c_ends_the_run_and_the_worker(target: str, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import signal, sys
            sys.path[:] = {sys.path!r}
            from parsers.cage import Cage
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background was told to ignore it
            with Cage(0, target={target!r}) as cage:
                print(cage.run("pid"), flush=True)
                cage.run("sleep")
            """
        ),
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.send_signal(signal.SIGINT)
        _, errors = parent.communicate(timeout=20)
    assert b"KeyboardInterrupt" in errors
    assert not _alive(worker)
