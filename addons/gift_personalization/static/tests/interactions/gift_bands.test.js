import { DesignerStages } from "@gift_personalization/js/designer_stages";
import { keepBands } from "@gift_personalization/preview/bands";
import { Guess } from "@gift_personalization/preview/guess";
import { describe, expect, getFixture, microTick, queryOne, test, waitUntil } from "@odoo/hoot";

describe.current.tags("headless");

const THREADS =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='20'%3E" +
    "%3Crect width='20' height='20' fill-opacity='.5'/%3E%3C/svg%3E";

function material(href, id = "gift-front-1") {
    return `<filter id="${id}"><feImage href="${href}" result="s0"/></filter>`;
}

function mountStage(shown) {
    getFixture().innerHTML = `
        <section class="o_gift_preview">
            <div class="o_gift_stage" data-surface="front">
                <svg class="o_gift_material">${shown}</svg>
                <div class="o_gift_view">
                    <div class="o_gift_svg"><svg viewBox="0 0 2 1"></svg></div>
                </div>
            </div>
        </section>`;
    return new DesignerStages(queryOne(".o_gift_preview"));
}

const hrefOfBands = () => queryOne("feImage").getAttribute("href");
const isPicture = () => hrefOfBands().startsWith("blob:");

test("a key has no bands drawn: they are a picture before it comes", async () => {
    mountStage(material(THREADS));
    const guess = new Guess({ zones: {}, order: [], fallbacks: [] });

    guess.prepare("name").catch(() => {}); // there are no fonts here
    await waitUntil(isPicture);

    const picture = new Image();
    picture.src = hrefOfBands();
    await picture.decode();
    expect([picture.naturalWidth, picture.naturalHeight]).toEqual([40, 20]);
});

test("bands that are known are a picture before the next frame", async () => {
    mountStage(material(THREADS));
    keepBands(getFixture());
    await waitUntil(isPicture);
    const known = hrefOfBands();

    mountStage(material(THREADS, "gift-front-2"));
    const guess = new Guess({ zones: {}, order: ["name"], fallbacks: [] });
    guess.draw(queryOne(".o_gift_svg > svg"), "name");
    await microTick();

    expect(hrefOfBands()).toBe(known);
});

test("the server's picture in the same material keeps what was made ready", async () => {
    const stages = mountStage(material(THREADS));
    keepBands(getFixture());
    await waitUntil(isPicture);
    const svg = `<svg viewBox="0 0 2 1" filter="url(#gift-front-1)"></svg>`;

    stages.show({ key: "front", svg, material: material(THREADS) });
    expect(isPicture()).toBe(true);

    stages.show({ key: "front", svg, material: material("/light.jpg", "gift-front-3") });
    expect(hrefOfBands()).toBe("/light.jpg");

    stages.show({ key: "front", svg, material: "" });
    expect(".o_gift_material filter").toHaveCount(0);
});

test("what cannot be drawn stays as it is", async () => {
    mountStage(material("data:image/svg+xml,broken"));

    keepBands(getFixture());
    await new Promise((done) => requestAnimationFrame(done));

    expect(hrefOfBands()).toBe("data:image/svg+xml,broken");
});
