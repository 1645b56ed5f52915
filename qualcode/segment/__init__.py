"""A source becomes a transcript: parts, speakers, turns, segments; `parsing.parse` is the way in."""
