"""How long a test waits for what comes at once on a quiet machine. Nothing is measured by it."""

PATIENCE_S = 60.0
