"""A retailer's raw line export read into orders of customers, with an account of what was left out.

Start with :func:`reading.read`.
"""
