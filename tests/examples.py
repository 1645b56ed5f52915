"""How many examples a property is tried on: what the test asks for, and fewer in the quick run."""

from hypothesis import settings


def examples(most, **options):
    """Return settings with a share of `most` examples: all under the profile "ci", two fifths under "dev"."""
    return settings(max_examples=max(1, most * settings.default.max_examples // 100), **options)
