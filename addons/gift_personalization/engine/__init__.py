"""The layout engine: one frozen design in, one display list out, thin outputs below it.

Pure Python without Odoo, clock or network. Importing this package loads nothing heavy: each
module imports HarfBuzz, Skia, OpenCV and the rest inside the functions that need them, so a web
worker that never draws never pays for them. The live preview needs HarfBuzz alone.

Units: ``_um`` integer micrometres, ``_mdeg`` integer millidegrees (clockwise, y points down),
``_permille`` and ``_ppm`` integer ratios. Zone rectangles are given before their rotation, which
is about their centre.
"""

import os

# One drawing, one core: shops serve many at once, and OpenCV's threads wait for each other longer
# than they work on strips of a picture. OpenCV reads this when it is first used.
os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
