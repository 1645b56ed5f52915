"""The pages on which people code in a terminal: full screen, and line by line for screen readers."""
