"""Bytes to text to spans: decoding, reading formats, cutting, folding and search terms."""
