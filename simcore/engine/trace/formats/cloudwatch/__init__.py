"""Metrics from CloudWatch: as its API answers, as the AWS CLI writes text, and from the console."""

from simcore.engine.trace.formats.cloudwatch import console, json_file, text_file

FORMATS = (json_file.FORMAT, text_file.FORMAT, console.FORMAT)
