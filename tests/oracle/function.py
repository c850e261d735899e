"""A Lambda function in textbook SimPy: a process an invocation, a process an idleness."""

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


@dataclass(eq=False)
class Warm:
    """An execution environment: when its life ends, and whether it needs another init."""

    expires: float
    reset: bool = False
    unfinished_init_s: float = 0.0  # an init that was cut off, and is run again
    inits_inside: bool = False  # its invocation begins with an init
    waiting: object = None  # the process of its idleness


@dataclass
class Answer:
    """How an invocation ended; ``failed`` are the places of records that failed."""

    outcome: str
    failed: frozenset


class Function:
    def __init__(self, env, id, spec, account, draws, log, profile, *, reports=False):
        self.env, self.id, self.spec, self.account, self.log = env, id, spec, account, log
        self.reports = reports
        self.reserved = spec.reserved_concurrency
        if self.reserved is not None:
            account.unreserved -= self.reserved
            self.requests = account.new_ceiling(self.reserved)
        self.bucket = account.scaling_bucket()
        self.init_limit = profile.value("lambda.init_limit_s")
        self.shortest_life = profile.value("lambda.environment_shortest_life")
        self.vcpus = min(spec.memory / profile.value("lambda.memory_per_vcpu_mb"), spec.cpu_threads)
        self.idle = []  # warm environments, the last used at the end
        self.running = 0
        self.durations = draws(f"{id}/duration", spec.duration)
        self.inits = draws(f"{id}/init_duration", spec.init_duration)
        self.inits_again = draws(f"{id}/suppressed_init", spec.init_duration)
        self.lives = draws(f"{id}/environment_life")
        self.foresight = draws(f"{id}/proactive_init")
        self.works = draws(f"{id}/cpu_work", spec.cpu_work) if spec.cpu_work else None
        self.crashes = draws(f"{id}/crash")
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
            warm, init_s = self.idle.pop(), 0.0
            warm.waiting.interrupt()
        elif self.bucket.take():
            warm = Warm(self.env.now + self.life())
            init_s = self.first_init(warm)
            if init_s:
                self.log.note(self.id, "cold start")
        else:
            return self.throttle("scaling rate")
        requests.tokens -= 1
        self.count(+1)
        self.log.note(self.id, "started", level=self.running)
        return self.env.process(self.invocation(warm, init_s, *self.fate(warm, records)))

    def life(self):
        share = self.shortest_life + (1 - self.shortest_life) * next(self.lives)
        return self.spec.environment_maximum_age * share

    def first_init(self, warm):
        """How long the request waits for a new environment."""
        init_s = next(self.inits)
        if init_s > self.init_limit:
            warm.unfinished_init_s, init_s = init_s, self.init_limit
        share = self.spec.proactive_initialization
        return 0.0 if share and next(self.foresight) < share else init_s

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

    def fate(self, warm, records):
        """(duration, answer) of an invocation on this environment."""
        duration_s = next(self.durations)
        if self.works:
            duration_s += next(self.works) / self.vcpus
        fails = next(self.luck) < self.spec.error_rate
        duration_s += self.init_inside(warm)
        times_out = duration_s > self.spec.timeout
        crashes = False
        if self.spec.crash_rate or self.spec.item_error_rate:
            crashes = next(self.crashes) < self.spec.crash_rate
        warm.reset = times_out or crashes
        failed = self.failed_records(records)
        if times_out:
            return self.spec.timeout, Answer("timeout", failed)
        if fails or crashes or (failed and not self.reports):
            return duration_s, Answer("error", failed)
        return duration_s, Answer("success", failed)

    def init_inside(self, warm):
        """Seconds of init at the beginning of the invocation itself."""
        if warm.unfinished_init_s:
            init_s, warm.unfinished_init_s = warm.unfinished_init_s, 0.0
        elif warm.reset:
            init_s = next(self.inits_again)
        else:
            return 0.0
        warm.inits_inside = True
        return init_s

    def failed_records(self, records):
        rate = self.spec.item_error_rate
        if not rate:
            return frozenset()
        return frozenset(i for i in range(records) if next(self.record_luck) < rate)

    def invocation(self, warm, init_s, duration_s, answer):
        yield self.env.timeout(init_s)
        if warm.inits_inside:
            self.log.note(self.id, "suppressed init")
            warm.inits_inside = False
        yield self.env.timeout(duration_s)
        self.count(-1)
        self.log.note(self.id, f"ended in {answer.outcome}")
        if self.env.now >= warm.expires:
            self.log.note(self.id, "reclaimed")
        else:
            self.idle.append(warm)
            warm.waiting = self.env.process(self.idleness(warm))
        return answer

    def idleness(self, warm):
        """Until the environment is used again, or its idle timeout or its life is over."""
        try:
            yield self.env.timeout(min(self.spec.idle_timeout, warm.expires - self.env.now))
        except simpy.Interrupt:
            return
        self.idle.remove(warm)
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
