import { KEEP_DELAY_MS, KEEP_INTERVAL_MS } from "@gift_personalization/interactions/gift_keeper";
import { keepDesign, readKept, STORAGE_KEY } from "@gift_personalization/js/kept_designs";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, click, edit, freezeTime, queryOne } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList([
    "gift_personalization.designer",
    "gift_personalization.keeper",
    "gift_personalization.claim",
    "gift_personalization.design_list",
]);
describe.current.tags("interaction_dev");

const ANNA = { id: 5, key: "k".repeat(32), name: "Anna", product: 3 };

function makePage({ lineId = "", key = "", url = "" } = {}) {
    return /* xml */ `
    <div id="wrapwrap">
    <div id="product_detail_main" class="o_gift_product">
        <form>
            <input type="hidden" class="product_id" value="7"/>
            <input type="hidden" class="product_template_id" value="3"/>
            <div class="o_gift_designer" data-key="${key}" data-line-id="${lineId}"
                data-layout='{"zones": {}, "inks": {"front": "#5b3a1e"}}'>
                <div class="o_gift_kept" data-url="${url}" hidden="hidden">
                    <bdi class="o_gift_kept_name"></bdi>
                    <button type="button" class="o_gift_continue">Continue</button>
                </div>
                <div class="o_gift_summary alert alert-danger d-none" tabindex="-1"></div>
                <div class="o_gift_zone" data-zone="name" data-type="text" data-surface="front">
                    <input id="gift_name" type="text" class="o_gift_input" value=""/>
                    <div class="o_gift_message"></div>
                </div>
            </div>
        </form>
        <section class="o_gift_preview">
            <div class="o_gift_stage" data-surface="front">
                <div class="o_gift_view">
                    <img class="o_gift_mockup" src="/old.img"/>
                    <div class="o_gift_area o_gift_svg"><svg data-text=""></svg></div>
                    <div class="o_gift_frames"><div class="o_gift_frame" data-zone="name"></div></div>
                </div>
            </div>
            <button class="o_gift_zoom_toggle" aria-pressed="false"></button>
            <span class="o_gift_lost_text"></span>
            <button class="o_gift_retry" hidden="hidden">Try now</button>
            <p class="o_gift_description"></p>
        </section>
    </div></div>`;
}

beforeEach(() => {
    browser.sessionStorage.clear();
    browser.localStorage.removeItem(STORAGE_KEY);
    patchWithCleanup(session, { is_website_user: true });
    patchWithCleanup(window, { requestIdleCallback: (run) => run() });
    onRpc("/gift/preview", () => ({ error: "Not drawn in this test." }));
    freezeTime(); // a slow machine must not rest by itself: time passes where a test says so
});

function answerKept() {
    onRpc("/gift/design/keep", async (request) => {
        const { params } = await request.json();
        expect.step(`${params.key || "new"}: ${params.values.name?.text}`);
        return { ...ANNA, name: params.values.name?.text, guest: session.is_website_user };
    });
}

async function type(text) {
    queryOne("#gift_name").focus();
    await edit(text);
}

async function rest(delay) {
    await advanceTime(delay + 10);
    await animationFrame();
}

test("a design is kept after a rest, not while typing, and the browser knows its key", async () => {
    answerKept();
    await startInteractions(makePage());

    await type("An");
    await rest(KEEP_DELAY_MS / 2);
    await type("Anna");
    await rest(KEEP_DELAY_MS / 2);
    expect.verifySteps([]);
    await rest(KEEP_DELAY_MS);

    expect.verifySteps(["new: Anna"]);
    expect(queryOne(".o_gift_designer").dataset.key).toBe(ANNA.key);
    expect(readKept()).toEqual([ANNA]);
});

test("later edits are kept in the same design and not more often than the interval", async () => {
    answerKept();
    await startInteractions(makePage());
    await type("A");
    await rest(KEEP_DELAY_MS);

    await type("B");
    await rest(KEEP_DELAY_MS);
    expect.verifySteps(["new: A"]);
    await rest(KEEP_INTERVAL_MS);

    expect.verifySteps([`${ANNA.key}: B`]);
    expect(readKept().map(({ name }) => name)).toEqual(["B"]);
});

test("looking at a page or leaving everything empty keeps nothing", async () => {
    answerKept();
    await startInteractions(makePage());

    await type(" ");
    await rest(KEEP_INTERVAL_MS);

    expect.verifySteps([]);
});

test("an edited cart line is kept by its own button only", async () => {
    answerKept();
    await startInteractions(makePage({ lineId: "9", key: "x".repeat(32) }));

    await type("Anna");
    await rest(KEEP_INTERVAL_MS);

    expect.verifySteps([]);
});

test("the keys of a customer are not left in the browser", async () => {
    patchWithCleanup(session, { is_website_user: false });
    answerKept();
    await startInteractions(makePage());

    await type("Anna");
    await rest(KEEP_DELAY_MS);

    expect.verifySteps(["new: Anna"]);
    expect(readKept()).toEqual([]);
});

test("a key that changed while it was stored is left alone", async () => {
    onRpc("/gift/design/keep", () => {
        queryOne(".o_gift_designer").dataset.key = "of-an-upload";
        return { ...ANNA, guest: false };
    });
    await startInteractions(makePage());

    await type("Anna");
    await rest(KEEP_DELAY_MS);

    expect(queryOne(".o_gift_designer").dataset.key).toBe("of-an-upload");
});

test("a returning visitor is offered the design of this product only", async () => {
    keepDesign({ ...ANNA, id: 6, product: 4, name: "Other" });
    keepDesign(ANNA);
    keepDesign({ ...ANNA, id: 7, product: 4, name: "Third" });

    await startInteractions(makePage());

    expect(".o_gift_kept").toBeVisible();
    expect(".o_gift_kept_name").toHaveText("Anna");
    await type("New");
    expect(".o_gift_kept").not.toBeVisible();
});

test("nothing is offered where a design is open or none is known", async () => {
    await startInteractions(makePage());
    expect(".o_gift_kept").not.toBeVisible();
});

test("an offer whose design is gone says so and is forgotten", async () => {
    keepDesign(ANNA);
    onRpc("/gift/design/find", () => []);
    await startInteractions(makePage());

    await click(".o_gift_continue");
    await animationFrame();

    expect(".o_gift_summary").toHaveText("This design is no longer there. Please start a new one.");
    expect(readKept()).toEqual([]);
});

test("a login hands the keys over and forgets them", async () => {
    keepDesign(ANNA);
    patchWithCleanup(session, { is_website_user: false });
    onRpc("/gift/design/find", async (request) => {
        const { params } = await request.json();
        expect.step(params.keys);
        return [];
    });

    await startInteractions(`<div id="wrapwrap"></div>`);
    await animationFrame();

    expect.verifySteps([[ANNA.key]]);
    expect(readKept()).toEqual([]);
});

test("a login without a connection keeps the keys for the next page", async () => {
    keepDesign(ANNA);
    patchWithCleanup(session, { is_website_user: false });
    onRpc("/gift/design/find", () => ({ error: "Please wait." }));

    await startInteractions(`<div id="wrapwrap"></div>`);
    await animationFrame();

    expect(readKept()).toEqual([ANNA]);
});

test("the list of a visitor keeps what it shows and forgets what is gone", async () => {
    keepDesign({ ...ANNA, id: 8 });
    onRpc("/gift/design/find", () => []);

    await startInteractions(`
        <div class="o_gift_designs" data-guest="1" data-total="1">
            <article class="o_gift_design" data-design="5" data-key="${ANNA.key}" data-product="3">
                <bdi class="o_gift_design_name">Anna</bdi>
            </article>
        </div>`);
    await animationFrame();

    expect(readKept()).toEqual([ANNA]);
});

test("storage that holds something else is no reason to fail", () => {
    browser.localStorage.setItem(STORAGE_KEY, "{broken");
    expect(readKept()).toEqual([]);
    browser.localStorage.setItem(STORAGE_KEY, '[null, 7, {"id": 1}]');
    expect(readKept()).toEqual([]);
});
