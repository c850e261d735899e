"""The models that insights about Lambda refer to, by their titles in docs/reference/models.md."""

ACCOUNT = "The account in one Region: concurrency that functions share, and how fast they may scale"
POOLS = "Pools of concurrency: what one function has for itself, or all the others share"
LIFE = "The life of an execution environment: what it takes until its handler can run"
FLEET = "How many pollers an SQS event source mapping has"
PROVISIONED = (
    "Provisioned concurrency: environments of a version that are initialised before they are needed"
)
VERSION = "A version of a function: it admits, runs and refuses invocations"
CPU = "The processor of an execution environment: how long work takes with the function's memory"
EVENTS = (
    "Lambda's internal event queue: it takes an event at once, and sees to it that it is processed"
)
MANAGED = "What decides how many environments a function on managed instances has"
