"""Choice rules of JSONPath: 39 comparisons, and And, Or and Not of them."""
