"""Files that a Map Run reads its items from, and those that it would write its results to."""

from __future__ import annotations

from simcore.asl.flow import Json
from simcore.asl.states import Map

__all__ = ["export_of", "most_items", "source_of"]


def most_items(state: Map) -> int | None:
    """How many items are read at the most; None where the reader does not say."""
    config = (state.reader or {}).get("ReaderConfig")
    most = config.get("MaxItems") if isinstance(config, dict) else None
    return most if isinstance(most, int) and most > 0 else None


def source_of(parameters: Json) -> str:
    """Where the items come from, as an address of S3."""
    if not isinstance(parameters, dict):
        return "S3"
    return (
        f"s3://{parameters.get('Bucket', '')}/{parameters.get('Key', parameters.get('Prefix', ''))}"
    )


def export_of(state: Map, arn: str) -> Json:
    """Where the manifest of the results would be."""
    writer = state.writer or {}
    given = writer.get("Parameters", writer.get("Arguments", {}))
    given = given if isinstance(given, dict) else {}
    prefix = str(given.get("Prefix", "")).strip("/")
    folder = f"{prefix}/" if prefix else ""
    return {
        "Bucket": given.get("Bucket", ""),
        "Key": f"{folder}{arn.rsplit(':', 1)[1]}/manifest.json",
    }
