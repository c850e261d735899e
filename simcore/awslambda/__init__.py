"""AWS Lambda: execution environments, concurrency, scaling, and event source mappings."""
