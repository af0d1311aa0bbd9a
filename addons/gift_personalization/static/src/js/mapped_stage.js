/**
 * A drawing on a picture that shows its surface at an angle, or round.
 *
 * The box of the drawing gets a perspective as a whole. A cylinder is shown in upright strips, each
 * filled with a part of one pattern: a `<use>` of the very drawing, which stays where it is, unseen.
 * So a key changes one copy, not as many as there are strips.
 */

import { MappedFrames } from "./mapped_frames";
import { drawnStrip, seenBox, SurfaceMap } from "./surface_map";

const SVG = "http://www.w3.org/2000/svg";

/** Maps of the stages on the page, for those who have to find points on them. */
const stages = new WeakMap();

/** Returns the mapped stage that an element stands for, if its surface is not flat. */
export function mappedStageOf(element) {
    return stages.get(element);
}

function create(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
        element.setAttribute(key, value);
    }
    return element;
}

export class MappedStage {
    /**
     * @param {HTMLElement} stage - With `.o_gift_view`, in it `.o_gift_svg` and `.o_gift_frames`.
     * @param {Object} mapping - Of the mock-up, in the content document's words.
     */
    constructor(stage, mapping) {
        this.stage = stage;
        this.view = stage.querySelector(".o_gift_view");
        this.drawing = stage.querySelector(".o_gift_svg");
        this.map = new SurfaceMap(mapping);
        this.mapping = JSON.stringify(mapping);
        const box = this.drawing.querySelector(":scope > svg").viewBox.baseVal;
        this.size = { width: box.width, height: box.height };
        this.frames = new MappedFrames(
            stage.querySelector(".o_gift_frames"),
            this.map,
            box.width / box.height
        );
        this.bent = this.map.isRound ? this.addBent() : null;
        stages.set(stage, this);
        this.flat = this.drawing.getAttribute("style");
        this.observer = new ResizeObserver(() => this.place());
        this.observer.observe(this.view);
        this.refresh();
        this.place();
    }

    remove() {
        this.observer.disconnect();
        this.bent?.remove();
        this.frames.remove();
        this.drawing.classList.remove("o_gift_is_flat_copy");
        this.drawing.style.cssText = this.flat;
        stages.delete(this.stage);
    }

    /** Returns the point under a pointer, in the units of the drawing (µm of the surface). */
    pointAt({ clientX, clientY }) {
        const box = this.view.getBoundingClientRect();
        const [u, v] = this.map.toSurface(
            (clientX - box.left) / box.width,
            (clientY - box.top) / box.height
        );
        return { x: u * this.size.width, y: v * this.size.height };
    }

    // === DRAWING === //

    addBent() {
        const bent = document.createElement("div");
        bent.className = "o_gift_area o_gift_bent";
        bent.setAttribute("aria-hidden", "true");
        this.drawing.after(bent);
        this.drawing.classList.add("o_gift_is_flat_copy");
        return bent;
    }

    /** The drawing was replaced: the strips, which know it by its id, show the new one. */
    refresh() {
        const svg = this.drawing.querySelector(":scope > svg");
        if (this.bent && svg) {
            svg.id = `gift_flat_${this.stage.dataset.surface}`;
            if (!this.bent.firstChild) {
                this.addStrips(svg.id);
            }
        }
    }

    addStrips(id) {
        const svg = create("svg", {
            viewBox: "0 0 1 1",
            preserveAspectRatio: "none",
            focusable: "false",
        });
        const all = create("pattern", { id: `${id}_all` });
        const seen = create("svg", seenBox(this.map, this.size)); // cut where the cylinder turns away
        seen.append(create("use", { href: `#${id}`, ...this.size }));
        all.append(seen);
        svg.append(all);
        this.map.strips().forEach((strip, index) => {
            const { tile, points } = drawnStrip(strip, this.size);
            const name = `${id}_${index}`;
            svg.append(
                create("pattern", { id: name, href: `#${all.id}`, ...tile }),
                create("polygon", {
                    points,
                    fill: `url(#${name})`,
                    "shape-rendering": "crispEdges", // softened sides would let the ground through
                })
            );
        });
        this.bent.replaceChildren(svg);
    }

    /** Lays everything where it belongs for the size in which the picture is shown. */
    place() {
        const { clientWidth, clientHeight } = this.view;
        if (!clientWidth || !clientHeight) {
            return;
        }
        if (this.bent) {
            this.bent.style.mixBlendMode = this.drawing.style.mixBlendMode;
            this.frames.bend();
            return;
        }
        const [width, height] = this.boxSize(clientWidth, clientHeight);
        const style = {
            left: 0,
            top: 0,
            width: `${width}px`,
            height: `${height}px`,
            transformOrigin: "0 0",
            transform: this.map.transform(width, height, clientWidth, clientHeight),
        };
        Object.assign(this.drawing.style, style);
        this.frames.slant(style);
    }

    /** Returns the longest opposite sides in px: the size in which the box is drawn. */
    boxSize(pictureWidth, pictureHeight) {
        const points = this.map.corners.map(([x, y]) => [x * pictureWidth, y * pictureHeight]);
        const side = (from, to) =>
            Math.hypot(points[to][0] - points[from][0], points[to][1] - points[from][1]);
        return [Math.max(side(0, 1), side(3, 2)), Math.max(side(0, 3), side(1, 2))];
    }
}
