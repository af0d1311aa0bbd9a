"""`make clean`: stop what runs from the run folder, remove it, and nothing else."""

import shutil

from .base import MARKER, RUN, Stop, say
from .postgres import Cluster


def clean():
    """Remove the run folder and what the set-up had to put outside of it."""
    if not RUN.exists():
        say("There is nothing to remove.")
        return
    if not MARKER.exists():
        raise Stop(f"{RUN} was not made by the set-up, so it is not removed.")
    cluster = Cluster()
    cluster.stop()
    for folder in (cluster.socket, cluster.home, RUN):
        shutil.rmtree(folder, ignore_errors=folder != RUN)
    say(f"Removed {RUN}.")
