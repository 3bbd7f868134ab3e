"""Quality and speed, measured on public data that lies beside the repository and is never part of it."""
