"""The set-up: each step is skipped when its inputs have not changed."""

import threading
import time

from . import databases, debian, fonts, node, python_env
from .base import REPO, RUN, check_disk, digest, is_stamped, locked, say, set_stamp
from .postgres import Server


class Task(threading.Thread):
    """A step that runs beside others and hands its error back to who waits for it."""

    def __init__(self, label, work, *arguments):
        super().__init__(daemon=True)
        self.label, self.work, self.arguments, self.error = label, work, arguments, None
        self.start()

    def run(self):
        started = time.monotonic()
        try:
            self.work(*self.arguments)
        except BaseException as error:  # handed to the thread that waits
            self.error = error
            return
        seconds = time.monotonic() - started
        if seconds > 1:
            say(f"  {self.label}: done in {seconds:.0f} s")


def wait_for(tasks, beside=()):
    """Wait for all tasks, saying every few seconds what is still going on.

    :param beside: tasks that go on meanwhile; their errors end the waiting, too.
    """
    told = time.monotonic()
    while running := [task for task in tasks if task.is_alive()]:
        running[0].join(0.2)
        _raise_first_error([*tasks, *beside])
        if time.monotonic() - told > 8:
            told = time.monotonic()
            alive = running + [task for task in beside if task.is_alive()]
            say("  still working: " + ", ".join(task.label for task in alive))
    _raise_first_error(tasks)


def _raise_first_error(tasks):
    for task in tasks:
        if task.error:
            raise task.error


def is_complete(for_tests):
    """Tell without any work whether the last set-up was for exactly this checkout's inputs."""
    return is_stamped("setup-tests" if for_tests else "setup", _key())


def _key():
    return digest(REPO / "requirements", REPO / "scripts", fonts.MANIFEST)


def set_up(for_tests=False):
    """Install whatever is missing and start the database server; return the server."""
    server = Server()
    install(for_tests)
    server.start()
    databases.build_base(server)
    return server


def install(for_tests=False):
    """Install whatever is missing into the run folder."""
    python_env.check_version()
    with locked("setup"):
        if not is_complete(for_tests):
            check_disk()
            say(f"Setting up in {RUN}")
            _install(for_tests)
            set_stamp("setup-tests" if for_tests else "setup", _key())


def _install(for_tests):
    groups = python_env.GROUPS if for_tests else ("odoo", "engine")
    tasks = [
        Task("Python packages", python_env.install_venv, groups),
        Task("Odoo 19", debian.install_odoo),
        Task("shared libraries", debian.install_packages, "libraries", debian.LIBRARIES),
        Task("font packages and rtlcss", _fetch_with_npm),
    ]
    if for_tests:
        tasks.append(Task("Chromium for the tests", debian.install_browser))
        tasks.append(Task("PDF viewers for the tests", debian.install_viewers))
        tasks.append(Task("nginx and docker-compose", debian.install_container_tools))
    wait_for(tasks)
    wait_for([Task("fonts", fonts.install), Task("Odoo's path", python_env.link_odoo)])


def _fetch_with_npm():
    fonts.fetch_sources()
    node.install_rtlcss()
