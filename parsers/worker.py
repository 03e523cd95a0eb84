"""The inside of the cage: takes jobs from standard input, answers on standard output, until the pipe closes."""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from typing import IO, Any

HEADER = struct.Struct("<Q")
COLLECTOR = (50_000, 20, 100)  # facts hold no cycles: the collector need not look at them as often as it comes


def send(stream: IO[bytes], value: object) -> None:
    """Write one value."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(HEADER.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one value; raises EOFError when the other side is gone."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        raise EOFError
    size = HEADER.unpack(header)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - our own process at the other end


def serve() -> None:
    """Run jobs until there are no more."""
    jobs, answers = _private_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    try:
        target, setup, memory = receive(jobs)
        _limit_memory(memory)
        run = _function(target)
        gc.set_threshold(*COLLECTOR)
        send(answers, ("ready", None))
        while True:
            send(answers, _answer(run, receive(jobs), setup))
    except (EOFError, BrokenPipeError):
        return


def _answer(run: Callable[[Any, Any], object], job: object, setup: object) -> tuple[str, object]:
    try:
        return "done", run(job, setup)
    except MemoryError:
        return "failed", "memory"
    except Exception as error:
        return "failed", type(error).__name__


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take the pipes away from libraries that print: what they write goes nowhere."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return jobs, answers


def _function(target: str) -> Callable[[Any, Any], object]:
    module, _, name = target.partition(":")
    function: Callable[[Any, Any], object] = getattr(importlib.import_module(module), name)
    return function


def _limit_memory(size: int) -> None:
    """Limit the address space, and leave no core file of a paper behind; Windows limits by a Job object."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for Windows only

        from parsers.job_object import limit_memory  # noqa: PLC0415 - see above

        limit_memory(size, ctypes.windll.kernel32)
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    for kind, limit in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))
        except (ValueError, OSError):
            continue  # the system grants less already, or does not know this limit
