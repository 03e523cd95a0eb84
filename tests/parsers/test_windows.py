"""What Windows lacks is never needed at import; its own memory limit is asked for in the right words."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Any

import pytest

from parsers.job_object import EXTENDED_LIMITS, PROCESS_MEMORY, ExtendedLimits, limit_memory

# Everything is imported once with what this system has, so that other packages are in place; then ours again without.
IMPORT_ALL = """
import builtins, importlib, os, pkgutil, signal, sys

POSIX = {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog", "readline"}
OURS = ("parsers", "engine")

def all_of_ours():
    found = []
    for package in OURS:
        for item in pkgutil.walk_packages([package], package + "."):
            if not item.name.endswith("__main__") and ".migrations." not in item.name:
                importlib.import_module(item.name)
                found.append(item.name)
    return found

before = all_of_ours()
for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
    del sys.modules[name]
for module, names in ((os, ("getuid", "geteuid", "fork", "killpg", "setsid", "nice", "O_NOFOLLOW", "O_NONBLOCK")),
                      (signal, ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "setitimer"))):
    for name in names:
        delattr(module, name)
real = builtins.__import__

def guarded(name, globals=None, *rest, **more):
    asking = (globals or {}).get("__name__", "").partition(".")[0]
    if name.partition(".")[0] in POSIX and asking in OURS:
        raise ImportError(f"{globals['__name__']} needs {name}")
    return real(name, globals, *rest, **more)

builtins.__import__ = guarded
assert all_of_ours() == before and len(before) > 200, len(before)
print("imported", len(before))
"""


def test_nothing_of_posix_is_needed_at_import(pytestconfig: pytest.Config) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORT_ALL],
        cwd=pytestconfig.rootpath,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("imported")


class Kernel:
    """A kernel32 that writes down what it is asked."""

    def __init__(self, refuses: str = "") -> None:
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.limits = ExtendedLimits()
        for name in ("CreateJobObjectW", "GetCurrentProcess", "SetInformationJobObject", "AssignProcessToJobObject"):
            setattr(self, name, self._call(name, refuses=name == refuses))

    def _call(self, name: str, *, refuses: bool) -> Any:
        def called(*arguments: Any) -> int:
            self.asked.append((name, arguments))
            if name == "SetInformationJobObject":
                ctypes.memmove(ctypes.byref(self.limits), arguments[2], arguments[3])
            return 0 if refuses else 7

        return called


def test_the_structure_is_as_large_as_windows_expects() -> None:
    assert ctypes.sizeof(ctypes.c_void_p) == 8
    assert ctypes.sizeof(ExtendedLimits) == 144
    assert ExtendedLimits.process_memory.offset == 112


def test_the_process_is_put_into_a_job_with_its_limit() -> None:
    kernel = Kernel()
    assert limit_memory(3 << 30, kernel)
    assert kernel.limits.process_memory == 3 << 30
    assert kernel.limits.basic.flags == PROCESS_MEMORY
    named = [name for name, _ in kernel.asked]
    assert named == ["CreateJobObjectW", "SetInformationJobObject", "GetCurrentProcess", "AssignProcessToJobObject"]
    job, what, _, size = kernel.asked[1][1]
    assert (job.value, what, size) == (7, EXTENDED_LIMITS, 144)
    assert [each.value for each in kernel.asked[3][1]] == [7, 7]


@pytest.mark.parametrize("refuses", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_a_system_that_refuses_does_no_harm(refuses: str) -> None:
    assert not limit_memory(1 << 30, Kernel(refuses))
