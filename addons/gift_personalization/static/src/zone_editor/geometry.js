/**
 * Rectangles in mm: moving, resizing and turning them, with snapping. No DOM, no framework.
 *
 * A rectangle is `{x, y, width, height, rotation}`: the left top corner before it is turned by
 * `rotation` degrees clockwise about its centre.
 */

export const STEP_MM = 0.5;
export const MIN_SIDE_MM = 1;
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const ROTATION_STEP = 15;
const ROTATION_TOLERANCE = 3;

/** Round to hundredths, which is what the records hold. */
export function round(value) {
    return Math.round(value * 100) / 100 || 0;
}

export function clamp(value, low, high) {
    return Math.max(low, Math.min(Math.max(low, high), value));
}

function turn(dx, dy, degrees) {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return { x: dx * cos - dy * sin, y: dx * sin + dy * cos };
}

export function center(rect) {
    return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

/** Return the upright box around a turned rectangle. */
export function boundingBox(rect) {
    const angle = ((rect.rotation || 0) * Math.PI) / 180;
    const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
    const width = rect.width * cos + rect.height * sin;
    const height = rect.width * sin + rect.height * cos;
    const middle = center(rect);
    return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
}

/** Whether the turned rectangle lies on the surface; the same rule as the server's. */
export function isInside(rect, surface) {
    const box = boundingBox(rect);
    return (
        box.x >= -0.001 &&
        box.y >= -0.001 &&
        box.x + box.width <= surface.width + 0.001 &&
        box.y + box.height <= surface.height + 0.001
    );
}

/** Move a rectangle back onto the surface as far as its size allows. */
export function keepInside(rect, surface) {
    const box = boundingBox(rect);
    const dx = clamp(box.x, 0, surface.width - box.width) - box.x;
    const dy = clamp(box.y, 0, surface.height - box.height) - box.y;
    return { ...rect, x: round(rect.x + dx), y: round(rect.y + dy) };
}

// === SNAPPING === //

/** Lines a rectangle may snap to: edges and centre of the surface and of the other zones. */
export function snapLines(surface, others) {
    const lines = {
        x: [0, surface.width / 2, surface.width],
        y: [0, surface.height / 2, surface.height],
    };
    for (const other of others) {
        const box = boundingBox(other);
        lines.x.push(box.x, box.x + box.width / 2, box.x + box.width);
        lines.y.push(box.y, box.y + box.height / 2, box.y + box.height);
    }
    return lines;
}

/** Return `{delta, line}` to the line nearest to one of the values, or null beyond the tolerance. */
function nearest(values, lines, tolerance) {
    let best = null;
    for (const value of values) {
        for (const line of lines) {
            const delta = line - value;
            if (Math.abs(delta) <= tolerance && (!best || Math.abs(delta) < Math.abs(best.delta))) {
                best = { delta, line };
            }
        }
    }
    return best;
}

function toStep(value) {
    return Math.round(value / STEP_MM) * STEP_MM;
}

/** Snap one coordinate to a line when one is near, otherwise to the 0.5 mm grid. */
function snapValue(value, lines, tolerance) {
    const hit = nearest([value], lines, tolerance);
    return hit ? { value: hit.line, line: hit.line } : { value: toStep(value), line: null };
}

// === GESTURES === //

/**
 * Move by `dx`, `dy` from where the gesture began.
 *
 * @param {{surface: Object, lines: Object, tolerance: number}} grid
 * @returns {{rect: Object, guides: {x: number[], y: number[]}}}
 */
export function move(start, dx, dy, { surface, lines, tolerance }) {
    const wanted = { ...start, x: start.x + dx, y: start.y + dy };
    const box = boundingBox(wanted);
    const guides = { x: [], y: [] };
    const shift = { x: toStep(wanted.x) - wanted.x, y: toStep(wanted.y) - wanted.y };
    for (const [axis, side] of [
        ["x", "width"],
        ["y", "height"],
    ]) {
        const marks = [box[axis], box[axis] + box[side] / 2, box[axis] + box[side]];
        const hit = nearest(marks, lines[axis], tolerance);
        if (hit) {
            shift[axis] = hit.delta;
            guides[axis].push(hit.line);
        }
    }
    const rect = { ...wanted, x: round(wanted.x + shift.x), y: round(wanted.y + shift.y) };
    return { rect: keepInside(rect, surface), guides };
}

/**
 * Drag a handle by `dx`, `dy`; the opposite side or corner stays where it is.
 *
 * Upright rectangles snap to lines; turned ones change in steps of 0.5 mm along their own sides.
 */
export function resize(start, handle, dx, dy, grid) {
    const local = turn(dx, dy, -(start.rotation || 0));
    const guides = { x: [], y: [] };
    const place = (axis, wanted) => placeEdge(start, axis, wanted, grid, guides);
    const edges = { left: 0, top: 0, right: start.width, bottom: start.height };
    if (handle.includes("w")) {
        edges.left = Math.min(place("x", local.x), start.width - MIN_SIDE_MM);
    }
    if (handle.includes("e")) {
        edges.right = Math.max(place("x", start.width + local.x), MIN_SIDE_MM);
    }
    if (handle.includes("n")) {
        edges.top = Math.min(place("y", local.y), start.height - MIN_SIDE_MM);
    }
    if (handle.includes("s")) {
        edges.bottom = Math.max(place("y", start.height + local.y), MIN_SIDE_MM);
    }
    return { rect: fromEdges(start, edges), guides };
}

/** Return where an edge comes to lie, relative to the start's left top corner; notes the guide. */
function placeEdge(start, axis, wanted, { surface, lines, tolerance }, guides) {
    if ((start.rotation || 0) % 360 !== 0) {
        return toStep(wanted);
    }
    const origin = start[axis];
    const side = axis === "x" ? surface.width : surface.height;
    const snapped = snapValue(origin + wanted, lines[axis], tolerance);
    if (snapped.line !== null) {
        guides[axis].push(snapped.line);
    }
    return clamp(snapped.value, 0, side) - origin;
}

/** Return the rectangle whose sides lie at `edges` in the turned frame of `start`. */
function fromEdges(start, edges) {
    const width = edges.right - edges.left;
    const height = edges.bottom - edges.top;
    const offset = turn(
        (edges.left + edges.right) / 2 - start.width / 2,
        (edges.top + edges.bottom) / 2 - start.height / 2,
        start.rotation || 0
    );
    const middle = center(start);
    return {
        ...start,
        x: round(middle.x + offset.x - width / 2),
        y: round(middle.y + offset.y - height / 2),
        width: round(width),
        height: round(height),
    };
}

/** Turn so that the top of the rectangle points to `point`; snaps to 15° and to whole degrees. */
export function rotate(start, point) {
    const middle = center(start);
    const degrees = (Math.atan2(point.x - middle.x, middle.y - point.y) * 180) / Math.PI;
    const step = Math.round(degrees / ROTATION_STEP) * ROTATION_STEP;
    const snapped = Math.abs(step - degrees) <= ROTATION_TOLERANCE ? step : Math.round(degrees);
    return { ...start, rotation: snapped || 0 };
}

/** Return the rectangle between two points, snapped, at least 1 mm on each side. */
export function span(from, to, { surface, lines, tolerance }) {
    const [x1, x2] = [from.x, to.x].map((value) =>
        clamp(snapValue(value, lines.x, tolerance).value, 0, surface.width)
    );
    const [y1, y2] = [from.y, to.y].map((value) =>
        clamp(snapValue(value, lines.y, tolerance).value, 0, surface.height)
    );
    return {
        x: round(Math.min(x1, x2)),
        y: round(Math.min(y1, y2)),
        width: round(Math.max(MIN_SIDE_MM, Math.abs(x2 - x1))),
        height: round(Math.max(MIN_SIDE_MM, Math.abs(y2 - y1))),
        rotation: 0,
    };
}

const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
};

/** Return the step of an arrow key as `[dx, dy]` (-1, 0 or 1), or null for other keys. */
export function arrowOf(key) {
    return ARROWS[key] || null;
}

/**
 * Return the rectangle after an arrow key: 0.5 mm, with shift 5 mm, with alt resizing. Null for
 * other keys.
 */
export function nudge(rect, { key, shiftKey, altKey }, surface) {
    const arrow = arrowOf(key);
    if (!arrow) {
        return null;
    }
    const [dx, dy] = arrow.map((sign) => sign * (shiftKey ? STEP_MM * 10 : STEP_MM));
    if (altKey) {
        const wider = {
            ...rect,
            width: round(Math.max(MIN_SIDE_MM, rect.width + dx)),
            height: round(Math.max(MIN_SIDE_MM, rect.height + dy)),
        };
        return isInside(wider, surface) ? wider : rect;
    }
    return keepInside({ ...rect, x: round(rect.x + dx), y: round(rect.y + dy) }, surface);
}
