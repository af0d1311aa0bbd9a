import { findMotifs, fold, offeredMotifs } from "@gift_personalization/later/gift_motifs";
import { drawMotif } from "@gift_personalization/later/gift_clipart";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

const MOTIFS = [
    { name: "Heart", words: "love", theme: 1, colors: "single" },
    { name: "Coffee cup", words: "tea café", theme: 2, colors: "single" },
    { name: "Holly", words: "christmas", theme: 3, colors: "full" },
];
const names = (motifs) => motifs.map((motif) => motif.name);

test("motifs are found by every word of the search, accents aside", () => {
    expect(names(findMotifs(MOTIFS, "cafe"))).toEqual(["Coffee cup"]);
    expect(names(findMotifs(MOTIFS, "  CÚP tea "))).toEqual(["Coffee cup"]);
    expect(names(findMotifs(MOTIFS, "cup love"))).toEqual([]);
    expect(names(findMotifs(MOTIFS, "ear"))).toEqual([]);
    expect(names(findMotifs(MOTIFS, ""))).toEqual(["Heart", "Coffee cup", "Holly"]);
    expect(names(findMotifs(MOTIFS, "", 3))).toEqual(["Holly"]);
    expect(fold("ÉÇã")).toBe("eca");
});

test("a zone offers its themes, and one colour where only one is made", () => {
    const catalogue = { motifs: MOTIFS };
    expect(names(offeredMotifs(catalogue, [1, 3], false))).toEqual(["Heart", "Holly"]);
    expect(names(offeredMotifs(catalogue, [], true))).toEqual(["Heart", "Coffee cup"]);
});

test("a drawing becomes paths and nothing else", () => {
    const svg = drawMotif({
        size: [100, 50],
        parts: [
            ["", "M0 0l100 0 0 50z"],
            ["#c00000", "M1 1l2 2 0 5z"],
        ],
    });

    expect(svg.getAttribute("viewBox")).toBe("0 -25 100 100");
    expect([...svg.children].map((path) => path.getAttribute("fill"))).toEqual([
        "currentColor",
        "#c00000",
    ]);
    expect([...svg.children].every((path) => path.tagName === "path")).toBe(true);
});
