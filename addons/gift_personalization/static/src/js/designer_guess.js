import { loadBundle } from "@web/core/assets";
import { registry } from "@web/core/registry";

const BUNDLE = "gift_personalization.assets_preview";

/**
 * The picture between a key and the server's answer. Its code and the fonts are loaded when a text
 * is about to be typed; without them (an old browser, a slow line) the server's picture alone is
 * shown.
 */
export class DesignerGuess {
    /**
     * @param {Element} form - Holds what the browser knows about the layout.
     * @param {DesignerStages} stages
     */
    constructor(form, stages) {
        this.layout = JSON.parse(form.dataset.layout || '{"zones": {}, "inks": {}}');
        this.stages = stages;
    }

    /** Makes ready for a zone: its code, and the face that is chosen in it. */
    async prepare(zone, value) {
        if (!this.layout.zones[zone]) {
            return;
        }
        try {
            this.loading ||= loadGuess();
            const Guess = await this.loading;
            this.guess ||= new Guess(this.layout);
            await this.guess.prepare(zone, value);
        } catch {
            this.loading = null; // it is tried again with the next field
        }
    }

    /**
     * Draws what a zone will look like; what cannot be guessed keeps its last picture, marked.
     *
     * @param {string} zone - Key of the zone.
     * @param {string} surface - Key of its side.
     * @param {Object|undefined} value - As `readValues` has it.
     */
    draw(zone, surface, value) {
        const drawing = this.stages.getDrawing(surface);
        if (!drawing || !this.layout.zones[zone]) {
            return;
        }
        const redraw = () => this.isLatest(zone, value) && this.draw(zone, surface, value);
        this.latest = { zone, value };
        this.stages.markGuessed(surface);
        if (!this.guess) {
            return;
        }
        const ink = this.stages.inks.get(surface) ?? this.layout.inks[surface];
        this.guess.draw(drawing, zone, value, ink, redraw);
    }

    isLatest(zone, value) {
        return this.latest.zone === zone && this.latest.value === value;
    }

    /** Says that the server's picture has arrived: nothing drawn before may replace it. */
    settle() {
        this.latest = {};
    }
}

async function loadGuess() {
    const parts = registry.category("gift_personalization.preview");
    if (!parts.contains("guess")) {
        await loadBundle(BUNDLE);
    }
    return parts.get("guess");
}
