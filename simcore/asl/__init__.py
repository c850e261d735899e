"""Amazon States Language: definitions of state machines, and how one execution goes through them.

This room knows nothing of AWS's capacity, of the clock's engine or of the simulation around it. A
definition is read once (`definition`), and an execution (`execution`) is driven by a host
(:mod:`.host`): the simulated service, or the command line with its mocks.
"""
