"""A run of the shape of `simcore.scenario.run.Run`, whose behaviour its document tells.

Keys of `document["fake"]`, or of the JSON in its description: frames (number), delay_s (a frame),
size (bytes of noise a frame), crash_at, fail_at, hog_at, hoard_at (numbers of frames), waits_at
(the number of a frame that is not made before there is a file `until`), salt (changes what the
frames hold).
"""

import hashlib
import json
import os
import pickle
import signal
import time
from types import SimpleNamespace

from tests.visualizer.hoard import hoard
from visualizer.supervisor.job import Job


def begin(job: Job) -> "FakeRun":
    return pickle.loads(job.snapshot) if job.snapshot is not None else FakeRun(job)


class FakeRun:
    def __init__(self, job: Job) -> None:
        told = job.document.get("fake") or json.loads(job.document.get("description", "{}"))
        self.fake = {"frames": 20, "delay_s": 0.0, "size": 100, **told}
        self.seed = job.seed
        self.n = 0
        self.digest = hashlib.sha256(b"")

    def __getstate__(self) -> dict:
        return {**self.__dict__, "digest": None}

    def header(self) -> dict:
        return {
            "scenario": {"id": "fake", "title": "Fake"},
            "seed": self.seed,
            "frame_s": 1.0,
            "frames": self.fake["frames"],
            "duration_s": float(self.fake["frames"]),
        }

    def frames(self):
        while self.n < self.fake["frames"]:
            n = self.n
            self._misbehave(n)
            time.sleep(self.fake["delay_s"])
            noise = hashlib.shake_128(f"{self.seed} {n} {self._salt()}".encode())
            payload = {
                "v": 1,
                "n": n,
                "t0": float(n),
                "t1": n + 1.0,
                "events_total": 10 * (n + 1),
                "noise": noise.hexdigest(self.fake["size"] // 2),
            }
            self.n += 1
            yield SimpleNamespace(n=n, t0=float(n), t1=n + 1.0, payload=payload)

    def snapshot(self) -> bytes:
        return pickle.dumps(self)

    def result(self):
        result = {
            "status": "finished",
            "manifest": {"fingerprint": f"fake-{self.seed}"},
            "counters": {"worker": {"Invocations": 10 * self.n}},
            "percentiles": {},
            "flags": [],
            "wall": {"limit": f"{self.n} frames" if self.fake.get("limited") else None},
        }
        return SimpleNamespace(as_dict=lambda: result)

    def _salt(self) -> str:
        salt = self.fake.get("salt", "")
        return str(time.time()) if salt == "clock" else salt

    def _misbehave(self, n: int) -> None:
        while n == self.fake.get("waits_at") and not os.path.exists(self.fake["until"]):
            time.sleep(0.005)
        if n == self.fake.get("crash_at"):
            os.kill(os.getpid(), signal.SIGKILL)
        if n == self.fake.get("fail_at"):
            raise ValueError("the fake run was told to fail")
        if n == self.fake.get("hog_at"):
            self.hog = bytearray(4 * 1024**3)
        if n == self.fake.get("hoard_at"):
            hoard()
