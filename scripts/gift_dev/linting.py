"""The linters: ruff, pylint-odoo, eslint, prettier and the check of layers."""

import shutil
import subprocess

from .base import ADDONS, REPO, RUN
from .node import TOOLS, install_packages, npm_command
from .python_env import PYTHON

JS = TOOLS / "js"


def install_js_tools():
    """Install the JavaScript linters that package.json pins."""
    install_packages("js", REPO, what="Installing the JavaScript linters")


def commands(fix=False):
    """Return (name, command) of every linter; with `fix`, of those that can mend."""
    ruff = [PYTHON, "-m", "ruff"]
    cache = ["--cache-dir", RUN / "ruff"]
    sources = [p for p in (REPO / "addons", REPO / "scripts", REPO / "tests") if p.exists()]
    scripts = sorted(
        f for f in ADDONS.glob("*/static/**/*.js") if "lib" not in f.relative_to(ADDONS).parts
    )
    found = [
        ("ruff", [*ruff, "check", *(["--fix"] if fix else []), *cache, *sources]),
        ("ruff format", [*ruff, "format", *([] if fix else ["--check"]), *cache, *sources]),
    ]
    if not fix:
        addons = sorted(m.parent for m in ADDONS.glob("*/__manifest__.py"))
        rc = f"--rcfile={REPO / '.pylintrc'}"
        found.append(("pylint-odoo", [PYTHON, "-m", "pylint", rc, *addons]))
        found.append(("layers", [PYTHON, REPO / "scripts" / "check_layers.py"]))
        found.append(("translations", [PYTHON, REPO / "scripts" / "translations.py", "check"]))
    if scripts:
        prettier = [_tool("prettier"), "--write" if fix else "--check", "--log-level", "warn"]
        found.append(("prettier", [*prettier, "--config", REPO / ".prettierrc", *scripts]))
    if scripts and not fix:
        config = JS / "eslint.config.mjs"
        found.append(("eslint", [_tool("eslint"), "--config", config, *scripts]))
    return found


def _tool(name):
    return JS / "node_modules" / ".bin" / name


def lint(env, fix=False):
    """Run the linters; return (name, output) of those that complain."""
    install_js_tools()
    # eslint resolves what its configuration imports from where the configuration lies.
    shutil.copy(REPO / "eslint.config.mjs", JS)
    _command, node_env = npm_command()
    paths = f"{node_env['PATH']}:{env['PATH']}"
    env = {**env, "PATH": paths, "NODE_DISABLE_COMPILE_CACHE": "1"}
    problems = []
    for name, command in commands(fix):
        result = subprocess.run(
            list(map(str, command)), cwd=REPO, env=env, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if result.returncode:
            problems.append((name, result.stdout.strip()))
    return problems


def main(env, fix=False):
    """Run the linters and print what they say; return the number that complain."""
    problems = lint(env, fix)
    for name, output in problems:
        print(f"--- {name}\n{output}", flush=True)
    return len(problems)
