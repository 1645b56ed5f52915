"""Acts that cross rooms: the command line, a page and a notebook call these and do the same thing."""
