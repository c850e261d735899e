"""Computes runs in processes of their own, stores their frames, tells who is waiting for them.

`worker` and `wire` are all that a worker process imports from here; they know no Django.
"""
