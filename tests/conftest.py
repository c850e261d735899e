"""What all tests share."""

import signal

from hypothesis import settings

# No test is timed: how long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Tests press Ctrl-C in processes of their own. Where the tests themselves were started in the
# background, those would inherit that it is ignored.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
