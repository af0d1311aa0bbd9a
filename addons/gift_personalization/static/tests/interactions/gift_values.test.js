import { countCharacters } from "@gift_personalization/js/gift_values";
import { clampPhoto, movePhoto } from "@gift_personalization/later/photo_place";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

const ZONE = { width: 40000, height: 30000, rotation: 0, fit: "cover" };
const PHOTO = { asset: "a", width_px: 1600, height_px: 900, zoom_permille: 1000 };

test("what a person calls a character counts once", () => {
    expect(countCharacters("  Zoë ")).toBe(3);
    expect(countCharacters("e\u0301")).toBe(1);
    expect(countCharacters("👩‍🚀!")).toBe(2);
    expect(countCharacters("a\nb")).toBe(2);
    expect(countCharacters("")).toBe(0);
});

test("a photo that covers its zone moves along its longer side only", () => {
    const moved = movePhoto(PHOTO, ZONE, 100000, 100000);

    // 16:9 in 4:3: the picture is 1.333 times as wide as the zone, so a sixth is free on each side.
    expect(moved.offset_x_permille).toBe(167);
    expect(moved.offset_y_permille).toBe(0);
});

test("a turned photo moves along the other side", () => {
    const moved = movePhoto({ ...PHOTO, rotation_mdeg: 90000 }, ZONE, 100000, 100000);

    expect(moved.offset_x_permille).toBe(0);
    expect(moved.offset_y_permille).toBe(685);
});

test("zooming frees both sides and zooming back closes them", () => {
    const zoomed = movePhoto({ ...PHOTO, zoom_permille: 2000 }, ZONE, 100000, 100000);
    expect([zoomed.offset_x_permille, zoomed.offset_y_permille]).toEqual([833, 500]);

    const back = clampPhoto({ ...zoomed, zoom_permille: 1000 }, ZONE);
    expect([back.offset_x_permille, back.offset_y_permille]).toEqual([167, 0]);
});

test("in a zone turned by 90 degrees a move to the right goes along its height", () => {
    const zone = { ...ZONE, rotation: 90 };

    const moved = movePhoto({ ...PHOTO, zoom_permille: 2000 }, zone, 3000, 0);

    expect(moved.offset_x_permille).toBe(0);
    expect(moved.offset_y_permille).toBe(-100);
});
