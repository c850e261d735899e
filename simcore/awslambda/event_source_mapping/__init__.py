"""Event source mappings: Lambda's pollers, which read a source and invoke a function."""
