/**
 * From the points of a surface to the points of its mock-up picture, and back: the twin of
 * `engine/mapping.py`, with the same names. Both sides count in shares.
 */

const PPM = 1e6;
const STRIP_DEGREES = 6;
const ROOM = 0.25; // around what a strip shows, in shares of it
const BEYOND = 0.02; // of the upper and lower edge, in shares of the height

export function clamp(value, low, high) {
    return Math.max(low, Math.min(high, value));
}

/** Returns `[a, b, c, d, e, f, g, h]` of the unit square onto four points, clockwise. */
export function homography([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
    const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
    const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
    const area = dx1 * dy2 - dx2 * dy1;
    const [g, h] = [(sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area];
    return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
}

function laidBy([a, b, c, d, e, f], u, v) {
    return [a * u + c * v + e, b * u + d * v + f];
}

// Units of a picture's side. Graphics libraries take a matrix that shrinks µm to shares of the
// picture for one that cannot be inverted, and draw a narrow surface black.
const UNITS = 10_000;
export const PICTURE_BOX = `0 0 ${UNITS} ${UNITS}`;

/**
 * Returns the attributes of the `<pattern>` and the `<polygon>` that show a strip of `strips` in a
 * `PICTURE_BOX`.
 */
export function drawnStrip({ tile, matrix: [a, b, c, d, e, f], outline }, { width, height }) {
    const shares = [a / width, b / width, c / height, d / height, e, f];
    const matrix = shares.map((value) => value * UNITS);
    const box = [tile[0] * width, tile[1] * height, tile[2] * width, tile[3] * height];
    return {
        tile: {
            patternUnits: "userSpaceOnUse",
            x: box[0],
            y: box[1],
            width: box[2],
            height: box[3],
            viewBox: box.join(" "),
            preserveAspectRatio: "none",
            patternTransform: `matrix(${matrix.join(" ")})`,
        },
        points: outline
            .flat()
            .map((share) => share * UNITS)
            .join(" "),
    };
}

/** Returns the attributes of an `<svg>` that cuts a drawing to what a cylinder shows of it. */
export function seenBox({ start, seen }, { width, height }) {
    const box = { x: start * width, y: 0, width: seen * width, height };
    return { ...box, viewBox: Object.values(box).join(" ") };
}

export class SurfaceMap {
    /** @param {Object} mapping - `mapping` of a mock-up in the content document. */
    constructor(mapping) {
        const corners = mapping.corners_ppm.map((value) => value / PPM);
        this.corners = [0, 2, 4, 6].map((at) => [corners[at], corners[at + 1]]);
        this.matrix = homography(this.corners);
        this.isRound = mapping.kind === "cylinder";
        this.start = (mapping.from_ppm ?? 0) / PPM;
        this.seen = (mapping.to_ppm ?? PPM) / PPM - this.start;
        this.angle = ((mapping.angle_mdeg ?? 120000) / 180000) * Math.PI;
        this.top = (mapping.sag_top_ppm ?? 0) / PPM;
        this.bottom = (mapping.sag_bottom_ppm ?? 0) / PPM;
    }

    /** Returns `[x, y]` of a point of the surface; beyond the seen part of its nearest edge. */
    toPicture(u, v) {
        if (this.isRound) {
            return this.laid(...this.bent(u, v));
        }
        const [a, b, c, d, e, f, g, h] = this.matrix;
        const depth = g * u + h * v + 1;
        return [(a * u + b * v + c) / depth, (d * u + e * v + f) / depth];
    }

    /** Returns `[u, v]` of a point of the picture; beside a cylinder of its nearest edge. */
    toSurface(x, y) {
        if (this.isRound) {
            const [left, top] = this.corners[0];
            return this.unbent(...this.between(x - left, y - top));
        }
        const [a, b, c, d, e, f, g, h] = this.matrix;
        const depth = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
        return [
            ((e - f * h) * x + (c * h - b) * y + (b * f - c * e)) / depth,
            ((f * g - d) * x + (a - c * g) * y + (c * d - a * f)) / depth,
        ];
    }

    get sides() {
        const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = this.corners;
        return [x1 - x0, y1 - y0, x3 - x0, y3 - y0, x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
    }

    /** Lays a point of the bent square between the four corners. */
    laid(u, v) {
        const [[x, y], [ex, ey, fx, fy, gx, gy]] = [this.corners[0], this.sides];
        return [x + ex * u + (fx + gx * u) * v, y + ey * u + (fy + gy * u) * v];
    }

    between(x, y) {
        const [ex, ey, fx, fy, gx, gy] = this.sides;
        const square = gx * fy - gy * fx;
        const linear = ex * fy - ey * fx + x * gy - y * gx;
        const constant = x * ey - y * ex;
        const root = Math.sqrt(Math.max(linear * linear - 4 * square * constant, 0));
        const v = (-2 * constant) / (linear + root);
        const [across, down] = [ex + gx * v, ey + gy * v];
        const u = ((x - fx * v) * across + (y - fy * v) * down) / (across ** 2 + down ** 2);
        return [u, v];
    }

    bent(u, v) {
        const half = this.angle / 2;
        const turn = (clamp((u - this.start) / this.seen, 0, 1) * 2 - 1) * half;
        const sag = (1 - v) * this.top + v * this.bottom;
        return [(1 + Math.sin(turn) / Math.sin(half)) / 2, v + sag * this.bulge(turn)];
    }

    unbent(u, v) {
        const half = this.angle / 2;
        const turn = Math.asin(clamp(2 * u - 1, -1, 1) * Math.sin(half));
        const bulge = this.bulge(turn);
        return [
            this.start + (this.seen * (1 + turn / half)) / 2,
            (v - this.top * bulge) / (1 + (this.bottom - this.top) * bulge),
        ];
    }

    bulge(turn) {
        const edge = Math.cos(this.angle / 2);
        return (Math.cos(turn) - edge) / (1 - edge);
    }

    /**
     * Returns upright strips of the surface that show a cylinder when each is moved on its own.
     *
     * Neighbours share the two points of their common side, so that together they cover each pixel
     * once. Beyond the surface they reach a little further, where nothing is drawn.
     *
     * @returns {{tile: number[], matrix: number[], outline: number[][]}[]} `tile` is what a strip
     *     shows and a little around it (x, y, width, height in shares of the surface), `matrix` the
     *     SVG matrix from there to shares of the picture, `outline` the strip's place on it
     */
    strips() {
        const count = Math.ceil(((this.angle / Math.PI) * 180) / STRIP_DEGREES);
        const wide = this.seen / count;
        return Array.from({ length: count }, (_item, index) => {
            const [from, to] = [this.start + wide * index, this.start + wide * (index + 1)];
            const matrix = this.stripMatrix(from, to);
            const place = (u, v, isOuter) =>
                isOuter ? laidBy(matrix, u, v) : this.toPicture(u, v);
            const [isFirst, isLast] = [index === 0, index === count - 1];
            const [left, right] = [from - (wide * isFirst) / 8, to + (wide * isLast) / 8];
            return {
                tile: [from - wide * ROOM, -ROOM, wide * (1 + 2 * ROOM), 1 + 2 * ROOM],
                matrix,
                outline: [
                    place(left, -BEYOND, isFirst),
                    place(right, -BEYOND, isLast),
                    place(right, 1 + BEYOND, isLast),
                    place(left, 1 + BEYOND, isFirst),
                ],
            };
        });
    }

    /** Returns the matrix that fits the four corners of a strip best. */
    stripMatrix(from, to) {
        const [nw, ne] = [this.toPicture(from, 0), this.toPicture(to, 0)];
        const [sw, se] = [this.toPicture(from, 1), this.toPicture(to, 1)];
        const [across, down, origin] = [[], [], []];
        for (const axis of [0, 1]) {
            across[axis] = (ne[axis] - nw[axis] + se[axis] - sw[axis]) / 2 / (to - from);
            down[axis] = (sw[axis] - nw[axis] + se[axis] - ne[axis]) / 2;
            const middle = (nw[axis] + ne[axis] + sw[axis] + se[axis]) / 4;
            origin[axis] = middle - (across[axis] * (from + to)) / 2 - down[axis] / 2;
        }
        return [...across, ...down, ...origin];
    }

    /**
     * Returns the CSS transform of a box onto the picture.
     *
     * @param {number} width - Of the box; it is shown where the corners are.
     * @param {number} height
     * @param {number} pictureWidth - In the same units, as is its height.
     */
    transform(width, height, pictureWidth, pictureHeight) {
        const [a, b, c, d, e, f, g, h] = this.matrix;
        const [ax, bx, cx] = [
            (a / width) * pictureWidth,
            (b / height) * pictureWidth,
            c * pictureWidth,
        ];
        const [dy, ey, fy] = [
            (d / width) * pictureHeight,
            (e / height) * pictureHeight,
            f * pictureHeight,
        ];
        if (Math.abs(g) + Math.abs(h) < 1e-9) {
            return `matrix(${[ax, dy, bx, ey, cx, fy].join()})`; // drawn sharp, without a layer
        }
        const rows = [ax, dy, 0, g / width, bx, ey, 0, h / height, 0, 0, 1, 0, cx, fy, 0, 1];
        return `matrix3d(${rows.join()})`;
    }
}
