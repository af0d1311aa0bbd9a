/**
 * A drawing on a picture that shows its surface at an angle, or round.
 *
 * The box of the drawing gets a perspective as a whole. A cylinder is shown in upright strips, each
 * filled with a part of one pattern. The drawing itself lies in that pattern: a key changes it once,
 * and no copy has to be made anew.
 */

import { MappedFrames } from "./mapped_frames";
import { drawnStrip, PICTURE_BOX, seenBox, SurfaceMap } from "./surface_map";

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
        if (this.shown) {
            this.drawing.replaceChildren(this.shown);
            ["width", "height"].forEach((side) => this.shown.removeAttribute(side));
        }
        this.bent?.remove();
        this.frames.remove();
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
        return bent;
    }

    /** The drawing was replaced: round surfaces show the new one. */
    refresh() {
        const svg = this.drawing.querySelector(":scope > svg");
        if (this.bent && svg) {
            this.sheet ||= this.addStrips(`gift_bent_${this.stage.dataset.surface}`);
            this.sheet.replaceChildren(svg);
            this.shown = svg;
            for (const [side, length] of Object.entries(this.size)) {
                svg.setAttribute(side, length);
            }
        }
    }

    /** Adds the strips; returns what the drawing belongs into, found as it is on a flat surface. */
    addStrips(id) {
        const svg = create("svg", {
            viewBox: PICTURE_BOX,
            preserveAspectRatio: "none",
            focusable: "false",
        });
        const all = create("pattern", { id: `${id}_all` });
        // Cut where the cylinder turns away.
        const sheet = create("svg", { class: "o_gift_svg", ...seenBox(this.map, this.size) });
        all.append(sheet);
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
        return sheet;
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
