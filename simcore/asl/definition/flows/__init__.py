"""What flows through a state, read in the language that it speaks."""
