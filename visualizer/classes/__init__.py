"""Classes: a teacher shows a run, followers who have the code see what the teacher sees.

Stored state is the truth. Whoever changes it (`deeds`, over the socket or over HTTP) writes before
it is acknowledged; then the `room` of the class, in the server's event loop, tells all who are in
it what has changed. Only where the teacher looks goes the other way round: told at once, and
written a moment later, as it is told again by the teacher's own page.
"""
