"""Hostile inputs, made from a seed, and what sends them through the shop's real routes."""
