"""Amazon DynamoDB: a table, for the sake of its stream."""

from simcore.services.dynamodb_streams.table import Table, TableSettings

__all__ = ["Table", "TableSettings"]
