"""A live service that invokes, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.arriving import arrival_source
from simcore.component.arriving import expected as expected_of
from simcore.component.site import given
from simcore.component.strides import stride
from simcore.engine.arrivals import ArrivalSource
from simcore.engine.streams import generator
from simcore.engine.trace import Trace
from simcore.errors import RetuneError
from simcore.roles.again import Again
from simcore.roles.invocable import Invocable
from simcore.roles.taker import Taker
from simcore.services.event_source.asked.asking import Asker
from simcore.services.event_source.asked.job import Job
from simcore.services.event_source.pushed.pushing import Pusher
from simcore.services.event_source.settings import Answer, AskSettings, JobSettings, PushSettings
from simcore.services.event_source.spec import EventSource

__all__ = ["build", "connect", "expected", "retune"]

FOR_EVER_S = 366 * 86_400.0


def build(spec: EventSource, site: Site) -> Pusher | Asker | Job:
    """By how its service works: through a list, waiting for answers, or handing events over."""
    if spec.of.manifest:
        return Job(site.env, site.id, _job(spec, site), spec.start, site.seed, stride(site))
    if spec.synchronous:
        return Asker(site.env, site.id, _arrivals(spec, site), _ask(spec, site), stride(site))
    return Pusher(site.env, site.id, _arrivals(spec, site), _push(spec, site), site.seed)


def connect(live: Pusher | Asker | Job, spec: EventSource, site: Site) -> None:
    """Whom it invokes."""
    if isinstance(live, Pusher):
        action = None if spec.error_action is None else site.role(spec.error_action, Taker)
        live.connect(site.role(spec.target, Taker), action)
    else:
        live.connect(site.role(spec.target, Invocable))


def retune(live: Pusher | Asker | Job, spec: EventSource, site: Site) -> None:
    """It goes on by what is said of it now."""
    connect(live, spec, site)
    if isinstance(live, Job):
        changed = _job(spec, site)
        if changed.tasks != live.settings.tasks:
            raise RetuneError(site.id, "manifest.tasks", "a job keeps its manifest")
        live.retune(changed)
        return
    live.retune(_arrivals(spec, site))
    if isinstance(live, Asker):
        live.settings = _ask(spec, site)
    else:
        live.retune_settings(_push(spec, site))


def expected(spec: EventSource, until_s: float, trace: Trace | None) -> float:
    """How much happens, or how long the manifest is."""
    if spec.arrivals is None:
        begins = spec.start < until_s
        return float(spec.manifest.tasks) if spec.manifest is not None and begins else 0.0
    return expected_of(spec, until_s, trace)  # type: ignore[arg-type]


def _arrivals(spec: EventSource, site: Site) -> ArrivalSource:
    rng = generator(site.seed, f"{site.id}/arrivals")
    return arrival_source(spec, rng, site.duration_s, site.trace)  # type: ignore[arg-type]


def _again(age_s: float, site: Site) -> Again:
    return Again(site.value("push.backoff_initial_s"), site.value("push.backoff_max_s"), age_s)


def _push(spec: EventSource, site: Site) -> PushSettings:
    said = spec.of
    return PushSettings(
        batch=spec.batch_size or 1,
        window_s=spec.batching_window or 0.0,
        again=_again(site.value(said.retry_age), site) if said.retry_age else None,
        refused=spec.delivery_error_rate,
        off_s=site.value(said.switched_off) if said.switched_off else 0.0,
        denied=spec.delivery_fails,
        answer=_answer(spec, site) if said.silence else None,
    )


def _answer(spec: EventSource, site: Site) -> Answer:
    said, own = spec.of, spec.service_timeout
    return Answer(
        silence_s=site.value(said.silence) if own is None else own,
        total_s=site.value(said.total) if own is None else own,
        again_s=site.value(said.again) if said.again else 0.0,
        reports=spec.progress_reports,
    )


def _ask(spec: EventSource, site: Site) -> AskSettings:
    said = spec.of
    attempts = int(site.value(said.attempts)) if said.attempts else 1
    return AskSettings(site.value(said.timeout), attempts, spec.delivery_fails)


def _job(spec: EventSource, site: Site) -> JobSettings:
    manifest = given(spec.manifest)
    return JobSettings(
        tasks=manifest.tasks,
        at_once=given(manifest.parallelism),
        attempts=int(site.value(spec.of.attempts)),
        failing_share=site.value("s3_batch.failing_share"),
        looked_at_from=int(site.value("s3_batch.looked_at_from")),
        again=_again(FOR_EVER_S, site),
        denied=spec.delivery_fails,
    )
