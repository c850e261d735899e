"""The laboratory in the browser: pages, the HTTP interface and the socket that runs stream over.

Kept empty on purpose: worker processes import `visualizer.supervisor.worker` and must not
find Django on the way.
"""
