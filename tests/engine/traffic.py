"""Small files in every format in which traffic is recorded, made by hand, and what is in them."""

import json
from dataclasses import dataclass, field

FIVE_MINUTES = [94, 56, 7]
START = 1397088240.0  # 2014-04-10 00:04:00 UTC
ISO = ["2014-04-10T00:04:00+00:00", "2014-04-10T00:09:00+00:00", "2014-04-10T00:14:00+00:00"]


@dataclass(frozen=True)
class Sample:
    """A file, its format, and its traffic: counts and interval, or the times of requests."""

    format: str
    text: str
    start: float
    counts: list[int] | None = None
    interval: float | None = None
    times: list[float] | None = None
    options: dict = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.times) if self.counts is None else sum(self.counts)


def counted(format: str, text: str, **more) -> Sample:
    """Three intervals of five minutes."""
    made = {"start": START, "counts": FIVE_MINUTES, "interval": 300.0, **more}
    return Sample(format, text, **made)


METRIC_DATA = {
    "MetricDataResults": [
        {
            "Id": "m1",
            "Label": "RequestCount",
            "Timestamps": ISO[::-1],
            "Values": [7.0, 56.0, 94.0],
            "StatusCode": "Complete",
        }
    ],
    "Messages": [],
}
TWO_SERIES = {
    "MetricDataResults": [
        {"Id": "e1", "Label": "Errors", "Timestamps": ISO, "Values": [1.0, 0.0, 2.0]},
        *METRIC_DATA["MetricDataResults"],
    ]
}
PAGES = {
    "MetricDataResults": [
        {"Id": "m1", "Timestamps": ISO[2:], "Values": [7.0], "StatusCode": "PartialData"},
        {"Id": "m1", "Timestamps": ISO[:2], "Values": [94.0, 56.0], "StatusCode": "Complete"},
    ]
}
EPOCHS = {
    "MetricDataResults": [
        {"Id": "m1", "Timestamps": [START, START + 300, START + 600], "Values": FIVE_MINUTES}
    ]
}


def statistics(unit: str, **values: list[float]) -> str:
    rows = [
        {"Timestamp": time, "Unit": unit, **{name: v[n] for name, v in values.items()}}
        for n, time in enumerate(ISO)
    ]
    return json.dumps({"Label": "RequestCount", "Datapoints": rows}, indent=4)


ALB = """\
https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 \
10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" \
"curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:\
123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" \
"www.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234" 1 \
2018-07-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-"
http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - -1 \
-1 -1 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "a \\x22b c" - - - "Root=1" "-" "-" 0 \
2018-07-02T22:22:50.364000Z "forward" "-" "-" "-" "-" "-" "-"
h2 2018-07-02T22:23:01.000000Z app/my-loadbalancer/50dc6c495c0c9188 10.0.1.252:48160 - 0.0 0.0 0.0 \
200 200 5 257 "GET https://10.0.2.105:773/ HTTP/2.0" "curl" - -
"""
CLASSIC = """\
2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 \
0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -
2015-05-13T23:39:45.945958Z my-loadbalancer 192.168.131.39:2817 - -1 -1 -1 503 0 0 0 \
"GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -
"""
COMBINED = """\
127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 \
"http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"
2001:db8::1 - - [10/Oct/2000:20:55:38 +0000] "\\x16\\x03\\x01" 400 226 "-" "-"
"""
COMBINED += COMBINED.splitlines(True)[0]  # as logs do where a slow answer is written late
COMMON = """\
127.0.0.1 - frank van D [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326
www.example.com:80 127.0.0.1 - - [10/Oct/2000:13:55:38 -0700] "-" 408 -
"""
BINS = """\
bin(5m),count(*)
2014-04-10 00:04:00.000,94
2014-04-10 00:09:00.000,56
2014-04-10 00:14:00.000,7
"""
GROUPED = """\
"bin(5m)","@log","count(*)"
"2014-04-10 00:14:00.000","123:/aws/lambda/a","7"
"2014-04-10 00:09:00.000","123:/aws/lambda/a","50"
"2014-04-10 00:09:00.000","123:/aws/lambda/b","6"
"2014-04-10 00:04:00.000","123:/aws/lambda/a","94"
"""
EVENTS = """\
@timestamp,@message
2014-04-10 00:04:01.500,"START RequestId: 1
Version: $LATEST, and a comma"
2014-04-10 00:04:00.000,START RequestId: 2 Version: $LATEST
"""


def azure_2019(rows: dict[str, list[int]], minutes: int = 1440) -> str:
    header = ["HashOwner", "HashApp", "HashFunction", "Trigger", *map(str, range(1, minutes + 1))]
    lines = [",".join(header)]
    for name, counts in rows.items():
        padded = counts + [0] * (minutes - len(counts))
        lines.append(",".join([f"o-{name}", f"a-{name}", name, "http", *map(str, padded)]))
    return "\n".join(lines) + "\n"


AZURE_DAY = [5, 0, 9] + [0] * 1437
AZURE_2021 = """\
app,func,end_timestamp,duration
734272c0,313c03f5,5160.5,0.5
17c37a0f,c9f8e30e,5161.25,0.25
7fa05b60,9bc86d6c,5241.5,42.5
"""
JTL = """\
timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,\
bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect
1397088240000,120,Home,200,OK,users 1-1,text,true,,5123,112,1,1,https://example.com/,118,0,40
1397088241500,80,Search,200,"OK, really",users 1-1,text,true,,812,120,1,1,https://example.com/s,79,0,0
1397088240000,1580,Journey,,"Number of samples in transaction : 2, number of failing samples : 0",\
users 1-1,,true,,5935,232,1,1,null,0,1300,40
"""
LOCUST_HEAD = (
    "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,66%,99%,100%,Total Request Count,"
    "Total Failure Count,Total Median Response Time\n"
)


def locust(totals: list[int], full: bool = False) -> str:
    lines = []
    for n, total in enumerate(totals):
        if full:
            lines.append(f"{1397088240 + n},5,GET,/a,1.0,0.0,1,1,1,1,{total},0,1")
        lines.append(f"{1397088240 + n},5,,Aggregated,1.000000,0.0,N/A,N/A,N/A,N/A,{total},0,0")
    return LOCUST_HEAD + "\n".join(lines) + "\n"


def console(*times: str) -> str:
    rows = zip(times, FIVE_MINUTES, strict=True)
    return "Label,RequestCount\nId,m1\n" + "".join(f'"{t}",{v}\n' for t, v in rows)


LATER = ["0:04", "0:09", "0:14"]
SAMPLES = {
    "get-metric-data": counted("cloudwatch-json", json.dumps(METRIC_DATA, indent=4)),
    "get-metric-data, one line": counted("cloudwatch-json", json.dumps(METRIC_DATA)),
    "get-metric-data, two series": counted(
        "cloudwatch-json", json.dumps(TWO_SERIES), options={"value_column": "m1"}
    ),
    "get-metric-data, by label": counted(
        "cloudwatch-json", json.dumps(TWO_SERIES), options={"value_column": "requestcount"}
    ),
    "get-metric-data, pages": counted("cloudwatch-json", json.dumps(PAGES)),
    "get-metric-data, numbers": counted("cloudwatch-json", json.dumps(EPOCHS)),
    "get-metric-statistics": counted("cloudwatch-json", statistics("Count", Sum=FIVE_MINUTES)),
    "get-metric-statistics, samples": counted(
        "cloudwatch-json",
        statistics("Milliseconds", SampleCount=FIVE_MINUTES, Sum=[1.5, 2.5, 3.5]),
    ),
    "get-metric-data, text": counted(
        "cloudwatch-text",
        "METRICDATARESULTS\tm1\tRequestCount\tComplete\n"
        + "".join(f"TIMESTAMPS\t{t}\n" for t in ISO[::-1])
        + "".join(f"VALUES\t{v}.0\n" for v in FIVE_MINUTES[::-1]),
    ),
    "get-metric-statistics, text": counted(
        "cloudwatch-text",
        "RequestCount\n"
        + "".join(
            f"DATAPOINTS\t{v}.0\t{t}\tCount\n" for v, t in zip(FIVE_MINUTES, ISO, strict=True)
        ),
    ),
    "get-metric-statistics, all as text": counted(
        "cloudwatch-text",
        "Duration\n"
        + "".join(
            f"DATAPOINTS\t1.5\t9.5\t0.5\t{v}.0\t{v * 1.5}\t{t}\tMilliseconds\n"
            for v, t in zip(FIVE_MINUTES, ISO, strict=True)
        ),
    ),
    "console": counted("cloudwatch-console", console(*(f"2014/04/10 0{t}:00" for t in LATER))),
    "console, day first": counted(
        "cloudwatch-console",
        console("30/04/2014 23:59", "01/05/2014 00:04", "01/05/2014 00:09"),
        start=1398902340.0,
    ),
    "console, month first": counted(
        "cloudwatch-console",
        console("4/9/2014, 11:59:00 PM", "4/10/2014, 12:04:00 AM", "4/10/2014, 12:09:00 AM"),
        start=1397087940.0,
    ),
    "console, either": counted(
        "cloudwatch-console", console(*(f"04/04/2014 0{t}" for t in LATER)), start=1396569840.0
    ),
    "console, two": counted(
        "cloudwatch-console",
        "Full label,Errors,RequestCount\nId,m1,m2\nPeriod,300,300\n"
        + "".join(
            f"2014-04-10 0{t}:00,1,{v}\n" for t, v in zip(LATER, FIVE_MINUTES, strict=True)
        ),
        options={"value_column": "m2"},
    ),
    "ALB": Sample("load-balancer-log", ALB, 1530570168.364, times=[0.0, 2.0, 12.636]),
    "classic ELB": Sample("load-balancer-log", CLASSIC, 1431560383.945958, times=[0.0, 2.0]),
    "combined log": Sample("access-log", COMBINED, 971211336.0, [2, 1], 1.0, [0.0, 2.0]),
    "common log": Sample("access-log", COMMON, 971211336.0, [1, 1], 1.0, [0.0, 2.0]),
    "Logs Insights": counted("logs-insights", BINS),
    "Logs Insights, grouped": counted("logs-insights", GROUPED),
    "Logs Insights, one bin": counted(
        "logs-insights", "".join(BINS.splitlines(True)[:2]), counts=[94]
    ),
    "Logs Insights, events": Sample("logs-insights", EVENTS, START, times=[0.0, 1.5]),
    "Azure 2019": Sample(
        "azure-2019", azure_2019({"f": [5, 0, 2], "g": [0, 0, 7]}), 0.0, AZURE_DAY, 60.0
    ),
    "Azure 2019, one function": Sample(
        "azure-2019", azure_2019({"f": [5, 0, 9], "g": [1, 1]}), 0.0, AZURE_DAY, 60.0,
        options={"value_column": "f"},
    ),
    "Azure 2021": Sample("azure-2021", AZURE_2021, 5160.0, times=[0.0, 1.0, 39.0]),
    "JMeter": Sample("jmeter", JTL, START, times=[0.0, 1.5]),
    "Locust": Sample("locust", locust([0, 3, 3, 10]), START, [3, 0, 7], 1.0),
    "Locust, late": Sample("locust", locust([4, 7, 8]), START - 1, [4, 3, 1], 1.0),
    "Locust, full": Sample("locust", locust([0, 3, 3, 10], True), START, [3, 0, 7], 1.0),
    "Locust, reset": Sample("locust", locust([0, 6, 2, 3]), START, [6, 2, 1], 1.0),
}  # fmt: skip
