import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, click } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList("website_sale.portal_reorder");
describe.current.tags("interaction_dev");

const ORDER = /* xml */ `
    <div class="oe_website_sale" id="sale_order_sidebar_button">
        <button id="reorder_sidebar_button" data-sale-order-id="7">Order again</button>
    </div>`;

async function reorder(answer) {
    patchWithCleanup(console, { error: (message) => expect.step(message) });
    onRpc("/my/orders/reorder", answer);
    await startInteractions(ORDER);
    await click("#reorder_sidebar_button");
    await animationFrame();
}

test("an order that cannot be opened leads home", async () => {
    await reorder(() => {
        throw new Error("no JSON");
    });

    expect.verifySteps(["Error during reordering:"]);
    expect(browser.location.pathname).toBe("/my");
});

test("an order that was added leads to the cart", async () => {
    await reorder(() => ({ cart_quantity: 1, tracking_info: [] }));

    expect.verifySteps([]);
    expect(browser.location.pathname).toBe("/shop/cart");
});
