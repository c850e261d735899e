"""Confidence intervals for what a simulation measures, and the textbook's formulas."""

from math import exp, factorial, sqrt

import numpy as np
from scipy import stats

CONFIDENCE = 0.99


def batch_means(values, batches=30):
    """Mean and half width of its interval, by the method of batch means.

    What is measured in a queue is correlated, so the sequence is cut into long batches; their
    means are nearly independent, and Student's t with batches - 1 degrees of freedom applies.
    """
    parts = [part.mean() for part in np.array_split(np.asarray(values, dtype=float), batches)]
    t = stats.t.ppf(0.5 + CONFIDENCE / 2, batches - 1)
    return np.mean(parts), t * np.std(parts, ddof=1) / sqrt(batches)


def variance_interval(samples):
    """The interval of a variance, from independent samples of something nearly normal."""
    n = len(samples)
    low, high = stats.chi2.ppf([0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2], n - 1)
    sum_of_squares = np.var(samples, ddof=1) * (n - 1)
    return sum_of_squares / high, sum_of_squares / low


def binomial_interval(n, p):
    """How many of ``n`` independent trials succeed."""
    return stats.binom.interval(CONFIDENCE, n, p)


def erlang_b(servers, load):
    """The share of arrivals that find every server busy and are lost."""
    weights = [load**k / factorial(k) for k in range(servers + 1)]
    return weights[-1] / sum(weights)


def erlang_c(servers, load):
    """The share of arrivals that have to wait."""
    lost = erlang_b(servers, load)
    return lost / (1 - load / servers * (1 - lost))


def lognormal(mean, sigma):
    """Median and p99 of the lognormal distribution with this mean."""
    median = mean * exp(-sigma * sigma / 2)
    return {"lognormal": {"median": median, "p99": median * exp(sigma * stats.norm.ppf(0.99))}}
