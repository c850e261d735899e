"""Who does the tasks of a machine: by what its definition asks for and what a scenario says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.asl.states import Resource, Task
from simcore.component import Site
from simcore.component.convert import distribution
from simcore.engine.distributions import Constant
from simcore.engine.streams import Stream, uniform
from simcore.roles.invocable import Invocable
from simcore.roles.taker import Taker
from simcore.services.step_functions.checks_rights import STOP
from simcore.services.step_functions.definitions import machine_of, tasks_of
from simcore.services.step_functions.expressions import expression_of, template_of
from simcore.services.step_functions.machine import StateMachine
from simcore.services.step_functions.outcomes import Error, ErrorRule, Outcomes
from simcore.services.step_functions.spec import StateMachine as Spec
from simcore.services.step_functions.spec_tasks import Activity, TaskError, TaskWork
from simcore.services.step_functions.tasks.activity import ActivityWork, Workers
from simcore.services.step_functions.tasks.function import FunctionWork, MockFunction
from simcore.services.step_functions.tasks.http import BY_STATUS, HttpWork
from simcore.services.step_functions.tasks.nested import SYNC_CALL, NestedWork, SyncWork
from simcore.services.step_functions.tasks.performing import DoesTasks
from simcore.services.step_functions.tasks.service import ServiceWork
from simcore.services.step_functions.tasks.tokens import TokenAnswers
from simcore.services.step_functions.tasks.work import Doing, Work

__all__ = ["workers_of", "works_of"]

ROOM = "stepfunctions."
NOTHING = TaskWork()
NO_TIME = Constant(0.0)
ENDLESS_S = 1e12
REFUSALS = {
    "dynamodb": Error("DynamoDB.ProvisionedThroughputExceededException"),
    "events": Error("EventBridge.ThrottlingException"),
    "sqs": Error("SQS.AmazonSQSException"),
    "sns": Error("SNS.AmazonSNSException"),
}
"""Where a target refuses; of other services `<Service>.ThrottlingException`. AWS's page on errors
names that of DynamoDB; the others are assumed."""

ANSWERS: Mapping[str, Any] = {
    "sqs": {"MessageId": "00000000-0000-0000-0000-000000000000"},
    "sns": {"MessageId": "00000000-0000-0000-0000-000000000000"},
    "events": {"FailedEntryCount": 0, "Entries": [{"EventId": "0"}]},
}
"""What of their answers a definition may look at; else an empty object."""

APIS = {"http": BY_STATUS, "apigateway": "ApiGateway."}


def works_of(live: StateMachine, spec: Spec, site: Site) -> dict[int, DoesTasks]:
    """By the numbers of their states."""
    tasks = tasks_of(machine_of(spec))
    return {task.number: _Making(live, spec, site, task).work() for task in tasks}


def workers_of(live: StateMachine, spec: Spec, site: Site) -> dict[str, Workers]:
    """By the names of activities; those that are there already go on."""
    found = {}
    for name, said in sorted(spec.activities.items()):
        known = live.workers.get(name)
        if known is not None:
            outcomes = _of_activity(live, name, said, site)
            known.retune(said.workers, outcomes, said.lost, said.heartbeat)
            known.durations.remap(distribution(said.duration).draw)
        found[name] = known or _workers(live, name, said, site)
    return found


def _workers(live: StateMachine, name: str, said: Activity, site: Site) -> Workers:
    path = f"activities/{name}"
    return Workers(
        live,
        said.workers,
        _of_activity(live, name, said, site),
        live.stream(site, f"{path}/duration", distribution(said.duration).draw),
        live.stream(site, f"{path}/lost", uniform),
        said.lost,
        said.heartbeat,
        site.value(ROOM + "activity_poll_s"),
    )


def _of_activity(live: StateMachine, name: str, said: Activity, site: Site) -> Outcomes:
    tosses = live.stream(site, f"activities/{name}/errors", uniform)
    return Outcomes(template_of(said.result), _rules(said.errors), tosses)


def _rules(errors: tuple[TaskError, ...]) -> tuple[ErrorRule, ...]:
    return tuple(
        ErrorRule(
            Error(one.error, one.cause),
            one.share,
            None if one.attempts is None else frozenset(one.attempts),
            None if one.when is None else expression_of(one.when),
        )
        for one in errors
    )


class _Making:
    """One state's way of doing its tasks, made of what is said of it."""

    def __init__(self, live: StateMachine, spec: Spec, site: Site, task: Task) -> None:
        self.live, self.site, self.task = live, site, task
        self.said = spec.tasks.get(task.name, NOTHING)
        self.path = f"tasks/{task.name}"
        self.target = self.said.target

    @property
    def resource(self) -> Resource:
        return self.task.resource

    def work(self) -> DoesTasks:
        if self.resource.service == "activity":
            return ActivityWork(self.live.workers[self.resource.name])
        doing = Doing(self.live, self.outcomes(), self.durations(), self.tokens())
        if self.target is None:
            return self._mock(doing)
        if self.site.graph.type_of(self.target) == self.site.type:
            return self._nested(doing, self.target)
        if self.resource.service in APIS:
            return self._http(doing, self.target)
        if self.is_invoked:
            return self._function(doing, self.site.role(self.target, Invocable))
        return self._service(doing, self.site.role(self.target, Taker))

    @property
    def is_invoked(self) -> bool:
        """Whether its target answers, or only takes."""
        answers = self.site.graph.components[self.target or ""].answers
        return bool(answers) or not hasattr(self.site.live(self.target or ""), "deliver")

    def _mock(self, doing: Doing) -> DoesTasks:
        if self.resource.service in APIS:
            return self._http(doing, None)
        if self.resource.service == "lambda":
            return MockFunction(doing, wraps=bool(self.resource.action))
        return Work(doing)

    def _function(self, doing: Doing, target: Invocable[Any]) -> DoesTasks:
        timeout = str(self.site.profile.value(ROOM + "lambda_timeout_error", self.site.region))
        return FunctionWork(
            doing,
            target,
            Error(self.said.function_error),
            Error(timeout, "Task timed out."),
            bool(self.resource.action),
        )

    def _service(self, doing: Doing, target: Taker) -> DoesTasks:
        service = self.resource.service.removeprefix("aws-sdk:")
        refusal = REFUSALS.get(service, Error(f"{service.capitalize()}.ThrottlingException"))
        answer = ANSWERS.get(service, {}) if self.said.result is None else self.said.result
        return ServiceWork(doing, target, refusal, answer)

    def _nested(self, doing: Doing, target: str) -> DoesTasks:
        denied = self.site.lacks(target, Taker)
        live = None if denied else self.site.live(target)
        resource = self.resource
        if resource.action == SYNC_CALL:
            return SyncWork(doing, live, resource.service)
        stops = self.site.may(STOP, target)
        return NestedWork(doing, live, resource.pattern, resource.service, stops=stops)

    def _http(self, doing: Doing, target: str | None) -> DoesTasks:
        service = self.resource.service
        invoked = takes = None
        if target is not None and self.is_invoked:
            invoked = self.site.role(target, Invocable)
        elif target is not None:
            takes = self.site.role(target, Taker)
        longest_s = self.site.get(ROOM + "http_task_timeout_s", ENDLESS_S)
        paced = service == "http"
        return HttpWork(
            doing, invoked, takes, longest_s if paced else ENDLESS_S, paced, APIS[service]
        )

    def outcomes(self) -> Outcomes:
        tosses = self.live.stream(self.site, f"{self.path}/errors", uniform)
        return Outcomes(template_of(self.said.result), _rules(self.said.errors), tosses)

    def durations(self) -> Stream:
        said = self.said.duration
        call = Constant(self.site.value(ROOM + "call_latency_s"))
        return self.live.stream(
            self.site, f"{self.path}/duration", (distribution(said) if said else call).draw
        )

    def tokens(self) -> TokenAnswers | None:
        if self.resource.pattern != "waitForTaskToken":
            return None
        said = self.said.answer
        after = NO_TIME if said is None else distribution(said.after)
        return TokenAnswers(
            self.live,
            self.outcomes(),
            self.live.stream(self.site, f"{self.path}/answer", after.draw),
            self.live.stream(self.site, f"{self.path}/never", uniform),
            1.0 if said is None else said.never,
            None if said is None else said.heartbeat,
        )
