"""An SQS event source mapping in textbook SimPy: a process a poller, one that scales them."""

import simpy


class Leaves(Exception):
    """A poller leaves the fleet."""


class Window:
    """A batch that ``poller`` gathers until ``closes``, or with little traffic until ``latest``."""

    def __init__(self, poller, closes, latest):
        self.poller, self.closes, self.latest, self.receipts = poller, closes, latest, []
        self.overdue, self.began = False, poller.env.now

    def size(self):
        return sum(len(receipt.messages) for receipt in self.receipts)


class Mapping:
    def __init__(self, env, id, spec, queue, function, profile, draws, log):
        self.env, self.id, self.spec, self.log = env, id, spec, log
        self.queue, self.function = queue, function
        cap, initial = spec.maximum_concurrency, profile.value("esm.sqs.initial_pollers")
        self.initial = min(initial, cap or initial)
        self.most = cap or profile.value("esm.sqs.pollers_max")
        self.floor = self.initial if cap else profile.value("esm.sqs.scale_in_floor")
        self.ramp_per_s = profile.value("esm.sqs.ramp_per_min") / 60
        self.scale_in_per_s = profile.value("esm.sqs.scale_in_per_min") / 60
        self.backoff_s = profile.value("esm.sqs.throttle_backoff_initial_s")
        self.backoff_max_s = profile.value("esm.sqs.throttle_backoff_max_s")
        self.receive_max = profile.value("sqs.receive_max")
        self.initial, self.floor = min(self.initial, self.most), min(self.floor, self.most)
        lost = profile.get("esm.sqs.pollers_lost_an_error", default=0)
        self.lost_an_error = 0 if spec.report_batch_item_failures else lost
        self.pause_s = profile.get("esm.sqs.filtered_poll_s")
        self.lost, self.leaving = 0.0, 0
        self.cycle_s = profile.value("esm.sqs.poll_cycle_s")
        self.low_traffic_s = profile.value("esm.sqs.low_traffic_wait_s")
        self.jitter = draws(f"{id}/backoff")
        self.pollers, self.holding, self.owed, self.scaling = 0, 0, 0.0, False
        self.windows = []  # of pollers that wait for more messages, oldest first
        self.waiting = []  # pollers without a message
        queue.reader = self
        self.add_pollers(self.floor, waits=True)

    def messages_visible(self):
        """Tell the pollers, those with an open window first; they act before anything else."""
        if self.scaling and not self.waiting and not self.windows:
            return  # everyone is busy
        for window in self.windows:
            window.poller.interrupt()
        self.add_pollers(max(self.initial - self.pollers, 0), waits=True)
        while self.waiting:
            self.waiting.pop().interrupt()
        if not self.scaling:
            self.scaling = True
            self.env.process(self.scale())

    def add_pollers(self, n, *, waits=False):
        self.pollers += n
        for _ in range(n):
            self.env.process(self.poller(waits=waits))

    # A poller.

    def poller(self, *, waits):
        """Receive, invoke, delete, and again, until it has to leave."""
        opened = None
        try:
            while True:
                while waits and not self.queue.visible():
                    yield from self.wait()
                opened = yield from self.work(self.env.now if waits else opened)
                waits = opened is None
        except Leaves:
            return

    def wait(self):
        self.waiting.append(self.env.active_process)
        try:
            yield self.env.event()
        except simpy.Interrupt as interrupt:
            if interrupt.cause is Leaves:
                raise Leaves from None

    def work(self, opened):
        """One batch; when the next window opens, or None when there was none to be had."""
        self.leave_after_errors()
        receipts = yield from self.gather(self.env.now if opened is None else opened)
        if not receipts:
            yield from self.wait()
            return None
        if self.spec.filter_criteria and not self.matching(receipts[0]):
            yield self.env.timeout(self.pause_s)
            return self.env.now
        answer = yield from self.answer(receipts)
        ended = self.env.now
        if answer:
            self.settle(receipts, answer)
            yield self.env.timeout(self.cycle_s)
            return ended
        if not self.leave():
            yield self.env.timeout(self.backoff_s)
        return self.env.now

    def leave(self):
        """Leave the fleet, unless it is as small as at the start."""
        if self.pollers - self.leaving > self.initial:
            self.pollers -= 1
            raise Leaves
        return False

    def leave_after_errors(self):
        if self.leaving:
            self.leaving -= 1
            self.pollers -= 1
            raise Leaves

    def matching(self, receipt):
        """Delete what does not match the filter; what is left."""
        share = self.spec.filter_criteria.matching
        kept = {
            i for i, m in enumerate(receipt.messages) if self.queue.contents.of(m.number) < share
        }
        gone = self.queue.delete(receipt, kept)
        if gone:
            self.log.note(self.id, "filtered out", gone)
        receipt.keep(kept)
        return receipt.messages

    def gather(self, opened):
        if not self.spec.maximum_batching_window:
            receipt = self.queue.receive(self.spec.batch_size)
            return [receipt] if receipt else []
        length = self.spec.maximum_batching_window
        latest = opened + max(length, self.low_traffic_s)
        window = Window(self.env.active_process, opened + length, latest)
        while room := self.spec.batch_size - window.size():
            receipt = self.queue.receive(min(room, self.receive_max))
            if receipt:
                window.receipts.append(receipt)
                if window.overdue:
                    break
            elif (yield from self.window_is_over(window)):
                break
        return window.receipts

    def window_is_over(self, window):
        """Wait for its end, or for messages."""
        self.windows = sorted([*self.windows, window], key=lambda window: window.began)
        until = window.latest if window.overdue else window.closes
        try:
            yield self.env.timeout(until - self.env.now)
        except simpy.Interrupt:
            return False
        finally:
            self.windows.remove(window)
        if window.receipts and not window.overdue and window.latest > self.env.now:
            window.overdue = True  # its long poll goes on
            return (yield from self.window_is_over(window))
        return True

    def answer(self, receipts):
        """Invoke, again and again while throttled; None when the visibility timeout is over."""
        n = sum(len(receipt.messages) for receipt in receipts)
        deadline = min(receipt.deadline for receipt in receipts)
        early = self.spec.gives_up_early
        latest = deadline - self.function.spec.timeout if early else deadline
        tries = 0
        while not (invocation := self.function.invoke(n)):
            self.log.note(self.id, "batch throttled", n)
            self.holding += not tries
            wait_s = min(self.backoff_s * 2**tries, self.backoff_max_s)
            wait_s *= 0.5 + 0.5 * next(self.jitter)
            tries += 1
            if self.env.now + wait_s > latest:
                if not early:
                    yield self.env.timeout(max(deadline - self.env.now, 0))
                self.log.note(self.id, "batch abandoned", n)
                self.holding -= 1
                return None
            yield self.env.timeout(wait_s)
        self.holding -= bool(tries)
        self.log.note(self.id, "batch invoked", n)
        return (yield invocation)

    def settle(self, receipts, answer):
        if answer.outcome != "success":
            n = sum(len(receipt.messages) for receipt in receipts)
            self.log.note(self.id, "batch failed", n)
            return self.back_off()
        failed = answer.failed if self.spec.report_batch_item_failures else frozenset()
        first = 0
        for receipt in receipts:
            here = frozenset(i - first for i in failed)
            self.log.note(self.id, "deleted", self.queue.delete(receipt, here))
            first += len(receipt.messages)
        self.log.note(self.id, "reported", len(failed))

    def back_off(self):
        """A failed batch costs pollers: this one, those that wait, others when they are done."""
        self.lost += self.lost_an_error
        whole = int(self.lost + 1e-9)
        self.lost -= whole
        self.leaving += max(min(whole, self.pollers - self.leaving - self.floor), 0)
        ours = bool(self.leaving)
        self.leaving -= ours
        self.pollers -= ours
        while self.leaving and self.waiting:
            self.leaving -= 1
            self.pollers -= 1
            self.waiting.pop().interrupt(Leaves)
        if ours:
            raise Leaves

    # The fleet.

    def scale(self):
        while self.scaling:
            yield self.env.timeout(1.0)
            if self.queue.visible() and not self.waiting:
                if not self.holding:
                    earned = self.earn(self.ramp_per_s)
                    stay = min(earned, self.leaving)
                    self.leaving -= stay
                    self.add_pollers(min(earned - stay, self.most - self.pollers))
            else:
                self.shrink()
                self.scaling = not self.waiting or self.pollers > self.floor

    def shrink(self):
        n = min(self.earn(self.scale_in_per_s), len(self.waiting), self.pollers - self.floor)
        for _ in range(max(n, 0)):
            self.pollers -= 1
            self.waiting.pop().interrupt(Leaves)

    def earn(self, per_s):
        self.owed += per_s
        whole = int(self.owed + 1e-9)
        self.owed -= whole
        return whole
