"""Measure rendering against its bars: ``make bench-render``.

The layout, proof and print figures of ``engine.py``, and whether 500 renders in a row keep more
memory. Prints a table, writes ``build/bench/render.json``, exits with 1 when a bar is missed.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent))

import engine  # noqa: E402

WARM_UP, RENDERS = 50, 500
PRINT_BAR = 1.6


def memory_mb():
    """Return the resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def render_many():
    """Print the memory before and after 500 renders: layout, SVG, proof, print PNG and PDF."""
    faces = engine.Faces(engine.RUN / "fonts")
    photo = (engine.RUN / "cache" / "bench-screen.jpg").read_bytes()
    product = (engine.RUN / "cache" / "bench-product.jpg").read_bytes()

    def render(number):
        text = {"name": {"text": f"Anna {number}", "color": "#aa0000"}}
        zones = [engine.text_zone(faces, font="great-vibes"), engine.photo_zone()]
        values = {**text, "photo": engine.photo_value(1600, 1200)}
        design = engine.parse_design(engine.document(zones, values))
        display = engine.layout_design(design, faces.book).surfaces["wrap"]
        engine.render_svg(display, str)
        engine.mockup.proof_jpeg(display, lambda sha: photo, product, engine.AREA, blend="normal")
        engine.raster.render_png(display, lambda sha: photo, dpi=300)
        engine.render_pdf(display, lambda sha: photo)

    for number in range(WARM_UP):
        render(number)
    before = memory_mb()
    for number in range(RENDERS):
        render(WARM_UP + number)
    sys.stdout.write(f"{before} {memory_mb()}")


def measure_growth(working, product, rows):
    cache = engine.RUN / "cache"
    (cache / "bench-screen.jpg").write_bytes(working)
    (cache / "bench-product.jpg").write_bytes(product)
    command = [sys.executable, str(HERE), "--many"]
    found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    before, after = map(float, found.split())
    rows.append((f"memory after {WARM_UP} renders", before, "MB", "", None))
    growth = (after / before - 1) * 100
    rows.append((f"growth over {RENDERS} more", growth, "%", "≤", 5.0))


def main():
    if "--many" in sys.argv:
        return render_many()
    faces, original, working, product, display = engine.prepare()
    rows = []
    engine.measure_layout(faces, rows)
    engine.measure_proof(display, original, working, product, rows)
    engine.measure_print(display, original, rows, bar=PRINT_BAR)
    measure_growth(working, product, rows)
    return 0 if engine.report(rows, "render") else 1


if __name__ == "__main__":
    sys.exit(main())
