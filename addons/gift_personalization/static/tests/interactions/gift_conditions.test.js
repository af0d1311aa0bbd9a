import { getHidden, readNumber, readRules } from "@gift_personalization/js/gift_conditions";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { edit, queryOne, select } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";
import { readValues, writeValues } from "@gift_personalization/js/gift_values";

setupInteractionWhiteList(["gift_personalization.entries"]);
describe.current.tags("interaction_dev");

beforeEach(() => browser.sessionStorage.clear());

const RULES = {
    ribbon: { parent: "style", values: ["gold"] },
    card: { parent: "ribbon", values: [] },
};

test("a zone is there while the other one says what it waits for", () => {
    const hidden = (entered) => [...getHidden(RULES, entered)];

    expect(hidden({})).toEqual(["ribbon", "card"]);
    expect(hidden({ style: { text: "plain" } })).toEqual(["ribbon", "card"]);
    expect(hidden({ style: { text: " GOLD" } })).toEqual(["card"]);
    expect(hidden({ style: { text: "gold" }, ribbon: { text: "x" } })).toEqual([]);
    expect(hidden({ ribbon: { text: "x" } })).toEqual(["ribbon", "card"]);
    expect([...getHidden({ a: { parent: "photo", values: [] } }, { photo: {} })]).toEqual([]);
});

test("rules that run in a circle end", () => {
    const rules = { a: { parent: "b", values: [] }, b: { parent: "a", values: [] } };

    expect([...getHidden(rules, { a: { text: "x" }, b: { text: "y" } })]).toEqual([]);
});

test("a number is compared as a number, however it was typed", () => {
    const cases = [
        ["7,5", 2, ".", "7.50"],
        ["7.5", 2, ",", "7.50"],
        ["1.234", 2, ".", "1234.00"],
        ["1.234", 3, ".", "1.234"],
        ["1,234.5", 1, ",", "1234.5"],
        ["1.234,5", 1, ".", "1234.5"],
        ["007", 0, ",", "7"],
        ["٧٫٥", 1, ",", "7.5"],
        ["४२", 0, ",", "42"],
        ["𝟟", 0, ",", "7"],
        ["-0", 0, ",", "0"],
        ["−3", 0, ",", "-3"],
        ["7.5", 0, ",", null],
        ["seven", 0, ",", null],
        ["", 0, ",", null],
    ];
    for (const [raw, decimals, group, wanted] of cases) {
        expect(readNumber(raw, { decimals, group })).toBe(wanted, { message: raw });
    }
    const rules = { a: { parent: "n", values: ["7.5"], number: { decimals: 1, group: "." } } };
    expect([...getHidden(rules, { n: { text: "7,5" } })]).toEqual([]);
    expect([...getHidden(rules, { n: { text: "75" } })]).toEqual(["a"]);
});

const PAGE = /* xml */ `
    <div id="product_detail_main" class="o_gift_product">
        <div class="o_gift_designer">
            <div class="o_gift_zone" data-zone="style" data-type="choice">
                <select class="o_gift_input" id="style" data-lang="en_US">
                    <option value="">Please choose…</option>
                    <option value="gold">Gold</option>
                    <option value="plain">Plain</option>
                </select>
            </div>
            <div class="o_gift_zone" data-zone="ribbon" data-type="text"
                data-rule-zone="style" data-rule-values='["gold"]' hidden="hidden">
                <input class="o_gift_input" id="ribbon" type="text"/>
            </div>
            <div class="o_gift_zone" data-zone="day" data-type="date">
                <input class="o_gift_input" id="day" type="date" value="2026-02-14" data-lang="de_DE"/>
                <select class="o_gift_format" id="format">
                    <option value="long" selected="selected">14. Februar 2026</option>
                    <option value="roman">XIV · II · MMXXVI</option>
                </select>
            </div>
        </div>
        <section class="o_gift_preview"><div class="o_gift_frame" data-zone="ribbon"></div></section>
    </div>`;

test("a field comes and goes with the choice and keeps what was typed", async () => {
    await startInteractions(PAGE);
    expect(readRules(queryOne(".o_gift_designer"))).toEqual({
        ribbon: { parent: "style", values: ["gold"], number: null },
    });
    expect("#ribbon").not.toBeVisible();

    queryOne("#style").focus();
    await select("gold", { target: "#style" });
    expect("#ribbon").toBeVisible();
    expect(queryOne(".o_gift_frame").hidden).toBe(false);
    queryOne("#ribbon").focus();
    await edit("Anna");

    await select("plain", { target: "#style" });
    expect("#ribbon").not.toBeVisible();
    expect(queryOne(".o_gift_frame").hidden).toBe(true);
    await select("gold", { target: "#style" });
    expect("#ribbon").toHaveValue("Anna");
});

test("values that were written by a script show their zones", async () => {
    await startInteractions(PAGE);

    writeValues(queryOne(".o_gift_designer"), { style: { text: "gold" } });

    expect("#ribbon").toBeVisible();
});

test("a date is read with its format and language, and a format asks for a new picture", async () => {
    await startInteractions(PAGE);
    const asked = [];
    queryOne("#day").addEventListener("input", () =>
        asked.push(readValues(queryOne("#product_detail_main")).day)
    );

    await select("roman", { target: "#format" });

    expect(asked).toEqual([{ text: "2026-02-14", format: "roman", lang: "de_DE" }]);
});

test("the formats show the day that was chosen", async () => {
    await startInteractions(PAGE);

    const formats = {
        day: [{ key: "long", text: "1. Mai 2027" }],
        gone: [{ key: "x", text: "y" }],
    };
    queryOne(".o_gift_designer").dispatchEvent(
        new CustomEvent("gift-answer", { detail: { formats } })
    );

    expect("#format option:first").toHaveText("1. Mai 2027");
    expect("#format option:last").toHaveText("XIV · II · MMXXVI");
});
