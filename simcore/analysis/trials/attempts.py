"""Try scenarios with several seeds on all cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from time import perf_counter

from simcore.analysis.trials.trial import Attempt, seeds_of
from simcore.analysis.verdict import judge
from simcore.scenario import Scenario
from simcore.scenario.run import Run

__all__ = ["cores", "tried"]

Job = tuple[int, int]
"""The number of a scenario, and a seed."""

_scenarios: Sequence[Scenario] = ()


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def tried(
    scenarios: Sequence[Scenario], n: int, jobs: int, done: Callable[[], None]
) -> list[list[Attempt]]:
    """What comes of ``n`` seeds of each; ``done`` is told of every one that is finished.

    With more than one of ``jobs`` in processes of their own, which share nothing; the results do
    not depend on it.
    """
    work = [(k, seed) for k, scenario in enumerate(scenarios) for seed in seeds_of(scenario, n)]
    found: dict[Job, Attempt] = {}
    one_by_one = _here if min(jobs, len(work)) == 1 else _apart
    for job, attempt in one_by_one(scenarios, work, jobs):
        found[job] = attempt
        done()
    return [[found[k, seed] for seed in seeds_of(s, n)] for k, s in enumerate(scenarios)]


def _here(
    scenarios: Sequence[Scenario], work: Sequence[Job], _jobs: int
) -> Iterator[tuple[Job, Attempt]]:
    for job in work:
        yield job, _attempt(scenarios[job[0]], job[1])


def _apart(
    scenarios: Sequence[Scenario], work: Sequence[Job], jobs: int
) -> Iterator[tuple[Job, Attempt]]:
    # New processes, not forked ones: these would have the threads' locks, but not the threads.
    pool = ProcessPoolExecutor(
        min(jobs, len(work)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(scenarios,),
    )
    others = set(multiprocessing.active_children())
    try:
        with _deaf_to_interrupts():
            futures = {pool.submit(_of_job, job): job for job in work}
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started here never hears of Ctrl-C: this process does, and ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(scenarios: Sequence[Scenario]) -> None:
    """A worker gets all scenarios once."""
    global _scenarios
    _scenarios = scenarios


def _of_job(job: Job) -> Attempt:
    return _attempt(_scenarios[job[0]], job[1])


def _attempt(scenario: Scenario, seed: int) -> Attempt:
    began = perf_counter()
    run = Run(scenario, seed=seed, shown=False)
    for _ in run.frames():
        pass
    return Attempt(seed, judge(scenario, run.result()), perf_counter() - began)
