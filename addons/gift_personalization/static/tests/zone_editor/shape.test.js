import { describe, expect, test } from "@odoo/hoot";
import {
    fromShape,
    gridOf,
    handlesOf,
    isSound,
    moveHandle,
    nudgeHandle,
    toMapping,
    toShape,
    withBend,
    withKind,
    withNumber,
} from "@gift_personalization/zone_editor/shape";

describe.current.tags("headless");

const UNTOUCHED = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.75, 0.75],
    [0.25, 0.75],
];
const SHAPE = {
    kind: "cylinder",
    corners: [
        [0.2, 0.3],
        [0.6, 0.3],
        [0.6, 0.8],
        [0.2, 0.8],
    ],
    angle: 120,
    from: 0,
    to: 1,
    top: 0.04,
    bottom: 0.06,
};
const PICTURE = { width: 1000, height: 500 };

test("a record is read and written without a loss", () => {
    const values = fromShape(SHAPE);

    expect(values.mapping).toBe("cylinder");
    expect(values.corner_se_y).toBe(0.8);
    expect(toShape(values)).toEqual(SHAPE);
    expect(toMapping(SHAPE).corners_ppm).toEqual([
        200000, 300000, 600000, 300000, 600000, 800000, 200000, 800000,
    ]);
});

test("new corners start where the flat area lies, others are kept", () => {
    const area = { x: 0.1, y: 0.2, width: 0.5, height: 0.4 };

    const fresh = withKind({ ...SHAPE, kind: "flat", corners: UNTOUCHED }, "perspective", area);
    expect(fresh.corners[0]).toEqual([0.1, 0.2]);
    expect(fresh.corners[2][1]).toBeCloseTo(0.6, { margin: 1e-9 });

    expect(withKind(SHAPE, "perspective", area).corners).toEqual(SHAPE.corners);
});

test("a round surface starts with a little bend", () => {
    const round = withKind({ ...SHAPE, kind: "flat", top: 0, bottom: 0 }, "cylinder", {});

    expect([round.top, round.bottom]).toEqual([0.04, 0.04]);
});

test("a corner moves alone, and never makes a dent", () => {
    const moved = moveHandle(SHAPE, "ne", 0.05, -0.1);

    expect(moved.corners).toEqual([[0.2, 0.3], [0.65, 0.2], ...SHAPE.corners.slice(2)]);
    expect(moveHandle(SHAPE, "ne", -0.45, 0.4)).toBe(null);
    expect(moveHandle(SHAPE, "nw", -0.8, 0)).toBe(null);
    expect(isSound({ corners: [...SHAPE.corners].reverse() })).toBe(false);
});

test("the middle of an edge bends it, within what is left of the height", () => {
    expect(moveHandle(SHAPE, "top", 0.3, 0.05).top).toBeCloseTo(0.14, { margin: 1e-6 });
    expect(withBend(SHAPE, "bottom", 9).bottom).toBe(0.5);
    expect(withBend({ ...SHAPE, top: 0.5 }, "bottom", -9).bottom).toBe(-0.4);
});

test("arrow keys move a handle by a pixel of the picture, with Shift by ten", () => {
    const right = nudgeHandle(SHAPE, "nw", { key: "ArrowRight" }, PICTURE);
    const up = nudgeHandle(SHAPE, "nw", { key: "ArrowUp", shiftKey: true }, PICTURE);

    expect(right.corners[0]).toEqual([0.201, 0.3]);
    expect(up.corners[0]).toEqual([0.2, 0.28]);
    expect(nudgeHandle(SHAPE, "nw", { key: "a" }, PICTURE)).toBe(null);
});

test("typed numbers are kept within what makes sense", () => {
    expect(withNumber(SHAPE, "angle", 400).angle).toBe(170);
    expect(withNumber(SHAPE, "from", 200).from).toBe(0.95);
    expect(withNumber({ ...SHAPE, from: 0.5 }, "to", 10).to).toBe(0.55);
    expect(withNumber(SHAPE, "top", 10).top).toBe(0.1);
});

test("handles lie on the corners and on the bent edges", () => {
    const places = Object.fromEntries(handlesOf(SHAPE).map(({ name, point }) => [name, point]));

    expect(Object.keys(places)).toEqual(["nw", "ne", "se", "sw", "top", "bottom"]);
    expect(places.se).toEqual([0.6, 0.8]);
    expect(places.top[0]).toBeCloseTo(0.4, { margin: 1e-9 });
    expect(places.top[1]).toBeCloseTo(0.32, { margin: 1e-9 });
    expect(handlesOf({ ...SHAPE, kind: "perspective" })).toHaveLength(4);
});

test("the grid runs from corner to corner", () => {
    const lines = gridOf(SHAPE);

    expect(lines).toHaveLength(18);
    expect(lines[0][0][0]).toBeCloseTo(0.2, { margin: 1e-9 });
    expect(lines[17].at(-1)[1]).toBeCloseTo(0.8, { margin: 1e-9 });
});
