"""The services around Lambda, one module each; strangers to each other."""
