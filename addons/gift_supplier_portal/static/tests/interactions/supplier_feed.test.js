import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";
import { SupplierFeed } from "@gift_supplier_portal/interactions/supplier_feed";

setupInteractionWhiteList(["gift_supplier_portal.feed"]);
describe.current.tags("interaction_dev");

const URL = "/supplier/me/feed/7/progress";
const PAGE = /* xml */ `
    <section id="supplier_feed_progress" data-url="${URL}" data-done="10" data-total="40" data-state="checking">
        <div class="progress" role="progressbar"><div class="progress-bar"></div></div>
        <p><span class="supplier_feed_done">10</span> of <span class="supplier_feed_total">40</span></p>
    </section>`;

/** Opens the page; `answers` are what the server says one after the other. */
async function open(answers) {
    const state = { asked: 0, reloads: 0 };
    patchWithCleanup(SupplierFeed.prototype, { reload: () => state.reloads++ });
    onRpc(
        URL,
        () => {
            state.asked++;
            const answer = answers.shift();
            if (!answer) {
                return new Response("", { status: 404 });
            }
            return new Response(JSON.stringify(answer), {
                headers: { "Content-Type": "application/json" },
            });
        },
        { pure: true }
    );
    await startInteractions(PAGE);
    return state;
}

async function poll() {
    await advanceTime(2100);
    for (let round = 0; round < 3; round++) {
        await animationFrame();
    }
}

test("the bar follows the work and the page opens anew when it is done", async () => {
    const busy = { state: "checking", done: 20, total: 40, is_busy: true };
    const state = await open([busy, { state: "checked", done: 40, total: 40, is_busy: false }]);
    expect(".progress").toHaveAttribute("aria-valuenow", "25");

    await poll();
    expect(".progress").toHaveAttribute("aria-valuenow", "50");
    expect(".supplier_feed_done").toHaveText("20");
    expect(state.reloads).toBe(0);

    await poll();
    expect(state.reloads).toBe(1);
    await poll();
    expect(state.asked).toBe(2);
});

test("a link that does not work any more is asked once", async () => {
    const state = await open([]);

    await poll();
    await poll();

    expect(state).toEqual({ asked: 1, reloads: 0 });
});
