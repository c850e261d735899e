"""An SQS standard queue in textbook SimPy: a process for every delay and visibility timeout."""

from itertools import count


class Message:
    def __init__(self, sent):
        self.sent, self.receives, self.place = sent, 0, "delayed"
        self.number = None  # in the order of becoming visible
        self.visible_since = sent


class Receipt:
    """Messages received together, with the receive counts that they had."""

    def __init__(self, messages, deadline):
        self.messages, self.deadline = messages, deadline
        self.receives = [message.receives for message in messages]

    def keep(self, places):
        """Only the messages at these places are the receiver's."""
        self.messages = [self.messages[i] for i in sorted(places)]
        self.receives = [self.receives[i] for i in sorted(places)]

    def still_ours(self):
        """Those that have not left and that nobody has received since, with their places."""
        for i, (message, receives) in enumerate(zip(self.messages, self.receives, strict=True)):
            if message.place in ("in flight", "visible") and message.receives == receives:
                yield i, message


class Queue:
    def __init__(self, env, id, spec, in_flight_max, log, contents, dead_letter_queue=None):
        self.contents, self.numbers = contents, count()
        self.env, self.id, self.spec, self.log = env, id, spec, log
        self.in_flight_max, self.in_flight = in_flight_max, 0
        self.dead_letter_queue = dead_letter_queue
        self.visibility_timeout = spec.visibility_timeout
        self.fresh, self.returned = [], []  # visible messages, first in line first
        self.reader = None

    def send(self):
        message = Message(self.env.now)
        self.log.note(self.id, "sent")
        if self.spec.delay:
            self.env.process(self.delayed(message))
        else:
            self.accept([message])

    def backlog(self, n):
        self.accept([Message(self.env.now) for _ in range(n)])

    def delayed(self, message):
        yield self.env.timeout(self.spec.delay)
        self.accept([message])

    def accept(self, messages):
        for message in messages:
            message.place, message.number = "visible", next(self.numbers)
        self.fresh += messages
        self.tell_reader()

    def tell_reader(self):
        if self.reader:
            self.reader.messages_visible()

    def visible(self):
        return len(self.fresh) + len(self.returned)

    def receive(self, most):
        """Up to ``most`` messages that were not received too often already, or None."""
        room = min(most, self.in_flight_max - self.in_flight)
        again = self.take_returned(room, self.fresh[0].sent if self.fresh else self.env.now)
        new = self.fresh[: max(room - len(again), 0)]
        del self.fresh[: len(new)]
        if len(again) + len(new) < room:
            again += self.take_returned(room - len(again) - len(new), self.env.now)
        if not (again or new):
            return None
        return self.hide(again + new)

    def take_returned(self, room, not_after):
        taken = []
        while len(taken) < room and self.returned and self.returned[0].visible_since <= not_after:
            message = self.returned.pop(0)
            redrive = self.spec.redrive
            if redrive and message.receives >= redrive.max_receive_count:
                self.dead_letter(message)
            else:
                taken.append(message)
        return taken

    def dead_letter(self, message):
        message.place = "dead-lettered"
        self.log.note(self.id, "dead-lettered")
        self.log.note(self.dead_letter_queue.id, "sent")
        self.dead_letter_queue.accept([Message(message.sent)])

    def hide(self, messages):
        for message in messages:
            message.receives += 1
            message.place = "in flight"
        self.in_flight += len(messages)
        self.log.note(self.id, "received", len(messages))
        receipt = Receipt(messages, self.env.now + self.visibility_timeout)
        self.env.process(self.visibility(receipt))
        return receipt

    def visibility(self, receipt):
        yield self.env.timeout(self.visibility_timeout)
        back = [message for _, message in receipt.still_ours()]
        for message in back:
            message.place, message.visible_since = "visible", self.env.now
        if back:
            self.in_flight -= len(back)
            self.returned += back
            self.log.note(self.id, "returned", len(back))
            self.tell_reader()

    def delete(self, receipt, failed=frozenset()):
        """Delete all but the failed ones; how many there were to delete."""
        gone = [message for i, message in receipt.still_ours() if i not in failed]
        for message in gone:
            if message.place == "visible":
                self.returned.remove(message)
            else:
                self.in_flight -= 1
            message.place = "deleted"
            self.log.deleted(self.id, message.sent, message.receives)
        return len(gone)


class Producer:
    def __init__(self, env, id, times, queue, log):
        self.env, self.id, self.queue, self.log = env, id, queue, log
        env.process(self.requests(times))

    def requests(self, times):
        for t in times:
            yield self.env.timeout(max(t - self.env.now, 0))
            self.log.note(self.id, "sent")
            self.queue.send()
