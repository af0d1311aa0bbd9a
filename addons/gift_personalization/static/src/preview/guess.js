import { registry } from "@web/core/registry";
import { keepBands } from "./bands";
import { drawInto } from "./draw";
import { FaceBook } from "./faces";
import { Meter } from "./meter";
import { FaceWanted } from "./paragraph";
import { Rehearsal } from "./rehearsal";
import { setText } from "./set_text";

const WAITING = "o_gift_is_waiting";

/** Draws text zones as the server will, without asking it. */
export class Guess {
    /**
     * @param {Object} layout - `zones` (text zones of the content document by key, with the first
     *   `font` and `color`), `order` (keys as they are drawn) and `fallbacks` (hashes of faces).
     */
    constructor({ zones, order, fallbacks }) {
        Object.assign(this, { zones, order, fallbacks });
        Object.entries(zones).forEach(([key, zone]) => (zone.key = key));
        this.book = new FaceBook();
        this.meter = new Meter();
        this.rehearsal = new Rehearsal((zone, value) => this.set(zone, value));
    }

    getChain(zone, value) {
        const chosen = value?.font || this.zones[zone].font;
        if (this.zones[zone].alone) {
            return [chosen];
        }
        return [chosen, ...this.fallbacks.filter((sha) => sha !== chosen)];
    }

    /** Loads what setting a value needs; without a value, the chosen face. */
    async prepare(zone, value) {
        keepBands(document);
        const [chosen] = this.getChain(zone, value);
        await this.book.load(await this.book.describe(chosen));
        for (;;) {
            const wanted = this.findWanted(zone, value);
            if (!wanted) {
                this.rehearsal.begin(zone, this.zones[zone], value);
                return;
            }
            if (!(await this.fetch(wanted))) {
                return;
            }
        }
    }

    findWanted(zone, value) {
        try {
            this.set(zone, value);
        } catch (error) {
            return error instanceof FaceWanted ? error : null;
        }
        return null;
    }

    /** Loads a face, or what is known of it; says whether that helped. */
    async fetch({ sha, face }) {
        if (!face) {
            await this.book.describe(sha);
            return true;
        }
        await this.book.load(face);
        return face.isReady;
    }

    set(zone, value) {
        return setText(value?.text || "", this.getChain(zone, value), this.zones[zone], this);
    }

    /**
     * Draws a value into its group of the drawing.
     *
     * @param {SVGElement} drawing
     * @param {string} zone
     * @param {Object|undefined} value
     * @param {string|undefined} ink - Colour of a one-colour method on this product.
     * @param {Function} redraw - Called when a missing face has arrived.
     */
    draw(drawing, zone, value, ink, redraw) {
        keepBands(drawing.closest(".o_gift_stage") || drawing); // a new material may have come
        const group = this.getGroup(drawing, zone);
        if (!value) {
            group.replaceChildren();
            return;
        }
        try {
            const spec = this.zones[zone];
            const block = this.set(zone, value);
            drawInto(group, block, spec, ink || value.color || spec.color);
            group.classList.remove(WAITING);
        } catch (error) {
            // Whatever is wrong with the guess, typing goes on: the server draws this zone.
            this.wait(group, error, redraw);
        }
    }

    wait(group, error, redraw) {
        group.classList.add(WAITING);
        if (error instanceof FaceWanted) {
            this.fetch(error).then(
                (helped) => helped && redraw(),
                () => {}
            );
        }
    }

    /** Returns the group of a zone; a new one stands where the server would draw it. */
    getGroup(drawing, zone) {
        const known = drawing.querySelector(`:scope > g[data-zone="${zone}"]`);
        if (known) {
            return known;
        }
        const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
        group.dataset.zone = zone;
        const later = new Set(this.order.slice(this.order.indexOf(zone) + 1));
        const next = [...drawing.querySelectorAll(":scope > g[data-zone]")].find((other) =>
            later.has(other.dataset.zone)
        );
        drawing.insertBefore(group, next || null);
        return group;
    }
}

registry.category("gift_personalization.preview").add("guess", Guess);
