import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, click, press, queryAll, queryOne } from "@odoo/hoot-dom";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList(["gift_personalization.fixes"]);
describe.current.tags("interaction_dev");

const PAGE = /* xml */ `
    <div class="o_gift_product">
        <div class="o_gift_zone" data-zone="name">
            <input type="text" class="o_gift_input" value="Anna 2"/>
            <div id="gift_name_message" class="o_gift_message" aria-live="polite"></div>
            <label><input type="radio" name="font" class="o_gift_font_input" value="f1" checked="checked"/>A</label>
            <label><input type="radio" name="font" class="o_gift_font_input" value="f2"/>B</label>
            <label><input type="radio" name="color" class="o_gift_color_input" value="#000000" checked="checked"/></label>
            <label><input type="radio" name="color" class="o_gift_color_input" value="#ffffff"/></label>
        </div>
        <div class="o_gift_zone" data-zone="photo">
            <input type="hidden" class="o_gift_photo_value" value='{"asset": "a", "zoom_permille": 3000}'/>
            <div class="o_gift_message"></div>
        </div>
    </div>`;

const FONT = { label: "Use B", values: { name: { font: "f2" } } };
const TEXT = { label: "Remove 2", values: { name: { text: "Anna" } } };

async function tell(...fixes) {
    const zone = queryOne('.o_gift_zone[data-zone="name"]');
    const detail = fixes.map((fix) => ({ code: "x", message: "m", ...(fix && { fix }) }));
    zone.dispatchEvent(new CustomEvent("gift-findings", { detail }));
    await animationFrame();
}

test("a finding with a fix has one button, however often it is offered", async () => {
    await startInteractions(PAGE);

    await tell(FONT, null, FONT, TEXT);

    expect(queryAll(".o_gift_fix").map((button) => button.textContent)).toEqual([
        "Use B",
        "Remove 2",
    ]);
    expect(".o_gift_fix:first").toHaveAttribute("aria-describedby", "gift_name_message");
    expect(".o_gift_fix:first").toHaveAttribute("type", "button");
});

test("a tap chooses the font, tells the designer and says so", async () => {
    await startInteractions(PAGE);
    await tell(FONT);
    queryOne('[value="f2"]').addEventListener("change", () => expect.step("change"));

    await click(".o_gift_fix");
    await tell();

    expect.verifySteps(["change"]);
    expect('[value="f2"]').toBeChecked();
    expect(".o_gift_fix").toHaveCount(0);
    expect(".o_gift_zone:first [role=status]").toHaveText("Done: Use B.");
});

test("the keyboard does the same and focus is not lost", async () => {
    await startInteractions(PAGE);
    await tell(TEXT);
    queryOne(".o_gift_input").addEventListener("input", () => expect.step("input"));

    queryOne(".o_gift_fix").focus();
    await press("Enter");
    await tell();

    expect.verifySteps(["input"]);
    expect(".o_gift_input").toHaveValue("Anna");
    expect(document.activeElement).toBe(queryOne(".o_gift_zone:first [role=status]"));
});

test("what was done is forgotten when the customer goes on", async () => {
    await startInteractions(PAGE);
    await tell(FONT);
    await click(".o_gift_fix");
    await tell();

    queryOne(".o_gift_input").focus();

    expect(".o_gift_zone:first [role=status]").toHaveText("");
});

test("colours and crops are changed in their own fields", async () => {
    await startInteractions(PAGE);
    const zone = queryOne('.o_gift_zone[data-zone="photo"]');
    zone.addEventListener("gift-restore", () => expect.step("restore"));
    zone.addEventListener("gift-change", () => expect.step("change"));

    await tell(
        { label: "Use White", values: { name: { color: "#ffffff" } } },
        { label: "Zoom out", values: { photo: { zoom_permille: 1500 } } }
    );
    await click(".o_gift_fix:first");
    await click(".o_gift_fix:last");

    expect('[value="#ffffff"]').toBeChecked();
    expect(JSON.parse(queryOne(".o_gift_photo_value").value)).toEqual({
        asset: "a",
        zoom_permille: 1500,
    });
    expect.verifySteps(["restore", "change"]);
});

test("the same findings again leave the buttons alone", async () => {
    await startInteractions(PAGE);
    await tell(FONT);
    const button = queryOne(".o_gift_fix");

    await tell(FONT);

    expect(queryOne(".o_gift_fix")).toBe(button);
});
