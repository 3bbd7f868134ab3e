"""The parts of a citation check: what a text states, and what the documents say to it."""
