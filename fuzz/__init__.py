"""Fuzzing: bytes that a mutator makes up, held against what must be true of every input."""
