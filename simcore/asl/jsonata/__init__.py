"""JSONata in definitions: expressions, templates with expressions, and the flow of a state."""
