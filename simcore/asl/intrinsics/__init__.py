"""The 18 intrinsic functions of JSONPath states: ``States.Format('{}', $.name)``."""
