"""Tools that set up, run and test the shop on one machine. Standard library only."""
