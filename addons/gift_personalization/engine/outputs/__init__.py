"""Outputs: each module draws a display list into one format and reads nothing else."""
