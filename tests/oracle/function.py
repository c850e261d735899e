"""A Lambda function in textbook SimPy: a process an invocation, a process an idle environment."""

from dataclasses import dataclass

import simpy


class Account:
    """Concurrency and scaling rate that functions share."""

    def __init__(self, env, profile, region):
        self.env = env
        self.unreserved = profile.value("lambda.account_concurrency", region)
        self.burst = profile.value("lambda.scaling_burst", region)
        self.refill_per_s = profile.value("lambda.scaling_refill_per_min", region) / 60
        self.shares_bucket = profile.value("lambda.scaling_scope") == "region"
        self.bucket = self.new_bucket()
        self.running = 0  # invocations of functions without reserved concurrency
        self.requests_per_concurrency = profile.value("lambda.requests_per_concurrency")
        self.requests_burst_s = profile.value("lambda.requests_burst_s")
        self.requests = None

    def scaling_bucket(self):
        return self.bucket if self.shares_bucket else self.new_bucket()

    def new_bucket(self):
        return Bucket(self.env, self.burst, self.refill_per_s)

    def new_ceiling(self, concurrency):
        per_s = self.requests_per_concurrency * concurrency
        return Bucket(self.env, max(per_s * self.requests_burst_s, 1), per_s)

    def ceiling(self):
        """Of the functions without reserved concurrency; asked for when all are built."""
        if self.requests is None:
            self.requests = self.new_ceiling(self.unreserved)
        return self.requests


class Bucket:
    """Tokens that come back continuously."""

    def __init__(self, env, capacity, refill_per_s):
        self.env, self.capacity, self.refill_per_s = env, capacity, refill_per_s
        self.tokens, self.counted_at = capacity, 0.0

    def refilled(self):
        gained = (self.env.now - self.counted_at) * self.refill_per_s
        self.tokens, self.counted_at = min(self.tokens + gained, self.capacity), self.env.now
        return self.tokens >= 1 - 1e-9

    def take(self):
        if not self.refilled():
            return False
        self.tokens -= 1
        return True


@dataclass
class Answer:
    """How an invocation ended; ``failed`` are the places of records that failed."""

    outcome: str
    failed: frozenset


class Function:
    def __init__(self, env, id, spec, account, draws, log, *, reports=False):
        self.env, self.id, self.spec, self.account, self.log = env, id, spec, account, log
        self.reports = reports
        self.reserved = spec.reserved_concurrency
        if self.reserved is not None:
            account.unreserved -= self.reserved
            self.requests = account.new_ceiling(self.reserved)
        self.bucket = account.scaling_bucket()
        self.idle = []  # processes that wait for the idle timeout, the last used at the end
        self.running = 0
        self.durations = draws(f"{id}/duration", spec.duration)
        self.inits = draws(f"{id}/init_duration", spec.init_duration)
        self.luck = draws(f"{id}/error")
        self.record_luck = draws(f"{id}/item_error")

    def invoke(self, records=0):
        """The invocation's process, or None when it is throttled."""
        if self.at_limit():
            pool = "account" if self.reserved is None else "reserved"
            return self.throttle(f"{pool} concurrency")
        requests = self.account.ceiling() if self.reserved is None else self.requests
        if not requests.refilled():
            return self.throttle("requests per second")
        if self.idle:
            self.idle.pop().interrupt()
            init_s = 0.0
        elif self.bucket.take():
            init_s = next(self.inits)
            self.log.note(self.id, "cold start")
        else:
            return self.throttle("scaling rate")
        requests.tokens -= 1
        self.count(+1)
        self.log.note(self.id, "started", level=self.running)
        return self.env.process(self.invocation(init_s, *self.fate(records)))

    def at_limit(self):
        if self.reserved is not None:
            return self.running >= self.reserved
        return self.account.running >= self.account.unreserved

    def throttle(self, why):
        self.log.note(self.id, f"throttled by {why}")

    def count(self, change):
        self.running += change
        if self.reserved is None:
            self.account.running += change

    def fate(self, records):
        duration_s, fails = next(self.durations), next(self.luck) < self.spec.error_rate
        rate, failed = self.spec.item_error_rate, frozenset()
        if rate:
            failed = frozenset(i for i in range(records) if next(self.record_luck) < rate)
        if duration_s > self.spec.timeout:
            return self.spec.timeout, Answer("timeout", failed)
        if fails or (failed and not self.reports):
            return duration_s, Answer("error", failed)
        return duration_s, Answer("success", failed)

    def invocation(self, init_s, duration_s, answer):
        yield self.env.timeout(init_s)
        yield self.env.timeout(duration_s)
        self.count(-1)
        self.log.note(self.id, f"ended in {answer.outcome}")
        self.idle.append(self.env.process(self.environment()))
        return answer

    def environment(self):
        """An idle environment, until it is used again or reclaimed."""
        try:
            yield self.env.timeout(self.spec.idle_timeout)
        except simpy.Interrupt:
            return
        self.idle.remove(self.env.active_process)
        self.log.note(self.id, "reclaimed")


class Client:
    """Calls a function and waits for the answer of each request."""

    def __init__(self, env, id, times, function, log):
        self.env, self.id, self.function, self.log = env, id, function, log
        env.process(self.requests(times))

    def requests(self, times):
        for t in times:
            yield self.env.timeout(max(t - self.env.now, 0))
            self.env.process(self.request())

    def request(self):
        sent = self.env.now
        self.log.note(self.id, "sent")
        invocation = self.function.invoke()
        outcome = (yield invocation).outcome if invocation else "throttled"
        self.log.answered(self.id, sent, outcome)
