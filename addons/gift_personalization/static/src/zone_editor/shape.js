/**
 * How a surface lies on its picture where it is seen at an angle, or round:
 * `{kind, corners, angle, from, to, top, bottom}`. Corners are `[x, y]` in shares of the picture,
 * clockwise from the top left; the angle is in degrees, the rest in shares of the surface.
 */

import { SurfaceMap } from "../js/surface_map";
import { arrowOf, clamp } from "./geometry";

export const CORNERS = ["nw", "ne", "se", "sw"];
export const BENDS = ["top", "bottom"];
const AXES = ["x", "y"];
const CYLINDER = {
    angle: "cylinder_angle",
    from: "cylinder_from",
    to: "cylinder_to",
    top: "cylinder_top",
    bottom: "cylinder_bottom",
};
const ANGLES = [10, 170];
const MOST_BEND = 0.5;
const LEAST_ROOM = 0.1;
const LEAST_SEEN = 0.05;
const LEAST_SIDE = 0.01;
const OUTSIDE = 0.5;
const FIRST_BEND = 0.04;
const UNTOUCHED = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.75, 0.75],
    [0.25, 0.75],
];

const tidy = (value) => Math.round(value * 1e6) / 1e6;

/** Returns the shape of a mock-up's record. */
export function toShape(data) {
    const corners = CORNERS.map((name) => AXES.map((axis) => data[`corner_${name}_${axis}`]));
    const bent = Object.entries(CYLINDER).map(([name, field]) => [name, data[field]]);
    return { kind: data.mapping || "flat", corners, ...Object.fromEntries(bent) };
}

/** Returns the values of a mock-up's record. */
export function fromShape(shape) {
    const values = { mapping: shape.kind };
    CORNERS.forEach((name, index) => {
        AXES.forEach((axis, at) => {
            values[`corner_${name}_${axis}`] = tidy(shape.corners[index][at]);
        });
    });
    for (const [name, field] of Object.entries(CYLINDER)) {
        values[field] = tidy(shape[name]);
    }
    return values;
}

/** Returns the shape in the words of the content document. */
export function toMapping({ kind, corners, angle, from, to, top, bottom }) {
    const ppm = (value) => Math.round(value * 1e6);
    return {
        kind,
        corners_ppm: corners.flat().map(ppm),
        angle_mdeg: Math.round(angle * 1000),
        from_ppm: ppm(from),
        to_ppm: ppm(to),
        sag_top_ppm: ppm(top),
        sag_bottom_ppm: ppm(bottom),
    };
}

export function mapOf(shape) {
    return new SurfaceMap(toMapping(shape));
}

/** Whether the server would take the four corners: no dent, none crossed, none far outside. */
export function isSound({ corners }) {
    return corners.every(([x, y], index) => {
        const [ax, ay] = corners[(index + 2) % 4];
        const [bx, by] = corners[(index + 3) % 4];
        const sides = [Math.hypot(bx - ax, by - ay), Math.hypot(x - bx, y - by)];
        const cross = (bx - ax) * (y - by) - (by - ay) * (x - bx);
        const inside = [x, y].every((value) => value >= -OUTSIDE && value <= 1 + OUTSIDE);
        return inside && sides[1] >= LEAST_SIDE && cross > 0.02 * sides[0] * sides[1];
    });
}

/** Returns the shape as another kind; new corners start where the flat area lies. */
export function withKind(shape, kind, { x, y, width, height }) {
    const fresh = JSON.stringify(shape.corners) === JSON.stringify(UNTOUCHED);
    const corners = fresh
        ? [
              [x, y],
              [x + width, y],
              [x + width, y + height],
              [x, y + height],
          ]
        : shape.corners;
    const straight = kind === "cylinder" && !shape.top && !shape.bottom;
    const bends = straight ? { top: FIRST_BEND, bottom: FIRST_BEND } : {};
    return { ...shape, kind, corners, ...bends };
}

/** Moves a handle (a corner, or the middle of an edge) by shares of the picture. */
export function moveHandle(start, handle, dx, dy) {
    return BENDS.includes(handle)
        ? bend(start, handle, dx, dy)
        : moveCorner(start, CORNERS.indexOf(handle), dx, dy);
}

function moveCorner(start, at, dx, dy) {
    const corners = start.corners.map(([x, y], index) =>
        index === at ? [tidy(x + dx), tidy(y + dy)] : [x, y]
    );
    const moved = { ...start, corners };
    return isSound(moved) ? moved : null;
}

function bend(start, edge, dx, dy) {
    const [[ax, ay], [bx, by], [cx, cy], [ex, ey]] = start.corners;
    // Down the middle of the surface; what is dragged across it changes nothing.
    const [downX, downY] = [(ex + cx - ax - bx) / 2, (ey + cy - ay - by) / 2];
    const moved = (dx * downX + dy * downY) / (downX ** 2 + downY ** 2);
    return withBend(start, edge, start[edge] + moved);
}

export function withBend(shape, edge, value) {
    const [low, high] =
        edge === "top"
            ? [-MOST_BEND, Math.min(MOST_BEND, shape.bottom + 1 - LEAST_ROOM)]
            : [Math.max(-MOST_BEND, shape.top - 1 + LEAST_ROOM), MOST_BEND];
    return { ...shape, [edge]: tidy(clamp(value, low, high)) };
}

/** Returns the shape after an arrow key on a handle: 1 px of the picture, with shift 10. */
export function nudgeHandle(shape, handle, { key, shiftKey }, picture) {
    const arrow = arrowOf(key);
    if (!arrow) {
        return null;
    }
    const [dx, dy] = arrow.map((sign) => sign * (shiftKey ? 10 : 1));
    return moveHandle(shape, handle, dx / picture.width, dy / picture.height) || shape;
}

/** Returns the shape after a number of the round was typed; degrees, or percent. */
export function withNumber(shape, name, value) {
    switch (name) {
        case "angle":
            return { ...shape, angle: clamp(value, ...ANGLES) };
        case "from":
            return { ...shape, from: tidy(clamp(value / 100, 0, shape.to - LEAST_SEEN)) };
        case "to":
            return { ...shape, to: tidy(clamp(value / 100, shape.from + LEAST_SEEN, 1)) };
    }
    return withBend(shape, name, value / 100);
}

/** Returns where the handles of a shape lie, in shares of the picture. */
export function handlesOf(shape) {
    const handles = CORNERS.map((name, index) => ({ name, point: shape.corners[index] }));
    if (shape.kind === "cylinder") {
        const map = mapOf(shape);
        const middle = map.start + map.seen / 2;
        handles.push({ name: "top", point: map.toPicture(middle, 0) });
        handles.push({ name: "bottom", point: map.toPicture(middle, 1) });
    }
    return handles;
}

/** Returns the lines of a grid over the surface as points, in shares of the picture. */
export function gridOf(shape, lines = 8, steps = 16) {
    const map = mapOf(shape);
    const shares = (count) => Array.from({ length: count + 1 }, (_item, index) => index / count);
    const across = (share) => map.start + map.seen * share;
    return [
        ...shares(lines).map((u) => shares(steps).map((v) => map.toPicture(across(u), v))),
        ...shares(lines).map((v) => shares(steps).map((u) => map.toPicture(across(u), v))),
    ];
}
