import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { findMotifs, loadCatalogue, offeredMotifs } from "./gift_motifs";

const SVG = "http://www.w3.org/2000/svg";

/** Returns a drawing of the catalogue as an element. */
export function drawMotif({ size: [width, height], parts }) {
    const side = Math.max(width, height);
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `${(width - side) / 2} ${(height - side) / 2} ${side} ${side}`);
    svg.setAttribute("aria-hidden", "true");
    for (const [fill, data] of parts) {
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("d", data);
        path.setAttribute("fill", fill || "currentColor");
        svg.append(path);
    }
    return svg;
}

/**
 * One motif field: a picker with themes and a search. The motifs are fetched when it is opened
 * for the first time; `gift-change` tells the designer that another one was chosen.
 */
export class GiftClipart extends Interaction {
    static selector = ".o_gift_clipart";
    dynamicContent = {
        _root: { "t-on-gift-restore": this.onRestore },
        ".o_gift_clipart_toggle": { "t-on-click": () => this.toggle(this.picker.hidden) },
        ".o_gift_clipart_remove": { "t-on-click": this.onRemove },
        ".o_gift_clipart_picker": { "t-on-keydown": this.onKeydown },
        ".o_gift_clipart_search": { "t-on-input": this.onSearch },
        ".o_gift_clipart_themes": { "t-on-click": this.onTheme },
        ".o_gift_clipart_grid": { "t-on-change": (ev) => this.choose(ev.target.value) },
    };

    setup() {
        this.input = this.el.querySelector(".o_gift_clipart_value");
        this.picker = this.el.querySelector(".o_gift_clipart_picker");
        this.search = this.el.querySelector(".o_gift_clipart_search");
        this.grid = this.el.querySelector(".o_gift_clipart_grid");
        this.toggleButton = this.el.querySelector(".o_gift_clipart_toggle");
        this.theme = 0;
        this.motifs = null;
    }

    start() {
        if (this.input.value) {
            this.onRestore(); // a motif in its own colours offers no others
        }
    }

    // === PICKER === //

    async toggle(open) {
        this.picker.hidden = !open;
        this.toggleButton.setAttribute("aria-expanded", open ? "true" : "false");
        if (!open) {
            return;
        }
        if (!(await this.load())) {
            this.setStatus(_t("The motifs cannot be reached now. Please try again."));
            return;
        }
        if (!this.grid.childElementCount) {
            this.fillThemes();
            this.fillGrid();
        }
        this.filter();
        this.grid.querySelector("input:checked")?.scrollIntoView({ block: "nearest" });
        this.picker.scrollIntoView({ block: "nearest" });
        if (matchMedia("(pointer: fine)").matches) {
            this.search.focus({ preventScroll: true }); // elsewhere a keyboard would cover the motifs
        }
    }

    /** Fetches the motifs once; returns whether they are there. */
    async load() {
        if (this.motifs) {
            return true;
        }
        const { url, themes, single } = this.input.dataset;
        try {
            const catalogue = await this.waitFor(loadCatalogue(url));
            this.motifs = offeredMotifs(catalogue, JSON.parse(themes), Boolean(single));
            const offered = new Set(this.motifs.map((motif) => motif.theme));
            this.themes = catalogue.themes.filter((theme) => offered.has(theme.id));
        } catch {
            return false;
        }
        return true;
    }

    fillThemes() {
        if (this.themes.length < 2) {
            return;
        }
        const bar = this.el.querySelector(".o_gift_clipart_themes");
        for (const { id, name } of [{ id: 0, name: _t("All") }, ...this.themes]) {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "o_gift_clipart_theme btn btn-sm";
            button.dataset.theme = id;
            button.textContent = name;
            bar.append(button);
        }
    }

    fillGrid() {
        for (const motif of this.motifs) {
            const item = document.createElement("label");
            item.className = "o_gift_clipart_item";
            item.title = motif.name;
            const radio = document.createElement("input");
            radio.type = "radio";
            radio.name = `${this.toggleButton.id}_clipart`;
            radio.value = motif.sha256;
            radio.checked = motif.sha256 === this.input.value;
            radio.setAttribute("aria-label", motif.name);
            item.append(radio, drawMotif(motif));
            this.grid.append(item);
        }
    }

    filter() {
        const found = new Set(findMotifs(this.motifs, this.search.value, this.theme));
        const items = [...this.grid.children];
        items.forEach((item, index) => (item.hidden = !found.has(this.motifs[index])));
        for (const button of this.el.querySelectorAll(".o_gift_clipart_theme")) {
            const pressed = parseInt(button.dataset.theme) === this.theme;
            button.setAttribute("aria-pressed", pressed ? "true" : "false");
        }
        this.setStatus(
            {
                0: _t("No motif found. Try another word, or look at all of them."),
                1: _t("1 motif"),
            }[found.size] || _t("%s motifs", found.size)
        );
    }

    setStatus(text) {
        this.el.querySelector(".o_gift_clipart_status").textContent = text;
    }

    // === EVENTS === //

    onSearch() {
        this.theme = 0; // the word is looked for everywhere
        if (this.motifs) {
            this.filter();
        }
    }

    onTheme(ev) {
        const button = ev.target.closest(".o_gift_clipart_theme");
        if (button) {
            this.theme = parseInt(button.dataset.theme);
            this.search.value = "";
            this.filter();
            this.grid.scrollTop = 0;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            this.toggle(false);
            this.toggleButton.focus();
        } else if (ev.key === "Enter" && ev.target === this.search) {
            ev.preventDefault();
            this.grid.querySelector("label:not([hidden]) input")?.focus();
        }
    }

    onRemove() {
        const checked = this.grid.querySelector("input:checked");
        if (checked) {
            checked.checked = false;
        }
        this.choose("");
        this.toggleButton.focus();
    }

    choose(sha256) {
        this.input.value = sha256;
        this.show();
        this.el.dispatchEvent(new CustomEvent("gift-change", { detail: { delay: 0 } }));
    }

    /** Shows a value that was written into the field by others. */
    async onRestore() {
        this.show();
        if (this.input.value && (await this.load())) {
            this.show();
        }
    }

    show() {
        const sha256 = this.input.value;
        const motif = this.motifs?.find((candidate) => candidate.sha256 === sha256);
        const thumb = this.el.querySelector(".o_gift_clipart_thumb");
        thumb.hidden = !sha256;
        if (sha256) {
            thumb.firstElementChild.src = `/gift/clipart/${sha256}.svg`;
        }
        this.el.querySelector(".o_gift_clipart_remove").hidden = !sha256;
        const name = this.el.querySelector(".o_gift_clipart_name");
        if (motif || !sha256) {
            name.textContent = motif ? motif.name : "";
        }
        const colors = this.el.querySelector(".o_gift_colors");
        if (colors) {
            colors.hidden = motif?.colors === "full";
        }
    }
}

registry.category("public.interactions").add("gift_personalization.clipart", GiftClipart);
