import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, click, edit, queryOne } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { onRpc } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList(["gift_personalization.designer", "gift_personalization.moderation"]);
describe.current.tags("interaction_dev");

const KEY = "k".repeat(32);
const BLOCKED = { zone: "name", code: "blocked_word", severity: "error", message: "Not printed." };
const PAGE = /* xml */ `
    <div id="product_detail_main" class="o_gift_product">
        <input type="hidden" class="product_id" value="7"/>
        <input type="hidden" class="product_template_id" value="3"/>
        <div class="o_gift_designer" data-key="" data-line-id="">
            <div class="o_gift_summary alert alert-danger d-none" tabindex="-1"></div>
            <div class="o_gift_zone" data-zone="name" data-type="text" data-surface="front">
                <input id="gift_name" type="text" class="o_gift_input" value=""/>
                <div class="o_gift_message"></div>
            </div>
        </div>
        <section class="o_gift_preview">
            <div class="o_gift_stage" data-surface="front">
                <div class="o_gift_view"><div class="o_gift_svg"></div></div>
            </div>
            <span class="o_gift_lost_text"></span>
            <p class="o_gift_description"></p>
        </section>
    </div>`;

beforeEach(() => {
    browser.sessionStorage.clear();
    onRpc("/gift/preview", () => ({ surfaces: [], findings: [BLOCKED], description: "" }));
});

async function typeBlockedWord() {
    await startInteractions(PAGE);
    await click("#gift_name");
    await edit("Fanny");
    await advanceTime(2000);
    await animationFrame();
    await click("summary");
    await click(".o_gift_ask_comment");
    await edit("A name.");
}

test("words that are not printed can be asked about, and the design is kept", async () => {
    onRpc("/gift/moderation/ask", async (request) => {
        const { params } = await request.json();
        expect.step(`${params.product_id} ${params.values.name.text} ${params.comment}`);
        return { key: KEY, message: "Thank you." };
    });
    await typeBlockedWord();

    await click(".o_gift_ask_send");
    await animationFrame();

    expect.verifySteps(["7 Fanny A name."]);
    expect(".o_gift_asked").toHaveText("Thank you.");
    expect(queryOne(".o_gift_ask").open).toBe(false);
    expect(queryOne(".o_gift_designer").dataset.key).toBe(KEY);
    expect(browser.sessionStorage.getItem("gift_design_3")).toInclude(KEY);
});

test("a question that cannot be sent says so and stays", async () => {
    onRpc("/gift/moderation/ask", () => {
        throw new Error("no connection");
    });
    await typeBlockedWord();

    await click(".o_gift_ask_send");
    await animationFrame();

    expect(".o_gift_asked").toHaveText(/No connection/);
    expect(queryOne(".o_gift_ask").open).toBe(true);
    expect(".o_gift_ask_comment").toHaveValue("A name.");
});
