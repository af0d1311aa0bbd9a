import { describe, expect, test } from "@odoo/hoot";
import {
    defaultArea,
    fitProportions,
    isProportional,
    moveArea,
    nudgeArea,
    resizeArea,
    setAreaNumber,
} from "@gift_personalization/zone_editor/area";

describe.current.tags("headless");

const surface = { width: 200, height: 100 };
const picture = { width: 1000, height: 800 };
const area = { x: 0.2, y: 0.3, width: 0.4, height: 0.25 };

test("the first area lies in the middle and has the proportions of the surface", () => {
    const first = defaultArea(surface, picture);

    expect(isProportional(first, surface, picture)).toBe(true);
    expect(first.x + first.width / 2).toBeCloseTo(0.5);
    expect(first.y + first.height / 2).toBeCloseTo(0.5);
    expect(first.width).toBe(0.5);
});

test("an area that would stretch the print is found and corrected about its centre", () => {
    const stretched = { ...area, height: 0.4 };

    const fitted = fitProportions(stretched, surface, picture);

    expect(isProportional(stretched, surface, picture)).toBe(false);
    expect(isProportional({ ...area, height: 0.244 }, surface, picture)).toBe(true);
    expect(isProportional({ ...area, height: 0.235 }, surface, picture)).toBe(false);
    expect(fitted).toEqual({ x: 0.2, y: 0.375, width: 0.4, height: 0.25 });
});

test("moving stops at the edges of the picture", () => {
    expect(moveArea(area, 5, -5)).toEqual({ ...area, x: 0.6, y: 0 });
});

test("resizing keeps the proportions and the opposite corner", () => {
    const wider = resizeArea(area, "se", 0.1, 0, surface, picture);
    expect(wider).toEqual({ x: 0.2, y: 0.3, width: 0.5, height: 0.3125 });

    const smaller = resizeArea(area, "nw", 0.2, 0.2, surface, picture);
    expect(smaller).toEqual({ x: 0.4, y: 0.425, width: 0.2, height: 0.125 });
});

test("resizing stops at the edge of the picture and at a smallest size", () => {
    const large = resizeArea(area, "se", 9, 9, surface, picture);
    expect(large.x + large.width).toBe(1);
    expect(large.y + large.height).toBeLessThan(1.000001);

    expect(resizeArea(area, "se", -9, -9, surface, picture).width).toBe(0.02);
});

test("arrow keys move by a pixel of the picture, with shift by ten", () => {
    expect(nudgeArea(area, { key: "ArrowRight" }, surface, picture).x).toBe(0.201);
    expect(nudgeArea(area, { key: "ArrowUp", shiftKey: true }, surface, picture).y).toBe(0.2875);
    const wider = nudgeArea(area, { key: "ArrowRight", altKey: true }, surface, picture);
    expect(wider.width).toBe(0.401);
    expect(isProportional(wider, surface, picture)).toBe(true);
    expect(nudgeArea(area, { key: "Tab" }, surface, picture)).toBe(null);
});

test("a typed number moves the area, or resizes it in the proportions of the surface", () => {
    const moved = setAreaNumber(area, "y", 400, surface, picture);
    const wider = setAreaNumber(area, "width", 500, surface, picture);
    const higher = setAreaNumber(area, "height", 250, surface, picture);

    expect(moved).toEqual({ ...area, y: 0.5 });
    expect(wider.width).toBe(0.5);
    expect(wider.height * picture.height).toBe(250);
    expect(higher).toEqual(wider);
});

test("typed numbers keep the area on the picture", () => {
    const huge = setAreaNumber(area, "width", 9999, surface, picture);
    const outside = setAreaNumber(area, "x", -50, surface, picture);

    expect(huge.width).toBe(1);
    expect(huge.x).toBe(0);
    expect(isProportional(huge, surface, picture)).toBe(true);
    expect(outside.x).toBe(0);
});
