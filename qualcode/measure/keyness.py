"""How far the use of a word in some texts stands out from the others: log-likelihood, and its size as log ratio."""

from __future__ import annotations

from math import log, log2


def log_likelihood(n: int, words: int, rest: int, rest_words: int) -> float:
    """Return the log-likelihood ratio of a word's counts in some texts and in the rest, 0 or more.

    ``2 * sum(observed * ln(observed / expected))`` over the four cells (the word and all others, here and in the
    rest): Dunning 1993, Computational Linguistics 19(1), section 5. Rayson and Garside 2000 leave out the two cells of
    the other words, which are next to nothing where the word is rare.

    Parameters
    ----------
    n, rest : int
        Times the word is used here and in the rest.
    words, rest_words : int
        All words here and in the rest, this one too.

    Examples
    --------
    Dunning's table 2, "the swiss":

    >>> round(log_likelihood(110, 110 + 2442, 111, 111 + 29114), 2)
    270.72
    """
    everything = words + rest_words
    used = n + rest
    cells = [
        (n, words * used),
        (rest, rest_words * used),
        (words - n, words * (everything - used)),
        (rest_words - rest, rest_words * (everything - used)),
    ]
    return max(0.0, 2 * sum(seen * log(seen * everything / expected) for seen, expected in cells if seen))


def log_ratio(n: int, words: int, rest: int, rest_words: int) -> float:
    """Return how many times the share of a word doubles from the rest to these texts; below 0 it is rarer here.

    ``log2((n / words) / (rest / rest_words))``; a count of 0 is taken for a half (Hardie 2014, Log Ratio: an informal
    introduction, CASS, Lancaster).

    Parameters
    ----------
    n, words, rest, rest_words : int
        As in `log_likelihood`; no text is empty.

    Examples
    --------
    >>> log_ratio(8, 1000, 4, 2000), log_ratio(4, 1000, 0, 1000)
    (2.0, 3.0)
    """
    return log2((n or 0.5) / words / ((rest or 0.5) / rest_words))
