import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, edit, queryOne } from "@odoo/hoot-dom";
import { setupInteractionWhiteList, startInteractions } from "@web/../tests/public/helpers";

setupInteractionWhiteList("gift_personalization.fonts");
describe.current.tags("interaction_dev");

// Too large to be loaded: the names stay in the page's own font.
const makePage = (field) => /* xml */ `
    <div class="o_gift_zone">
        ${field}
        <details class="o_gift_fonts">
            <summary>Lettering</summary>
            <label><input type="radio"/><span data-font="a" data-size="9999999">Lato</span></label>
            <label><input type="radio"/><span data-font="b" data-size="9999999">Caveat</span></label>
        </details>
    </div>`;
const TEXT = '<input type="text" class="o_gift_input" value="Zoë"/>';

async function open() {
    queryOne("details").open = true;
    await animationFrame();
}

test("each font shows what was typed, and goes on showing it", async () => {
    await startInteractions(makePage(TEXT));
    expect("span[data-font=a]").not.toHaveAttribute("data-sample");

    await open();
    expect("span[data-font=a]").toHaveAttribute("data-sample", "Zoë");
    expect("span[data-font=b]").toHaveAttribute("data-sample", "Zoë");

    queryOne(".o_gift_input").focus();
    await edit("Grandma with love from us all");
    expect("span[data-font=b]").toHaveAttribute("data-sample", "Grandma with love fr");
    expect("span[data-font=b]").toHaveText("Caveat");
});

test("a day has no sample: it is written in the format of its zone", async () => {
    const day = '<input type="date" class="o_gift_input" value="2026-11-28"/>';
    await startInteractions(makePage(day));

    await open();

    expect("span[data-font=a]").not.toHaveAttribute("data-sample");
});
