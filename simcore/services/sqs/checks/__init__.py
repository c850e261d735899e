"""What is wrong with a queue, in words, and with what reads it."""

from simcore.services.sqs.checks import batching, concurrency, cycles, fifo, modes, sizes, timeouts

__all__ = ["CHECKS"]

CHECKS = (
    *cycles.CHECKS,
    *timeouts.CHECKS,
    *concurrency.CHECKS,
    *batching.CHECKS,
    *fifo.CHECKS,
    *modes.CHECKS,
    *sizes.CHECKS,
)
