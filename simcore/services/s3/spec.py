"""An S3 bucket."""

from typing import Literal

from simcore.spec.base import ComponentSpec

__all__ = ["Bucket"]


class Bucket(ComponentSpec):
    """Takes invocation records of events that were dropped."""

    type: Literal["bucket"]
