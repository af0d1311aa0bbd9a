import { MappedStage } from "./mapped_stage";

const ZOOM = 2.5;

/** The picture: one stage per side, with the design in its place on the mock-up. */
export class DesignerStages {
    constructor(preview) {
        this.preview = preview;
        this.drawn = new Map();
        this.inks = new Map();
        this.mapped = new Map();
        for (const stage of preview.querySelectorAll(".o_gift_stage[data-mapping]")) {
            this.setMapping(stage, JSON.parse(stage.dataset.mapping));
        }
    }

    /** Shows the drawing of a stage at an angle or round, or as it is where there is no mapping. */
    setMapping(stage, mapping) {
        const key = stage.dataset.surface;
        const shown = this.mapped.get(key);
        if (shown?.mapping === JSON.stringify(mapping)) {
            return;
        }
        shown?.remove();
        this.mapped.delete(key);
        if (mapping) {
            this.mapped.set(key, new MappedStage(stage, mapping));
        }
    }

    /** Lets go of what watches the page. */
    destroy() {
        for (const stage of this.mapped.values()) {
            stage.remove();
        }
    }

    getStage(key) {
        return this.preview.querySelector(`.o_gift_stage[data-surface="${key}"]`);
    }

    /** Returns the drawing of a side: one group per filled zone. */
    getDrawing(key) {
        return this.getStage(key)?.querySelector(".o_gift_svg > svg");
    }

    /** Says that a drawing shows a guess, which the server's next picture replaces. */
    markGuessed(key) {
        this.drawn.delete(key);
    }

    show({ key, svg, material, mockup, ink }) {
        const stage = this.getStage(key);
        if (!stage) {
            return;
        }
        this.inks.set(key, ink);
        this.showMaterial(stage, material || "");
        if (this.drawn.get(key) !== svg) {
            stage.querySelector(".o_gift_svg").innerHTML = svg;
            this.drawn.set(key, svg);
            this.mapped.get(key)?.refresh();
        }
        if (mockup) {
            this.showMockup(stage, mockup);
        }
    }

    /** Keeps the filter that a drawing is shown through; its id tells its content. */
    showMaterial(stage, material) {
        const holder = stage.querySelector(".o_gift_material");
        if (holder && !material.includes(`"${holder.firstChild?.id}"`)) {
            holder.innerHTML = material;
        }
    }

    showMockup(stage, mockup) {
        const picture = stage.querySelector("img.o_gift_mockup");
        const mapping = mockup.mapping || null;
        if (
            picture &&
            (picture.getAttribute("src") !== mockup.url || this.isOther(stage, mapping))
        ) {
            this.setMapping(stage, null);
            picture.setAttribute("src", mockup.url);
            picture.setAttribute("width", mockup.width);
            picture.setAttribute("height", mockup.height);
            stage.querySelector(".o_gift_frames").style.cssText = mockup.style;
            const area = stage.querySelector(".o_gift_svg");
            area.style.cssText = `${mockup.style};mix-blend-mode:${mockup.blend}`;
            this.setMapping(stage, mapping);
        }
    }

    isOther(stage, mapping) {
        const shown = this.mapped.get(stage.dataset.surface);
        return (shown?.mapping || "null") !== JSON.stringify(mapping);
    }

    markFilled(zone, filled) {
        this.preview
            .querySelector(`.o_gift_frame[data-zone="${zone}"]`)
            ?.classList.toggle("o_gift_is_filled", filled);
    }

    markActive(zone) {
        for (const frame of this.preview.querySelectorAll(".o_gift_frame")) {
            frame.classList.toggle("o_gift_is_active", frame.dataset.zone === zone);
        }
    }

    // === SIDES === //

    select(key) {
        for (const stage of this.preview.querySelectorAll(".o_gift_stage")) {
            stage.hidden = stage.dataset.surface !== key;
        }
        for (const tab of this.preview.querySelectorAll(".o_gift_tab")) {
            const selected = tab.dataset.surface === key;
            tab.setAttribute("aria-selected", selected ? "true" : "false");
            tab.tabIndex = selected ? 0 : -1;
        }
    }

    /** Moves to the side before or after a tab, as arrow keys do in a list of tabs. */
    selectBeside(tab, step) {
        const tabs = [...this.preview.querySelectorAll(".o_gift_tab")];
        const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
        this.select(next.dataset.surface);
        next.focus();
    }

    // === ZOOM === //

    get isZoomed() {
        return this.preview.classList.contains("o_gift_is_zoomed");
    }

    /** Shows the picture larger, to be scrolled by mouse, finger or arrow keys; or all of it. */
    zoom(larger) {
        const shown = this.preview.querySelector(".o_gift_stage:not([hidden])");
        const { width, height } = shown.getBoundingClientRect();
        this.preview.classList.toggle("o_gift_is_zoomed", larger);
        for (const stage of this.preview.querySelectorAll(".o_gift_stage")) {
            stage.style.width = larger ? `${width}px` : "";
            stage.style.height = larger ? `${height}px` : "";
            stage.tabIndex = larger ? 0 : -1;
            stage.style.setProperty("--gift-zoom", larger ? ZOOM : 1);
        }
        this.preview.querySelector(".o_gift_zoom_toggle").setAttribute("aria-pressed", larger);
        if (larger) {
            this.scrollToDesign(shown);
            shown.focus({ preventScroll: true });
        }
    }

    /** Brings the zone that is worked on, or else the design, into the middle. */
    scrollToDesign(stage) {
        const target =
            stage.querySelector(".o_gift_frame.o_gift_is_active") ||
            stage.querySelector(".o_gift_frame.o_gift_is_filled") ||
            stage.querySelector(".o_gift_frames");
        const place = target.getBoundingClientRect();
        const view = stage.getBoundingClientRect();
        stage.scrollLeft += place.left + place.width / 2 - view.left - view.width / 2;
        stage.scrollTop += place.top + place.height / 2 - view.top - view.height / 2;
    }
}
