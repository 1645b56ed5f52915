"""The command line: words become one call, and its result is shown."""
