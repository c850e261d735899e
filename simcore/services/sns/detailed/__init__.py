"""A topic of which more is said than to whom it delivers: what may be tried again, or refused."""
