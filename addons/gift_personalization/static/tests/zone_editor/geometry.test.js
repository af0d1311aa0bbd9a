import { describe, expect, test } from "@odoo/hoot";
import {
    boundingBox,
    isInside,
    keepInside,
    move,
    nudge,
    resize,
    rotate,
    snapLines,
    span,
} from "@gift_personalization/zone_editor/geometry";

describe.current.tags("headless");

const surface = { width: 200, height: 100 };
const grid = { surface, lines: { x: [], y: [] }, tolerance: 1 };
const rect = { x: 20, y: 10, width: 60, height: 20, rotation: 0 };

describe("moving", () => {
    test("lands on the grid of half a millimetre", () => {
        const moved = move(rect, 3.3, 4.1, grid).rect;

        expect(moved).toEqual({ ...rect, x: 23.5, y: 14 });
    });

    test("snaps to the middle of the surface and shows the guide", () => {
        const lines = snapLines(surface, []);

        const { rect: moved, guides } = move(rect, 49.4, 0, { ...grid, lines });

        expect(moved.x).toBe(70);
        expect(guides.x).toEqual([100]);
    });

    test("snaps to the edges of the other zones", () => {
        const lines = snapLines(surface, [{ x: 33.3, y: 50, width: 20, height: 20 }]);

        const { rect: moved, guides } = move(rect, 13, 0, { ...grid, lines });

        expect(moved.x).toBe(33.3);
        expect(guides.x).toEqual([33.3]);
    });

    test("stops at the edges of the surface", () => {
        expect(move(rect, -500, 500, grid).rect).toEqual({ ...rect, x: 0, y: 80 });
    });

    test("keeps the corners of a turned zone on the surface", () => {
        const turned = { ...rect, rotation: 90 };

        const moved = move(turned, -500, 0, grid).rect;

        expect(boundingBox(moved).x).toBeCloseTo(0, { margin: 0.01 });
        expect(isInside(moved, surface)).toBe(true);
    });
});

describe("resizing", () => {
    test("by a corner leaves the opposite corner", () => {
        const { rect: resized } = resize(rect, "nw", 5.2, -3.9, grid);

        expect(resized).toEqual({ x: 25, y: 6, width: 55, height: 24, rotation: 0 });
    });

    test("by a side changes one length only", () => {
        expect(resize(rect, "e", 10, 99, grid).rect).toEqual({ ...rect, width: 70 });
    });

    test("never gets smaller than one millimetre or larger than the surface", () => {
        expect(resize(rect, "e", -500, 0, grid).rect.width).toBe(1);
        expect(resize(rect, "w", 500, 0, grid).rect).toEqual({ ...rect, x: 79, width: 1 });
        expect(resize(rect, "se", 500, 500, grid).rect).toEqual({
            ...rect,
            width: 180,
            height: 90,
        });
    });

    test("of a turned zone follows its own sides", () => {
        const turned = { x: 50, y: 40, width: 40, height: 20, rotation: 90 };

        const { rect: resized } = resize(turned, "e", 0, 10, grid);

        expect(resized).toEqual({ x: 45, y: 45, width: 50, height: 20, rotation: 90 });
    });
});

describe("turning", () => {
    test("points the top to the pointer, in whole degrees", () => {
        expect(rotate(rect, { x: 50, y: -100 }).rotation).toBe(0);
        expect(rotate(rect, { x: 60, y: 0 }).rotation).toBe(27);
        expect(rotate(rect, { x: 0, y: 20 }).rotation).toBe(-90);
    });

    test("snaps to steps of fifteen degrees", () => {
        const radians = (47 * Math.PI) / 180;
        const point = { x: 50 + 30 * Math.sin(radians), y: 20 - 30 * Math.cos(radians) };

        expect(rotate(rect, point).rotation).toBe(45);
    });
});

describe("drawing", () => {
    test("works in every direction and ends at the surface", () => {
        const drawn = span({ x: 190.2, y: 90 }, { x: 250, y: 60.1 }, grid);

        expect(drawn).toEqual({ x: 190, y: 60, width: 10, height: 30, rotation: 0 });
    });
});

describe("the keyboard", () => {
    const press = (key, modifiers = {}) =>
        nudge(rect, { key, shiftKey: false, altKey: false, ...modifiers }, surface);

    test("moves by half a millimetre, with shift by five", () => {
        expect(press("ArrowLeft")).toEqual({ ...rect, x: 19.5 });
        expect(press("ArrowDown", { shiftKey: true })).toEqual({ ...rect, y: 15 });
    });

    test("resizes with alt", () => {
        expect(press("ArrowRight", { altKey: true })).toEqual({ ...rect, width: 60.5 });
        expect(press("ArrowUp", { altKey: true, shiftKey: true })).toEqual({ ...rect, height: 15 });
    });

    test("does not resize over the edge and ignores other keys", () => {
        const full = { x: 0, y: 0, width: 200, height: 100, rotation: 0 };

        expect(nudge(full, { key: "ArrowRight", altKey: true }, surface)).toBe(full);
        expect(press("a")).toBe(null);
    });
});

test("a zone that is too large is brought back as far as it goes", () => {
    const large = { x: 50, y: 50, width: 300, height: 20, rotation: 0 };

    expect(keepInside(large, surface)).toEqual({ ...large, x: 0 });
    expect(isInside(large, surface)).toBe(false);
});
