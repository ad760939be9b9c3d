"""Reading on several cores: processes that each load one single-threaded reader, and give records back in order.

A process that dies (of too little memory, say) costs one article: what it was reading is tried once more alone. Workers
end with their parent, even when it is killed, and leave Ctrl-C to it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.cli.sources import Source, Told, load_reader, read_sources
from communique.errors import CommuniqueError

if TYPE_CHECKING:
    from communique.model.entry import Record
    from communique.pipeline import Reader

_FEW = 8  # articles that one process reads before others have loaded their model
_MOST = 8  # processes that are started without being asked for
_AHEAD = 3  # articles given out to each process, so that none waits


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article could not be read, as it is told."""

    message: str


def count_jobs(asked: int | None, articles: int) -> int:
    """How many processes read so many articles: as asked, else one for a few, and one a core for many."""
    if asked is not None:
        return max(1, min(asked, articles))
    if articles < _FEW:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST)


def read_in_processes(sources: Sequence[Source], told: Told, jobs: int) -> Iterator[tuple[Source, Record | Failure]]:
    """Each source with its record or its failure, in their order, read by ``jobs`` processes."""
    waiting = deque(sources)
    given: deque[tuple[Source, Future[Record | Failure]]] = deque()
    pool = _start(jobs)
    try:
        while waiting or given:
            while waiting and len(given) < jobs * _AHEAD:
                source = waiting.popleft()
                given.append((source, _submit(pool, source, told)))
            source, future = given.popleft()
            try:
                yield source, future.result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                waiting.extendleft(other for other, _ in reversed(given))
                given.clear()
                yield source, _read_alone(source, told)
                pool = _start(jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _read_alone(source: Source, told: Told) -> Record | Failure:
    """A second try in a process of its own: another article may have been what killed the first."""
    with _start(1) as pool:
        try:
            return _submit(pool, source, told).result()
        except BrokenProcessPool:
            return Failure(f"{source.name}: the process that read it was killed; it may need more memory than there is")


def _start(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork would copy the threads of the model's runtime
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare)


def _submit(pool: ProcessPoolExecutor, source: Source, told: Told) -> Future[Record | Failure]:
    with _deaf():
        return pool.submit(_read, source, told)


@contextmanager
def _deaf() -> Iterator[None]:
    """A process that is started here does not hear Ctrl-C: the terminal sends it to all, and the parent decides. The
    parent hears it when the block ends. (Windows has no signal masks; there a worker may end with a message.)
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_reader: Reader | None = None


def _prepare() -> None:
    """In a new process: loads the reader, and ends with the parent."""
    global _reader
    threading.Thread(target=_follow_parent, daemon=True).start()
    _reader = load_reader()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(source: Source, told: Told) -> Record | Failure:
    assert _reader is not None
    errors: list[CommuniqueError] = []
    for _, record in read_sources([source], told, _reader.read, errors.append):
        if record is not None:
            return record
    return Failure(str(errors[0]))  # a message, since not every error can be sent between processes
