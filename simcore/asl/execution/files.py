"""Files that a Map Run reads its items from, and those that it would write its results to."""

from __future__ import annotations

from simcore.asl.flow import Json
from simcore.asl.states import Map

__all__ = ["export_of", "flattened", "source_of"]


def source_of(parameters: Json) -> str:
    """Where the items come from, as an address of S3."""
    if not isinstance(parameters, dict):
        return "S3"
    return (
        f"s3://{parameters.get('Bucket', '')}/{parameters.get('Key', parameters.get('Prefix', ''))}"
    )


def export_of(state: Map, arn: str) -> Json:
    """Where the manifest of the results would be."""
    writer = state.writer.document if state.writer is not None else {}
    given = writer.get("Parameters", writer.get("Arguments", {}))
    given = given if isinstance(given, dict) else {}
    prefix = str(given.get("Prefix", "")).strip("/")
    folder = f"{prefix}/" if prefix else ""
    return {
        "Bucket": given.get("Bucket", ""),
        "Key": f"{folder}{arn.rsplit(':', 1)[1]}/manifest.json",
    }


def flattened(state: Map, outputs: list[Json]) -> list[Json]:
    """What children put out; where the state says so, items of arrays in place of the arrays."""
    if state.writer is None or not state.writer.flattens:
        return outputs
    flat: list[Json] = []
    for output in outputs:
        flat += output if isinstance(output, list) else [output]
    return flat
