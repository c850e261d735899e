"""What happened, counted the plain way, and what it comes to."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Log:
    """A list of what happened, kept by whoever simulates."""

    notes: list = field(default_factory=list)  # (t, component, what, n)
    peaks: dict = field(default_factory=dict)  # (component, second) -> highest concurrency
    answers: dict = field(default_factory=lambda: defaultdict(list))  # (t, sent, outcome)
    fates: dict = field(default_factory=lambda: defaultdict(list))  # (t, sent, receives)
    levels: list = field(default_factory=list)  # at every second, one dictionary
    env: object = None

    def note(self, component, what, n=1, level=None):
        self.notes.append((self.env.now, component, what, n))
        if level is not None:
            self.peak(self.env.now, component, level)

    def peak(self, t, component, level):
        key = component, int(t)
        self.peaks[key] = max(self.peaks.get(key, 0), level)

    def answered(self, component, sent, outcome):
        self.answers[component].append((self.env.now, sent, outcome))

    def deleted(self, component, sent, receives):
        self.fates[component].append((self.env.now, sent, receives))

    def per_second(self):
        """(component, what, second) -> how many."""
        counts = Counter()
        for t, component, what, n in self.notes:
            counts[component, what, int(t)] += n
        return {key: n for key, n in sorted(counts.items()) if n}

    def times(self):
        """(component, what) -> when, in order."""
        times = defaultdict(list)
        for t, component, what, n in self.notes:
            times[component, what] += [t] * n
        return {key: sorted(values) for key, values in sorted(times.items()) if values}
