"""What a report is printed on."""

PAPERS = ("A4", "Letter")
"""The first one, where nothing is said."""
