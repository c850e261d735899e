"""How fast the simulator is, against textbook SimPy in the same run; ``windtunnel bench``."""
