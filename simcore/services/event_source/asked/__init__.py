"""Services that invoke and wait: for one answer after the other, or through a whole list."""
