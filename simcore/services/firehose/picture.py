"""How the laboratory shows a delivery stream."""

from __future__ import annotations

from simcore.component.picture import Carried, EdgeKind, Flow, Line, Picture, Row
from simcore.component.timelines import LATENCY, LOAD
from simcore.component.words import Figure, When, Words, counter, per_second, so_far, value

__all__ = ["EDGES", "PICTURE"]

WAITING = value("RecordsWaiting")
RECORDS = per_second("IncomingRecords")

PICTURE = Picture(
    headline=(Words("{}", (Figure(RECORDS, "rate"),)),),
    sub=(
        Words("{} lost so far", (Figure(counter("records_lost"), "number"),),
              when=(When(counter("records_lost")),)),
        Words("{} put aside so far", (Figure(counter("records_failed"), "number"),),
              when=(When(counter("records_failed")),)),
        Words("{} wait", (Figure(WAITING, "number"),), when=(When(WAITING),)),
        so_far("records"),
    ),
    takes="IncomingRecords",
    leaving={
        "invoke": (
            Flow("busy", "ExecuteProcessing.Attempts"),
            Flow("err", "ExecuteProcessing.Errors", back=True, lane=14),
        ),
        "deliver": (
            Flow("busy", "DeliveryToS3.ObjectCount"),
            Flow("err", "DeliveryToS3.Refused", back=True, lane=14, once=True),
        ),
    },
    coming={
        "read": (Flow("queued", "DataReadFromKinesisStream.Records", of="to"),),
        "send": (Flow("thr", "ThrottledRecords", of="to", back=True, lane=14, once=True),),
    },
    rows=(
        Row("records", "Records", "The rate of records", LOAD, 55,
            (Line("records", "IncomingRecords", "ink2", area=True, per_second=True),
             Line("throttled", "ThrottledRecords", "thr", per_second=True)),
            format="rate", kind="rate"),
        Row("data-freshness", "Data freshness", "Data freshness{whose}", LATENCY, 55,
            (Line("freshness", "DeliveryToS3.DataFreshness", "busy", area=True),),
            format="seconds", summed=False, better="less"),
    ),
)  # fmt: skip

EDGES = {"deliver": EdgeKind("deliver", carries=Carried("Object", "obj", 1))}
