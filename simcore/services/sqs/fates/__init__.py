"""What becomes of the messages of a queue."""
