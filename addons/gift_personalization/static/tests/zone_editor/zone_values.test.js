import {
    copyZoneValues,
    newZoneName,
    newZoneRect,
    newZoneValues,
    toSampleValues,
} from "@gift_personalization/zone_editor/zone_values";
import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

const TYPES = ["text", "multiline", "monogram", "date", "number", "choice", "photo"];
const SURFACE = { width: 100, height: 50 };

test("every kind of zone starts with a name and a size inside of the surface", () => {
    allowTranslations();
    for (const type of TYPES) {
        const rect = newZoneRect(type, SURFACE);
        const values = newZoneValues(type, rect);

        expect(values.name).toBe(newZoneName(type));
        expect(values.name).not.toBe(undefined);
        expect(rect.width).toBeLessThan(SURFACE.width);
        expect(rect.y + rect.height).toBeLessThan(SURFACE.height + 1);
        expect("max_size_mm" in values).toBe(type !== "photo");
    }
});

test("a copy takes the shape of its letters and its dates along", () => {
    const data = {
        x_mm: 1,
        y_mm: 2,
        arc: "up",
        outline_mm: 0.5,
        frame: "ellipse",
        number_min: 3,
        outline_color_id: { id: 7 },
        date_format_ids: { currentIds: [4, 5] },
        date_min: luxon.DateTime.fromISO("2026-02-14"),
        date_max: false,
    };

    const copy = copyZoneValues(data);

    expect([copy.arc, copy.outline_mm, copy.frame, copy.number_min]).toEqual([
        "up",
        0.5,
        "ellipse",
        3,
    ]);
    expect(copy.outline_color_id).toBe(7);
    expect(copy.date_format_ids).toEqual([[6, 0, [4, 5]]]);
    expect([copy.date_min, copy.date_max]).toEqual(["2026-02-14", false]);
    expect(toSampleValues(data).date_format_ids).toEqual([4, 5]);
});
