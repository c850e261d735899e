"""The clock, the randomness and the arrivals: everything below a model.

Only this package imports SimPy; models have their environment handed in.
"""
