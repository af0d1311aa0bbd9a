import { MappedStage } from "@gift_personalization/js/mapped_stage";
import { SurfaceMap } from "@gift_personalization/js/surface_map";
import { describe, expect, getFixture, queryAll, queryOne, test } from "@odoo/hoot";

describe.current.tags("headless");

const MUG = {
    kind: "cylinder",
    corners_ppm: [200000, 200000, 800000, 200000, 780000, 800000, 220000, 800000],
    angle_mdeg: 90000,
    sag_top_ppm: 20000,
    sag_bottom_ppm: 40000,
};

function mountStage(mapping) {
    getFixture().innerHTML = `
        <div class="o_gift_stage" data-surface="front">
            <div class="o_gift_view">
                <div class="o_gift_svg">
                    <svg viewBox="0 0 200 100"><g data-zone="name"></g></svg>
                </div>
                <div class="o_gift_frames"></div>
            </div>
        </div>`;
    return new MappedStage(queryOne(".o_gift_stage"), mapping);
}

test("a round surface shows the very drawing, however many strips show it", () => {
    const stage = mountStage(MUG);

    expect("g[data-zone=name]").toHaveCount(1);
    expect(".o_gift_bent pattern .o_gift_svg > svg > g[data-zone=name]").toHaveCount(1);
    expect(".o_gift_bent polygon").toHaveCount(15);
    for (const polygon of queryAll(".o_gift_bent polygon")) {
        const id = /url\("?#([^")]+)/.exec(polygon.getAttribute("fill"))[1];
        expect(queryOne(`pattern[id="${id}"]`)).toHaveAttribute("href", "#gift_bent_front_all");
    }

    stage.remove();
    expect(".o_gift_bent").toHaveCount(0);
    expect("div.o_gift_svg > svg > g[data-zone=name]").toHaveCount(1);
    expect("div.o_gift_svg > svg").not.toHaveAttribute("width");
});

test("the strips stay when the drawing is replaced", () => {
    const stage = mountStage(MUG);
    const shown = queryOne(".o_gift_bent > svg");

    queryOne("div.o_gift_svg").innerHTML = `<svg viewBox="0 0 200 100"><path d=""/></svg>`;
    stage.refresh();

    expect(queryOne(".o_gift_bent > svg")).toBe(shown);
    expect(".o_gift_bent .o_gift_svg > svg > path").toHaveCount(1);
    expect("g[data-zone=name]").toHaveCount(0);
    stage.remove();
});

test("the outer strips end inside what they are filled with, which repeats", () => {
    const strips = new SurfaceMap(MUG).strips();
    const across = ({ matrix: [a, , c, , e] }, u) => a * u + c / 2 + e;
    const [first, last] = [strips[0], strips.at(-1)];

    const [left, , , lowerLeft] = first.outline;
    const [, right, lowerRight] = last.outline;

    const room = 0.1 * (across(first, first.tile[2]) - across(first, 0));
    expect((left[0] + lowerLeft[0]) / 2 - across(first, first.tile[0])).toBeGreaterThan(room / 2);
    const end = across(last, last.tile[0] + last.tile[2]);
    expect(end - (right[0] + lowerRight[0]) / 2).toBeGreaterThan(room / 2);
});

test("neighbouring strips share their common side", () => {
    const strips = new SurfaceMap(MUG).strips();

    for (let index = 1; index < strips.length; index++) {
        const [leftTop, , , leftBottom] = strips[index].outline;
        const [, rightTop, rightBottom] = strips[index - 1].outline;
        expect(leftTop).toEqual(rightTop);
        expect(leftBottom).toEqual(rightBottom);
    }
});
