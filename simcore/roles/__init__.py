"""What passes between parts, and what a part may ask of another whose type it does not know."""
