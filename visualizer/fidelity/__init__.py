"""What the simulator claims and what was seen of it: rules, numbers, assumptions, results."""
