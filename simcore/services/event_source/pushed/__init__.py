"""Services that hand events over."""
