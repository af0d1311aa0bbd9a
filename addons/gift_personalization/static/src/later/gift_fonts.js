import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

// Faces above this size (Chinese, emoji) are named in the page's own font.
export const MAX_FACE_BYTES = 700 * 1024;

/** Shows each name in its own face, once the visitor opens the list. The bytes are the printer's. */
export class GiftFonts extends Interaction {
    static selector = ".o_gift_fonts";
    dynamicContent = {
        _root: { "t-on-toggle": this.loadFaces },
    };

    start() {
        const zone = this.el.closest(".o_gift_zone");
        this.field = zone.querySelector(".o_gift_input[type=text], textarea");
        if (this.field) {
            this.addListener(this.field, "input.noUpdate", () => this.showSamples());
        }
        this.loadFaces(); // it was opened to fetch this code
    }

    /** Shows under each name how it writes what was typed. */
    showSamples() {
        if (this.el.open && this.field) {
            for (const name of this.el.querySelectorAll("[data-font]")) {
                name.dataset.sample = [...this.field.value].slice(0, 20).join("");
            }
        }
    }

    async loadFaces() {
        this.showSamples();
        if (!this.el.open || this.loaded) {
            return;
        }
        this.loaded = true;
        for (const name of this.el.querySelectorAll("[data-font]")) {
            if (parseInt(name.dataset.size) <= MAX_FACE_BYTES) {
                await this.waitFor(this.loadFace(name));
            }
        }
    }

    async loadFace(name) {
        const sha = name.dataset.font;
        const family = `gift-${sha.slice(0, 16)}`;
        const known = [...document.fonts].some((face) => face.family.includes(family));
        if (!known) {
            const face = new FontFace(family, `url(/gift/font/${sha})`);
            try {
                document.fonts.add(await face.load());
            } catch {
                return; // the name stays readable in the page's own font
            }
        }
        name.style.fontFamily = `"${family}"`;
    }
}

registry.category("public.interactions").add("gift_personalization.fonts", GiftFonts);
