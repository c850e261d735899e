"""What is to be read: the documentation, the sources that it points to, and the search over all."""
