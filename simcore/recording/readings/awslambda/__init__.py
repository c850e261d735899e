"""Readings of what belongs to Lambda: the account, functions, event source mappings."""
