/*
 * Comments on a point: tap the picture, use the arrow keys on it, or choose a place from the list.
 * Loaded on the proof page only; without it the point is given as numbers.
 */
import { SurfaceMap } from "../js/surface_map";

(() => {
    const STEPS = {
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
        ArrowUp: [0, -1],
        ArrowDown: [0, 1],
    };
    const FAR_MM = 10;

    /** A surface that lies upright on its picture; `area` in percent of the picture. */
    class FlatMap {
        constructor(area) {
            [this.left, this.top, this.width, this.height] = area.map((share) => share / 100);
        }

        toPicture(u, v) {
            return [this.left + this.width * u, this.top + this.height * v];
        }

        toSurface(x, y) {
            return [(x - this.left) / this.width, (y - this.top) / this.height];
        }
    }

    class PointForm {
        constructor(form) {
            this.x = form.querySelector("input[name=x]");
            this.y = form.querySelector("input[name=y]");
            this.target = form.querySelector(".o_gift_target");
            this.mark = form.querySelector(".o_gift_pin_new");
            const { area, mapping } = this.target.dataset;
            this.map = mapping
                ? new SurfaceMap(JSON.parse(mapping))
                : new FlatMap(JSON.parse(area));
            for (const el of form.querySelectorAll("[hidden]")) {
                el.hidden = false;
            }
            this.target.addEventListener("click", (ev) => this.onClick(ev));
            this.target.addEventListener("keydown", (ev) => this.onKeydown(ev));
            form.querySelector("select").addEventListener("change", (ev) => this.onPlace(ev));
            form.addEventListener("input", () => this.draw());
            this.draw();
        }

        /** Moves the point, in millimetres; it stays on the surface. */
        move(x, y) {
            for (const [input, value] of [
                [this.x, x],
                [this.y, y],
            ]) {
                input.value = Math.max(0, Math.min(Number(input.max), value)).toFixed(1);
            }
            this.draw();
        }

        draw() {
            const [x, y] = this.map.toPicture(this.x.value / this.x.max, this.y.value / this.y.max);
            this.mark.style.left = `${100 * x}%`;
            this.mark.style.top = `${100 * y}%`;
        }

        onClick(ev) {
            const box = this.target.querySelector("img").getBoundingClientRect();
            const [u, v] = this.map.toSurface(
                (ev.clientX - box.left) / box.width,
                (ev.clientY - box.top) / box.height
            );
            this.move(u * this.x.max, v * this.y.max);
        }

        onKeydown(ev) {
            const step = STEPS[ev.key];
            if (step) {
                ev.preventDefault();
                const far = ev.shiftKey ? FAR_MM : 1;
                this.move(
                    Number(this.x.value) + step[0] * far,
                    Number(this.y.value) + step[1] * far
                );
            }
        }

        onPlace(ev) {
            const { x, y } = ev.target.selectedOptions[0].dataset;
            if (x) {
                this.move(Number(x), Number(y));
            }
        }
    }

    for (const form of document.querySelectorAll(".o_gift_pin_form form")) {
        new PointForm(form);
    }
})();
