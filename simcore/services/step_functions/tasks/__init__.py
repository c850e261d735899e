"""What Task states ask of others: one class for each way of asking."""
