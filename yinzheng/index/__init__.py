"""Encoders, the library on disk, and search over it: vectors and words."""
