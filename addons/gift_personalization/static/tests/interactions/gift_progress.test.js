import { describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { mockService, onRpc } from "@web/../tests/web_test_helpers";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList(["gift_personalization.progress"]);
describe.current.tags("interaction_dev");

const URL = "/my/orders/7/progress";

function page(now, extra = "") {
    return /* xml */ `
        <div id="gift_progress" data-order="7" data-channel="gift_order_7:x" data-url="${URL}">
            <div class="card-body">
                <p class="o_gift_now" data-gift="Mug">${now}</p>
                ${extra}
            </div>
        </div>`;
}

/** A bus whose messages the test sends; `asked` are the requests for a fresh part. */
async function open(html) {
    const bus = new EventTarget();
    const state = { asked: [], channels: [], fresh: html, bus };
    bus.start = bus.send = () => {};
    bus.subscribe = (name, listener) => name === "gift_progress" && (state.listener = listener);
    bus.unsubscribe = (name) => name === "gift_progress" && (state.listener = null);
    bus.addChannel = (name) => state.channels.push(name);
    bus.deleteChannel = () => state.channels.pop();
    mockService("bus_service", () => bus);
    onRpc(
        URL,
        () => {
            state.asked.push(URL);
            return new Response(state.fresh, { headers: { "Content-Type": "text/html" } });
        },
        { pure: true }
    );
    state.page = await startInteractions(html);
    return state;
}

/** Passes the time in which news are gathered, and lets the answer arrive. */
async function settle() {
    for (let round = 0; round < 4; round++) {
        await advanceTime(300);
        await animationFrame();
    }
}

test("news of the order fetch its part again and are told to screen readers", async () => {
    const state = await open(page("Approved"));
    expect(state.channels).toEqual(["gift_order_7:x"]);
    state.fresh = page("In production");

    state.listener({ order_id: 7 });
    await settle();

    expect(state.asked).toEqual([URL]);
    expect(".o_gift_now").toHaveText("In production");
    expect("p[role=status]").toHaveText("Mug: In production");
});

test("news of another order ask for nothing", async () => {
    const state = await open(page("Approved"));

    state.listener({ order_id: 8 });
    await settle();

    expect(state.asked).toEqual([]);
});

test("several news at once are one question", async () => {
    const state = await open(page("Approved"));

    for (let number = 0; number < 5; number++) {
        state.listener({ order_id: 7 });
    }
    await settle();

    expect(state.asked).toEqual([URL]);
});

test("what somebody is typing stays, the steps go on", async () => {
    const field = '<textarea aria-label="Mine"></textarea>';
    const state = await open(page("Approved", field));
    queryOne("textarea").value = "half a sentence";
    state.fresh = page("Packed", field);

    state.listener({ order_id: 7 });
    await settle();

    expect("textarea").toHaveValue("half a sentence");
    expect(".o_gift_now").toHaveText("Packed");
});

test("a reconnected bus asks for what was said meanwhile", async () => {
    const state = await open(page("Approved"));
    state.fresh = page("Shipped");

    state.bus.dispatchEvent(new Event("BUS:RECONNECT"));
    await settle();

    expect(".o_gift_now").toHaveText("Shipped");
});

test("without the bus the page asks once a minute, with it never", async () => {
    const state = await open(page("Approved"));
    await advanceTime(61_000);
    await settle();
    expect(state.asked.length).toBe(1);

    state.bus.dispatchEvent(new Event("BUS:CONNECT"));
    await advanceTime(125_000);
    await settle();

    expect(state.asked.length).toBe(1);
});

test("a page that is left takes its channel back", async () => {
    const state = await open(page("Approved"));

    state.page.core.stopInteractions();

    expect(state.channels).toEqual([]);
    expect(state.listener).toBe(null);
});
