"""What comes from Debian packages: the Odoo tree, Chromium, nginx, PostgreSQL and libraries."""

import os
import shutil

from .base import REPO, RUN, Stop, digest, is_stamped, run, set_stamp

DEBS = REPO / "scripts" / "lib" / "debs.sh"
ODOO = RUN / "odoo-19"
DIST = ODOO / "usr" / "lib" / "python3" / "dist-packages"
SYS = RUN / "sys"
GIT_SOURCE = "https://github.com/odoo/odoo.git"

# Skia is linked against libEGL, libGL and fontconfig; python-magic opens libmagic when it is there.
LIBRARIES = ("libegl1", "libgl1", "libfontconfig1", "libmagic1")
BROWSER = ("chromium-headless-shell",)
# Other people's readers of our print PDFs: they run beside the tests, nothing links to them.
VIEWERS = ("poppler-utils", "ghostscript")
VIEWER_ROOT = RUN / "viewers"
NGINX = ("nginx",)
# One static program; Debian 12 has only its predecessor.
COMPOSE = ("docker-compose",)
COMPOSE_PROGRAM = SYS / "usr/libexec/docker/cli-plugins/docker-compose"


def odoo_source():
    """Return the folder that holds the `odoo` package."""
    return os.environ.get("ODOO_SRC") or (ODOO / "git" if (ODOO / "git").is_dir() else DIST)


def odoo_version():
    """Return what identifies the Odoo tree in use."""
    source = os.environ.get("ODOO_SRC")
    stamp = RUN / "stamps" / "odoo-tree"
    return source or (stamp.read_text() if stamp.exists() else "")


def install_odoo():
    """Fetch the Odoo 19 tree: ODOO_SRC when given, else the Debian package, else the git branch."""
    if os.environ.get("ODOO_SRC"):
        if not os.path.exists(os.path.join(os.environ["ODOO_SRC"], "odoo", "release.py")):
            raise Stop("ODOO_SRC does not hold an Odoo source tree (odoo/release.py is missing).")
        return
    key = digest("debian", "1")
    if is_stamped("odoo-tree", key):
        return
    fresh = RUN / "odoo-19.new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        run(
            [DEBS, "odoo", RUN / "fetch" / "odoo", fresh],
            what="Fetching Odoo 19 from Debian", log="odoo.log", fetches=True,
        )  # fmt: skip
        _mend_debian_tree(fresh)
    except Stop as debian:
        try:
            clone = ["git", "clone", "--quiet", "--depth", "1", "-b", "19.0", GIT_SOURCE]
            run([*clone, fresh / "git"], what="Cloning Odoo 19", log="odoo.log", fetches=True)
        except Stop:
            raise debian from None
    shutil.rmtree(RUN / "fetch" / "odoo", ignore_errors=True)
    shutil.rmtree(ODOO, ignore_errors=True)
    fresh.rename(ODOO)
    set_stamp("odoo-tree", key)


def _mend_debian_tree(tree):
    """Put back what the Debian package leaves out, and drop its stray second copy of the addons."""
    dist = tree / "usr" / "lib" / "python3" / "dist-packages"
    segmentation = dist / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    segmentation.parent.mkdir(parents=True, exist_ok=True)
    segmentation.write_text(
        "/* Not part of the Debian package; `mail` lists it in web.assets_backend. */\n"
    )
    shutil.rmtree(dist / "addons", ignore_errors=True)


def install_packages(name, packages, dest=SYS, what=None, suite=None):
    """Unpack Debian packages and the libraries this machine lacks into the run folder.

    :param suite: take the packages alone, from this release, instead of this machine's.
    """
    key = digest(*packages, str(dest))
    if is_stamped(f"packages-{name}", key):
        return
    mode = ["plain", RUN / "fetch" / name, dest, suite] if suite else None
    run(
        [DEBS, *(mode or ["closure", RUN / "fetch" / name, dest]), *packages],
        what=what or f"Fetching {name} from Debian", log=f"debs-{name}.log", fetches=True,
    )  # fmt: skip
    shutil.rmtree(RUN / "fetch" / name, ignore_errors=True)
    set_stamp(f"packages-{name}", key)


def install_container_tools():
    """Install what the tests of the container and proxy files run."""
    install_packages("nginx", NGINX)
    what = "Fetching docker-compose from Debian"
    install_packages("compose", COMPOSE, what=what, suite="trixie")


VIEWER_WRAPPER = """#!/bin/sh
export LD_LIBRARY_PATH="{libraries}"
export GS_LIB="{resources}"
exec "{program}" "$@"
"""


def install_viewers():
    """Install the PDF viewers that tests and benchmarks compare print files with."""
    install_packages("viewers", VIEWERS, VIEWER_ROOT, what="Fetching PDF viewers for the tests")
    found = sorted((VIEWER_ROOT / "usr/share/ghostscript").glob("*/Resource/Init"))
    resources = ":".join(f"{path}:{path.parents[1] / 'lib'}" for path in found)
    for name in ("pdftoppm", "gs"):
        wrapper = RUN / "bin" / name
        wrapper.parent.mkdir(parents=True, exist_ok=True)
        program = VIEWER_ROOT / "usr" / "bin" / name
        libraries = f"{library_path(VIEWER_ROOT)}:{library_path()}"
        wrapper.write_text(
            VIEWER_WRAPPER.format(libraries=libraries, resources=resources, program=program)
        )
        wrapper.chmod(0o755)


def library_path(root=SYS):
    """Return the folders of unpacked libraries, as LD_LIBRARY_PATH wants them."""
    found = []
    for pattern in ("usr/lib/*-linux-gnu", "lib/*-linux-gnu", "usr/lib/*-linux-gnu/pulseaudio"):
        found += sorted(str(path) for path in root.glob(pattern))
    return ":".join(found)


CHROMIUM_WRAPPER = """#!/bin/sh
# The Chromium of the run folder, under the first name that Odoo's browser tests look for.
export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export FONTCONFIG_FILE="{fonts}"
exec "{program}" "$@"
"""


# Without any font Chromium ends itself at the first character that a page brings no font for.
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>/usr/share/fonts</dir>
    <dir>{sys}/usr/share/fonts</dir>
    <dir>{run}/fonts</dir>
    <cachedir>{run}/cache/fontconfig</cachedir>
</fontconfig>
"""


def install_browser():
    """Install the headless Chromium that tests drive; customers and staff use their own browser."""
    install_packages("chromium", BROWSER, what="Fetching Chromium for the tests")
    fonts = RUN / "conf" / "browser-fonts.conf"
    fonts.parent.mkdir(parents=True, exist_ok=True)
    fonts.write_text(FONT_SETTINGS.format(sys=SYS, run=RUN))
    wrapper = RUN / "bin" / "google-chrome"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    program = SYS / "usr" / "lib" / "chromium" / "chromium-headless-shell"
    wrapper.write_text(
        CHROMIUM_WRAPPER.format(libraries=library_path(), fonts=fonts, program=program)
    )
    wrapper.chmod(0o755)
