"""JSONPath in definitions: paths, payload templates, choice rules, and the flow of a state."""
