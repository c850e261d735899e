"""What is shown of functions and mappings beyond series, counters, events and flags."""
