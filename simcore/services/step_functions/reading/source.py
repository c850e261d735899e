"""Where the names of metrics are from."""

__all__ = ["GUIDE"]

GUIDE = "AWS/States (AWS Step Functions Developer Guide, procedure-cw-metrics, 2026)"
