"""What expressions of the tests see beside their input."""


class Around:
    def __init__(self, context=None, variables=None, draws=(), millis=0):
        self.context, self.variables = context or {}, variables or {}
        self.draws, self.now_ms = list(draws), millis

    def millis(self):
        return self.now_ms

    def uniform(self):
        return self.draws.pop(0)


AROUND = Around()
