import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, click, edit, queryOne } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList([
    "gift_personalization.designer",
    "gift_personalization.link",
    "gift_personalization.share",
]);
describe.current.tags("interaction_dev");

const LINK = "https://shop.example.com/gift/shared/abc";
const PAGE = /* xml */ `
    <div class="o_gift_link" data-link="${LINK}" data-title="A gift">
        <input class="o_gift_link_field" readonly="readonly" value="${LINK}"/>
        <button class="o_gift_link_send" hidden="hidden">Send</button>
        <button class="o_gift_link_copy">Copy</button>
        <p class="o_gift_link_state" role="status"></p>
    </div>`;

function patchNavigator(values) {
    patchWithCleanup(browser, { navigator: { userAgent: navigator.userAgent, ...values } });
}

test("where the browser can send links it is offered, elsewhere not", async () => {
    patchNavigator({ share: async (data) => expect.step(data) });
    await startInteractions(PAGE);

    await click(".o_gift_link_send");

    expect(queryOne(".o_gift_link_send").hidden).toBe(false);
    expect.verifySteps([{ title: "A gift", url: LINK }]);
});

test("a browser that cannot send links offers to copy only", async () => {
    patchNavigator({});
    await startInteractions(PAGE);

    expect(queryOne(".o_gift_link_send").hidden).toBe(true);
});

test("closing the choice of where to send the link is no error", async () => {
    patchNavigator({ share: () => Promise.reject(new DOMException("closed", "AbortError")) });
    await startInteractions(PAGE);

    await click(".o_gift_link_send");
    await animationFrame();

    expect(".o_gift_link_state").toHaveText("");
});

test("the link is copied and said so", async () => {
    patchNavigator({ clipboard: { writeText: async (text) => expect.step(text) } });
    await startInteractions(PAGE);

    await click(".o_gift_link_copy");
    await animationFrame();

    expect.verifySteps([LINK]);
    expect(".o_gift_link_state").toHaveText("The link is copied.");
});

test("without a clipboard the link is marked for copying by hand", async () => {
    patchNavigator({ clipboard: undefined });
    await startInteractions(PAGE);

    await click(".o_gift_link_copy");
    await animationFrame();

    const field = queryOne(".o_gift_link_field");
    expect(field).toBeFocused();
    expect(field.selectionEnd - field.selectionStart).toBe(LINK.length);
    expect(".o_gift_link_state").toHaveText("Please copy the marked link yourself.");
});

const PRODUCT = /* xml */ `
    <div id="wrapwrap"><div id="product_detail_main" class="o_gift_product">
        <input type="hidden" class="product_id" value="7"/>
        <input type="hidden" class="product_template_id" value="3"/>
        <div class="o_gift_designer" data-key="" data-line-id="" data-layout='{"zones": {}}'>
            <div class="o_gift_summary d-none" tabindex="-1"></div>
            <div class="o_gift_zone" data-zone="name" data-type="text" data-surface="front">
                <input id="gift_name" type="text" class="o_gift_input" value=""/>
                <div class="o_gift_message"></div>
            </div>
            <div class="o_gift_links"><button type="button" class="o_gift_share">Share</button></div>
        </div>
        <section class="o_gift_preview">
            <div class="o_gift_stage" data-surface="front"><div class="o_gift_svg"></div></div>
            <button class="o_gift_zoom_toggle"></button>
            <span class="o_gift_lost_text"></span>
            <button class="o_gift_retry" hidden="hidden"></button>
            <p class="o_gift_description"></p>
        </section>
    </div></div>`;

async function share(text) {
    browser.sessionStorage.clear();
    onRpc("/gift/preview", () => ({ error: "Not drawn in this test." }));
    await startInteractions(PRODUCT);
    queryOne("#gift_name").focus();
    await edit(text);
    await click(".o_gift_share");
    await animationFrame();
}

test("sharing saves the design, lets the session open it and goes to its links", async () => {
    onRpc("/gift/design/keep", async (request) => {
        const { params } = await request.json();
        expect.step(params.values.name.text);
        return { key: "k".repeat(32), id: 5, name: "Anna", product: 3, guest: false };
    });
    onRpc("/gift/design/find", () => {
        expect.step("found");
        return [];
    });

    await share("Anna");
    await animationFrame();

    expect.verifySteps(["Anna", "found"]);
    expect(browser.location.pathname).toBe("/my/designs/5/share");
});

test("an empty design is not shared, and the page says so", async () => {
    onRpc("/gift/design/keep", () => expect.step("kept"));

    await share(" ");

    expect.verifySteps([]);
    expect(".o_gift_summary").toHaveText("There is nothing to show yet. Please fill a field.");
});

test("what the server refuses is said on the page", async () => {
    onRpc("/gift/design/keep", () => ({ error: "That was too often." }));

    await share("Anna");

    expect(".o_gift_summary").toHaveText("That was too often.");
});
