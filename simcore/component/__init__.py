"""What a component type is to everybody else: pure declarations, nothing that runs."""
