"""The models that insights about Lambda refer to, by their titles in docs/reference/models.md."""

ACCOUNT = "The account in one Region: concurrency that functions share, and how fast they may scale"
POOLS = "Pools of concurrency: what one function has for itself, or all the others share"
LIFE = "The life of an execution environment: what it takes until its handler can run"
FLEET = "How many pollers an SQS event source mapping has"
