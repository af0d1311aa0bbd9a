/*
 * Versions of a proof: side by side, behind a slider, or blinking. Loaded on the proof page only;
 * without it the versions stand side by side.
 */
(() => {
    const BLINK_MS = 900;

    class Comparison {
        constructor(section) {
            this.section = section;
            this.tools = section.querySelector(".o_gift_compare_tools");
            this.slider = section.querySelector("#gift_slider");
            this.pause = section.querySelector("[data-blink=pause]");
            this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
            this.tools.hidden = false;
            for (const button of this.tools.querySelectorAll("[data-mode]")) {
                button.addEventListener("click", () => this.setMode(button.dataset.mode));
            }
            this.slider.addEventListener("input", () => this.split());
            section
                .querySelector("[data-blink=swap]")
                .addEventListener("click", () => this.setPaused(true) || this.swap());
            this.pause.addEventListener("click", () => this.setPaused(this.timer !== undefined));
            this.calm.addEventListener("change", () => this.setPaused(true));
        }

        setMode(mode) {
            for (const button of this.tools.querySelectorAll("[data-mode]")) {
                button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
            }
            this.section.dataset.mode = mode;
            this.tools.querySelector(".o_gift_slider").hidden = mode !== "slider";
            this.tools.querySelector(".o_gift_blink").hidden = mode !== "blink";
            this.show(false);
            this.split();
            this.setPaused(mode !== "blink" || this.calm.matches);
        }

        split() {
            this.section.style.setProperty("--gift-split", `${this.slider.value}%`);
        }

        /** Pictures change by themselves only while nobody asked for rest. */
        setPaused(paused) {
            window.clearInterval(this.timer);
            this.timer = paused ? undefined : window.setInterval(() => this.swap(), BLINK_MS);
            this.pause.setAttribute("aria-pressed", String(paused));
            this.pause.hidden = this.calm.matches;
            this.tools.querySelector("[role=status]").ariaLive = paused ? "polite" : "off";
        }

        swap() {
            this.show(!this.section.classList.contains("o_gift_show_before"));
        }

        show(before) {
            this.section.classList.toggle("o_gift_show_before", before);
            this.section.querySelector("[data-shown=before]").hidden = !before;
            this.section.querySelector("[data-shown=now]").hidden = before;
        }
    }

    for (const section of document.querySelectorAll(".o_gift_compare")) {
        new Comparison(section);
    }
})();
