import { POLL_MS } from "@gift_personalization/later/gift_names";
import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, click, edit, press, queryOne } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { browser } from "@web/core/browser/browser";
import { onRpc } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList(["gift_personalization.names"]);
describe.current.tags("interaction_dev");

const KEY = "k".repeat(32);

function row(id, text) {
    return /* xml */ `
        <div class="o_gift_name_row" data-row="${id}" tabindex="-1">
            <input id="gift_row_${id}_name" data-zone="name" value="${text}"/>
            <input id="gift_row_${id}_quantity" data-field="quantity" value="1"/>
            <select data-field="product_id"><option value="7" selected="selected">S</option></select>
            <button class="o_gift_name_delete">Delete</button>
        </div>`;
}

function page(state = "ready") {
    return /* xml */ `
        <div class="o_gift_names" data-key="${KEY}" data-state="${state}" data-tab="all" data-page="1">
            <p class="o_gift_names_error" role="alert" tabindex="-1" hidden="hidden"></p>
            <section class="o_gift_names_progress" hidden="hidden">
                <h2 class="o_gift_names_checking">Checking</h2>
                <h2 class="o_gift_names_adding" hidden="hidden">Adding</h2>
                <div role="progressbar"><div></div></div>
                <span class="o_gift_names_done">0</span> of <span class="o_gift_names_total">0</span>
                <p class="o_gift_names_status" role="status"></p>
            </section>
            <div class="o_gift_names_review">
                <h2 id="gift_names_review" tabindex="-1">Rows</h2>
                <div class="o_gift_names_summary">
                    <button class="o_gift_names_tab" data-tab="all">All</button>
                    <button class="o_gift_names_tab" data-tab="problems">Problems</button>
                    <button class="o_gift_names_order">Add to cart</button>
                </div>
                ${row(1, "Anna")}${row(2, "Paul")}
                <button class="o_gift_names_page" data-page="2">2</button>
            </div>
        </div>`;
}

const SUMMARY = /* xml */ `
    <button class="o_gift_names_tab" data-tab="all">All</button>
    <button class="o_gift_names_order">Add to cart</button><b>2 pieces</b>`;

/** Answers a route of the list and notes what it was asked, without the key. */
function answer(route, reply) {
    onRpc(`/gift/names/${route}`, async (request) => {
        const { key, ...params } = (await request.json()).params;
        expect(key).toBe(KEY);
        expect.step(route);
        return reply(params);
    });
}

async function write(selector, text) {
    queryOne(selector).focus();
    await edit(text);
    await press("Tab");
}

test("a changed row is sent whole and shown as the server checked it", async () => {
    answer("row", (params) => {
        expect(params.row_id).toBe(1);
        expect(params.changes).toEqual({ texts: { name: "Anne" }, quantity: "1", product_id: 7 });
        return { html: row(1, "ANNE"), summary: SUMMARY };
    });
    await startInteractions(page());

    await write("#gift_row_1_name", "Anne");
    await animationFrame();

    expect.verifySteps(["row"]);
    expect(queryOne("#gift_row_1_name").value).toBe("ANNE");
    expect("#gift_row_1_quantity").toBeFocused();
    expect(".o_gift_names_summary b").toHaveText("2 pieces");
    expect(".o_gift_names_tab").toHaveAttribute("aria-pressed", "true");
});

test("what the server refuses is said, and what was typed stays", async () => {
    answer("row", () => ({ error: "This list is no longer there." }));
    await startInteractions(page());

    await write("#gift_row_1_name", "Anne");
    await animationFrame();

    expect.verifySteps(["row"]);
    expect(".o_gift_names_error").toHaveText("This list is no longer there.");
    expect(".o_gift_names_error").toBeFocused();
    expect(queryOne("#gift_row_1_name").value).toBe("Anne");
    expect(queryOne("[data-row='1']").hasAttribute("aria-busy")).toBe(false);
});

test("an answer that comes late does not take newer letters away", async () => {
    const first = new Deferred();
    const replies = [first, { html: row(1, "Annette"), summary: SUMMARY }];
    answer("row", () => replies.shift());
    await startInteractions(page());
    await write("#gift_row_1_name", "Anne");

    await write("#gift_row_1_name", "Annette");
    await animationFrame();
    first.resolve({ html: row(1, "Anne"), summary: "old" });
    await animationFrame();

    expect.verifySteps(["row", "row"]);
    expect(queryOne("#gift_row_1_name").value).toBe("Annette");
    expect(".o_gift_names_summary b").toHaveText("2 pieces");
});

test("a deleted row goes, and the focus moves to the next one", async () => {
    answer("row", (params) => {
        expect(params).toEqual({ row_id: 1, is_deleted: true });
        return { html: "", summary: SUMMARY };
    });
    await startInteractions(page());

    await click("[data-row='1'] .o_gift_name_delete");
    await animationFrame();

    expect.verifySteps(["row"]);
    expect(".o_gift_name_row").toHaveCount(1);
    expect("[data-row='2']").toBeFocused();
});

test("a tab and a page show other rows and say which tab is open", async () => {
    const asked = [];
    answer("rows", (params) => {
        asked.push(params);
        const html = queryOne(".o_gift_names_review").innerHTML;
        return { html, tab: params.tab, page: params.page };
    });
    await startInteractions(page());

    await click("[data-tab=problems]");
    await animationFrame();
    await click(".o_gift_names_page");
    await animationFrame();

    expect.verifySteps(["rows", "rows"]);
    expect(asked).toEqual([
        { tab: "problems", page: 1 },
        { tab: "problems", page: 2 },
    ]);
    expect(".o_gift_names_tab[data-tab=problems]").toHaveAttribute("aria-pressed", "true");
    expect(".o_gift_names_tab[data-tab=all]").toHaveAttribute("aria-pressed", "false");
    expect("#gift_names_review").toBeFocused();
});

test("the list is ordered after the last change, and its progress leads to the cart", async () => {
    const saved = new Deferred();
    const states = ["adding", "added"];
    answer("row", () => saved);
    answer("order", () => ({ state: "adding", done: 0, total: 2, problem: "" }));
    answer("progress", () => ({ state: states.shift(), done: 1, total: 2, problem: "" }));
    await startInteractions(page());
    await write("#gift_row_1_name", "Anne");

    await click(".o_gift_names_order");
    await animationFrame();
    expect.verifySteps(["row"]);
    saved.resolve({ error: "" });
    await animationFrame();
    await animationFrame();

    expect.verifySteps(["order", "progress"]);
    expect(queryOne(".o_gift_names_review").hidden).toBe(true);
    expect(queryOne(".o_gift_names_checking").hidden).toBe(true);
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "1");
    expect("[role=progressbar]").toHaveAttribute("aria-valuemax", "2");
    expect(queryOne("[role=progressbar] div").style.width).toBe("50%");
    await advanceTime(POLL_MS);
    await animationFrame();
    expect.verifySteps(["progress"]);
    expect(browser.location.pathname).toBe("/shop/cart");
});

test("an order that is refused is said and can be tried again", async () => {
    answer("order", () => ({ error: "1 rows have to be mended first (row 2)." }));
    await startInteractions(page());

    await click(".o_gift_names_order");
    await animationFrame();

    expect.verifySteps(["order"]);
    expect(".o_gift_names_error").toHaveText("1 rows have to be mended first (row 2).");
    expect(queryOne(".o_gift_names_order").disabled).toBe(false);
    expect(queryOne(".o_gift_names_review").hidden).toBe(false);
});

test("a list that is being checked is followed until it can be reviewed", async () => {
    const states = ["checking", "ready"];
    answer("progress", () => ({ state: states.shift(), done: 1, total: 4, problem: "" }));
    await startInteractions(page("checking"));
    await animationFrame();

    expect(queryOne(".o_gift_names_adding").hidden).toBe(true);
    expect(".o_gift_names_done").toHaveText("1");
    await advanceTime(POLL_MS);
    await animationFrame();

    expect.verifySteps(["progress", "progress"]);
    expect(browser.location.pathname).toBe(`/gift/names/${KEY}`);
});

test("a lost connection does not end the progress", async () => {
    let isLost = true;
    answer("progress", () => {
        if (isLost) {
            throw new Error("lost");
        }
        return { state: "added", done: 2, total: 2, problem: "" };
    });
    await startInteractions(page("adding"));
    await animationFrame();
    expect.verifySteps(["progress"]);

    isLost = false;
    await advanceTime(POLL_MS);
    expect.verifySteps([]);
    await advanceTime(5 * POLL_MS);
    await animationFrame();

    expect.verifySteps(["progress"]);
    expect(browser.location.pathname).toBe("/shop/cart");
});
