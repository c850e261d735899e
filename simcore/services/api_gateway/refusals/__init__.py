"""Who refuses what, as it is told."""
