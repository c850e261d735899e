"""What the models of each type state, as they declare it; of one with several, what they all do."""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import PollersObserved
from simcore.awslambda.facts.tracing import InvocationTraced
from simcore.awslambda.sends import FACTS as OF_SENDS
from simcore.facts.pushing import PUSHING
from simcore.services.api_gateway import api
from simcore.services.api_gateway import facts as of_api
from simcore.services.api_gateway.websocket import api as websocket
from simcore.services.clients import caller
from simcore.services.clients import facts as of_client
from simcore.services.cloudfront import distribution
from simcore.services.cloudfront_functions import function as cloudfront_function
from simcore.services.downstream import pool
from simcore.services.endpoint.facts import EndpointAnswered
from simcore.services.event_source import facts as of_source
from simcore.services.event_source.asked import asking, job
from simcore.services.event_source.pushed import pushing
from simcore.services.eventbridge import rules
from simcore.services.firehose import delivery
from simcore.services.function_url import facts as of_url
from simcore.services.load_balancer import balancer
from simcore.services.s3 import bucket
from simcore.services.s3.facts import RequestRefused
from simcore.services.scheduler.facts import SchedulerObserved, ScheduleStarted
from simcore.services.sns.detailed import topic
from simcore.services.sqs import facts as of_queue
from simcore.services.step_functions import facts as of_machine

from . import conftest as made

STATED = {
    "function": (
        *made.FUNCTION,
        *made.ASYNCHRONOUS,
        *made.MANAGED,
        *OF_SENDS,
        InvocationTraced,
    ),
    "topic": (*made.TOPIC, *topic.STATES),
    "bus": (*made.BUS, *rules.STATES),
    "bucket": (*made.BUCKET, RequestRefused, *bucket.TELLING),
    "queue": (
        *made.QUEUE,
        of_queue.MessagesMoved,
        of_queue.MessagesDuplicated,
        of_queue.FairObserved,
        of_queue.QuietMessageDeleted,
    ),
    "event_source_mapping": (*made.MAPPING, facts.EventsFilteredOut, PollersObserved),
    "stream": made.STREAM,
    "table": made.TABLE,
    "stream_event_source_mapping": made.STREAM_MAPPING,
    "client": (
        *made.CLIENT,
        *caller.STATES,
        of_client.PageLoaded,
        of_client.CallerObserved,
        of_client.UsersObserved,
    ),
    "account": made.ACCOUNT,
    "load_balancer": balancer.FACTS,
    "distribution": distribution.FACTS,
    "cloudfront_function": cloudfront_function.STATES,
    "api": (
        *api.COMMON,
        *websocket.FACTS,
        of_api.RestApiAnswered,
        of_api.HttpApiAnswered,
        of_api.AuthorizerAsked,
        of_api.CacheLookedUp,
        of_api.CanaryTook,
        of_api.StreamBegun,
        of_api.ApiRequestTraced,
    ),
    "function_url": (
        of_url.UrlRequested,
        of_url.UrlAnswered,
        of_url.UrlStreamBegun,
        of_url.UrlObserved,
    ),
    "delivery_stream": (*delivery.STATES, *delivery.PROCESSING),
    "event_source": (
        *asking.STATES,
        *job.STATES,
        *pushing.STATES,
        of_source.ProgressReported,
        of_source.WaitEnded,
    ),
    "scheduler": (ScheduleStarted, *PUSHING, SchedulerObserved),
    "downstream": pool.FACTS,
    "endpoint": (EndpointAnswered,),
    "state_machine": (of_machine.StateNoted, *of_machine.ROWS),
}
"""Type -> kinds of fact, some of them more than once."""
