"""How far two things keep company: lift and Jaccard's coefficient of their counts."""

from __future__ import annotations


def lift(both: int, n: int, n_other: int, of: int) -> float | None:
    """Return how many times as often two codes meet as they would by chance: above 1 they attract each other.

    ``both * of / (n * n_other)``, "interest" in Brin, Motwani and Silverstein 1997 (Proceedings of SIGMOD, 265).

    Parameters
    ----------
    both, n, n_other : int
        Units that have both, the one, the other.
    of : int
        Units in all.

    Returns
    -------
    float or None
        0 or more; None where a code, or everything, is never seen.

    Examples
    --------
    >>> lift(6, 10, 12, 40), lift(0, 0, 12, 40)
    (2.0, None)
    """
    return both * of / (n * n_other) if n and n_other and of else None


def jaccard(both: int, n: int, n_other: int, in_common: int | None = None) -> float | None:
    """Return the share that has both of what has either, 0..1 (Jaccard 1912, The New Phytologist 11:37).

    None where neither is seen.

    Parameters
    ----------
    in_common : int, optional
        Units that have both, where meeting asks for more than that, as for the same words.

    Examples
    --------
    >>> jaccard(6, 10, 12), jaccard(0, 0, 0), jaccard(3, 10, 12, 6)
    (0.375, None, 0.1875)
    """
    return both / (n + n_other - (both if in_common is None else in_common)) if n + n_other else None


def expected_pairs(n: int, n_then: int, both: int, places: int, of: int) -> float:
    """Return how many pairs (one before, the other after) come about if a text's segments stood in any order.

    ``(n * n_then - both) * places / (of * (of - 1))``: every order of the segments is as likely as any other, each
    keeps its codes, so two different segments meet at each pair of places with the same chance. For a code with itself
    ``n``, ``n_then`` and ``both`` are equal.

    Parameters
    ----------
    n, n_then, both : int
        Segments with the first, the second, both.
    places : int
        Pairs of places, the one before and the other after, that count as following.
    of : int
        Segments of the text.

    Examples
    --------
    >>> expected_pairs(2, 2, 0, 3, 4), expected_pairs(1, 1, 1, 3, 4), expected_pairs(1, 0, 0, 0, 1)
    (1.0, 0.0, 0.0)
    """
    return (n * n_then - both) * places / (of * (of - 1)) if of > 1 else 0.0
