"""What is kept: runs, their frames, where they can go on from, and uploaded traces.

A stored run is the truth of what a viewer may see; the socket only follows it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse


class RunState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"  # by a limit or by a person; what was computed is kept
    FAILED = "failed"  # by a fault, in the run or in its worker
    INTERRUPTED = "interrupted"  # the server ended before the run did


ENDED = frozenset({RunState.FINISHED, RunState.STOPPED, RunState.FAILED, RunState.INTERRUPTED})
RESUMABLE = frozenset({RunState.STOPPED, RunState.FAILED, RunState.INTERRUPTED})


class Run(models.Model):
    """One simulation, named by what went into it: the same inputs are the same run."""

    id = models.CharField(primary_key=True, max_length=10)
    scenario = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    document = models.JSONField()  # the scenario as it was sent or shipped, before overrides
    seed = models.BigIntegerField()
    profile = models.CharField(max_length=40)
    overrides = models.JSONField(default=dict)
    model_version = models.CharField(max_length=40)
    # What it was made of, and how many of that run's first frames are its own: the same rows.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="forks")
    shared = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80, default="", blank=True)  # by who asked for it first
    pinned = models.BooleanField(default=False)  # by anybody: it makes no room for others
    state = models.CharField(max_length=12, choices=RunState, default=RunState.QUEUED)
    message = models.TextField(default="", blank=True)  # why it stopped or failed, in a sentence
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    computed_s = models.FloatField(default=0.0)  # simulated seconds that are stored as frames
    frames = models.PositiveIntegerField(default=0)  # there are: numbers 0 to frames - 1
    stored_bytes = models.PositiveBigIntegerField(default=0)
    header = models.JSONField(null=True)
    end = models.JSONField(null=True)
    result = models.BinaryField(null=True)  # windtunnel.result/1, deflated

    class Meta:
        indexes = [models.Index(fields=["state", "created"])]

    def __str__(self) -> str:
        return f"{self.id} ({self.title})"

    def get_absolute_url(self) -> str:
        return reverse("lab", args=[self.id])

    def status(self) -> dict[str, Any]:
        """The run's state as the HTTP interface and the socket tell it."""
        return {
            "state": self.state,
            "computed_s": self.computed_s,
            "frames": self.frames,
            "message": self.message,
        }


class Asker(models.Model):
    """Somebody who asked for a run: who may change it, and cancel it for himself."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="askers")
    visitor = models.CharField(max_length=24)
    place = models.CharField(max_length=24)  # where from, of whom one visitor is as good as another
    wants = models.BooleanField(default=True)  # still: not once he cancelled it or it ended
    name = models.CharField(max_length=80, default="", blank=True)  # that he gave the run
    pinned = models.BooleanField(default=False)  # for himself

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "visitor"], name="asker_once")]
        indexes = [models.Index(fields=["visitor"]), models.Index(fields=["place"])]

    def __str__(self) -> str:
        return f"{self.visitor} of {self.run_id}"


class Frame(models.Model):
    """A stretch of simulated time: deflated JSON, windtunnel.frame/1."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE)
    n = models.PositiveIntegerField()
    blob = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "n"], name="frame_once")]

    def __str__(self) -> str:
        return f"frame {self.n} of {self.run_id}"


class Snapshot(models.Model):
    """A paused state of a run, just before frame `n`: it goes on from there, and so do forks."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="snapshots")
    n = models.PositiveIntegerField()
    blob = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "n"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"snapshot of {self.run_id} before frame {self.n}"


class Trace(models.Model):
    """An uploaded recording of arrivals, named by the SHA-256 of its bytes."""

    id = models.CharField(primary_key=True, max_length=16)
    name = models.CharField(max_length=200)
    data = models.BinaryField()  # gzip of what was uploaded
    total = models.PositiveBigIntegerField()
    meta = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.id} ({self.name})"


class Sender(models.Model):
    """Somebody who sent a trace: the same bytes are the same trace, and it stays for the others."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="senders")
    visitor = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trace", "visitor"], name="sender_once")]

    def __str__(self) -> str:
        return f"{self.visitor} of {self.trace_id}"


class Classroom(models.Model):
    """A class: who teaches, what its followers are shown, and when it is over.

    What is told of it over the socket is made of this; see `visualizer.classes`.
    """

    code = models.CharField(primary_key=True, max_length=6)
    teacher = models.CharField(max_length=24)  # a visitor
    place = models.CharField(max_length=24)
    created = models.DateTimeField(auto_now_add=True)
    ends = models.DateTimeField()  # by itself
    ended = models.DateTimeField(null=True)
    view = models.JSONField(default=dict)  # what the teacher looks at
    stage = models.JSONField(default=dict)  # frozen, anonymous, timer, lesson
    notes = models.TextField(default="", blank=True)  # the teacher's own

    class Meta:
        indexes = [models.Index(fields=["ended", "ends"])]

    def __str__(self) -> str:
        return self.code


class ClassSeat(models.Model):
    """A follower, for as long as the class lasts: nothing but the name that was given, if any."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="seats")
    ticket = models.CharField(max_length=24)  # digest of what the follower's page keeps
    name = models.CharField(max_length=40, default="", blank=True)
    given_up = models.BooleanField(default=False)  # while its follower was away, to somebody else

    class Meta:
        constraints = [models.UniqueConstraint(fields=["classroom", "ticket"], name="seat_once")]

    def __str__(self) -> str:
        return f"seat {self.pk} of {self.classroom_id}"


class ClassRound(models.Model):
    """A question to a class; all predict, then it is revealed."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="rounds")
    n = models.PositiveIntegerField()
    question = models.JSONField()
    revealed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["classroom", "n"], name="round_once")]

    def __str__(self) -> str:
        return f"round {self.n} of {self.classroom_id}"


class ClassAnswer(models.Model):
    """What a follower predicts."""

    round = models.ForeignKey(ClassRound, on_delete=models.CASCADE, related_name="answers")
    seat = models.ForeignKey(ClassSeat, on_delete=models.CASCADE)
    prediction = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "seat"], name="answer_once")]

    def __str__(self) -> str:
        return f"answer of seat {self.seat_id} in round {self.round_id}"
