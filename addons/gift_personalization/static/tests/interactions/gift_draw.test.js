import { drawInto } from "@gift_personalization/preview/draw";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

const ZONE = { key: "name", x_um: 0, y_um: 0, width_um: 1000, height_um: 1000 };

function block(text, { size = 100, x = 0, families = ["A"], tracking = 0 } = {}) {
    const cut = Math.ceil(text.length / families.length);
    const parts = families.map((family, index) => ({
        face: { family },
        tracking,
        start: index * cut,
        end: Math.min(text.length, (index + 1) * cut),
    }));
    return { size, lines: [{ x, y: 5, line: { paragraph: { text, rtl: false }, parts } }] };
}

function newGroup() {
    return document.createElementNS("http://www.w3.org/2000/svg", "g");
}

/** Returns the drawing of a block in a group that nothing stood in. */
function fresh(...args) {
    const group = newGroup();
    drawInto(group, ...args);
    return group.innerHTML;
}

test("a key changes letters, place and size of a text that stays", () => {
    const group = newGroup();
    drawInto(group, block("An", { tracking: 20 }), ZONE, "#000");
    const [text, part] = [group.querySelector("text"), group.querySelector("tspan")];

    const next = block("<Ann & co>", { size: 80, x: 12 });
    drawInto(group, next, ZONE, "#000");

    expect(group.querySelector("text")).toBe(text);
    expect(group.querySelector("tspan")).toBe(part);
    expect(group.innerHTML).toBe(fresh(next, ZONE, "#000"));
});

test("another colour, face or number of lines is drawn anew", () => {
    const group = newGroup();
    drawInto(group, block("Anna"), ZONE, "#000");

    for (const [next, color] of [
        [block("Anna"), "#f00"],
        [block("Anna", { families: ["A", "B"] }), "#f00"],
        [{ size: 90, lines: [...block("Anna").lines, ...block("B").lines] }, "#f00"],
        [block(""), "#f00"],
        [block("Anna"), "#f00"],
    ]) {
        drawInto(group, next, ZONE, color);
        expect(group.innerHTML).toBe(fresh(next, ZONE, color));
    }
});

test("what was taken out of a group is drawn again", () => {
    const group = newGroup();
    drawInto(group, block("Anna"), ZONE, "#000");
    group.replaceChildren();

    drawInto(group, block("Anna"), ZONE, "#000");

    expect(group.innerHTML).toBe(fresh(block("Anna"), ZONE, "#000"));
});

test("a text on an arc lies on a path that is half on either side of the apex", () => {
    const arched = (radius) => ({ ...block("Anna"), arc: { radius, x: 500, y: 40 } });
    const turned = (radius) => {
        const next = arched(radius);
        next.lines[0].line.advance = 2;
        return fresh(next, ZONE, "#000");
    };

    expect(turned(100)).toMatch(/translate\(500.0 40.0\)/);
    expect(turned(100)).toMatch(/<textPath href="#gift_arc_name"><tspan/);
    expect(turned(100)).toMatch(/d="M-84\.\S+ 45\.\S+ A100 100 0 0 1 0 0 A100 100 0 0 1 84\./);
    expect(turned(-100)).toMatch(/d="M-84\.\S+ -45\.\S+ A100 100 0 0 0 0 0 A100 100 0 0 0 84\./);
});
