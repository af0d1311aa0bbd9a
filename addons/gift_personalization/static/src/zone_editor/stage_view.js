/** Where things are on the stage: picture, surface, zones and handles. No DOM, no framework. */

import { HANDLES, center } from "./geometry";
import { gridOf, handlesOf } from "./shape";

const MAX_HEIGHT_PX = 580;
const MARGIN_SHARE = 0.04; // around the surface when there is no picture
const HANDLE_PX = 5;
const TOUCH_PX = 13;
const SIDE_HANDLE_MIN_PX = 44;
const ROTATE_PX = 26;

/** Moves a sample that was drawn at `then` to where its zone is now. */
export function sampleTransform(now, then) {
    const [to, from] = [center(now), center(then)];
    const turn = `rotate(${now.rotation - then.rotation} ${from.x} ${from.y})`;
    return `translate(${to.x - from.x} ${to.y - from.y}) ${turn}`;
}

export class StageView {
    /**
     * @param {{width: number, height: number}} surface in mm
     * @param {{width: number, height: number} | null} picture in px
     * @param {Object} area shares of the picture
     * @param {number} available width on the screen, in px
     * @param {number} zoom 1 shows everything
     */
    constructor({ surface, picture, area, available, zoom }) {
        Object.assign(this, { surface, picture, area });
        const margin = MARGIN_SHARE * Math.max(surface.width, surface.height);
        /** Coordinates of the stage: px of the picture, or mm of the surface without one. */
        this.box = picture
            ? { x: 0, y: 0, width: picture.width, height: picture.height }
            : {
                  x: -margin,
                  y: -margin,
                  width: surface.width + 2 * margin,
                  height: surface.height + 2 * margin,
              };
        /** Screen px per unit of the box. */
        this.pixels = Math.min(available / this.box.width, MAX_HEIGHT_PX / this.box.height) * zoom;
    }

    get viewBox() {
        const { x, y, width, height } = this.box;
        return `${x} ${y} ${width} ${height}`;
    }

    get style() {
        const { width, height } = this.box;
        return `width: ${width * this.pixels}px; height: ${height * this.pixels}px;`;
    }

    /** The surface's place in the box. */
    get frame() {
        const { picture, area, surface } = this;
        if (!picture) {
            return { x: 0, y: 0, width: surface.width, height: surface.height };
        }
        return {
            x: area.x * picture.width,
            y: area.y * picture.height,
            width: area.width * picture.width,
            height: area.height * picture.height,
        };
    }

    /** Units of the box per mm. */
    get scale() {
        const { frame, surface } = this;
        return { x: frame.width / surface.width, y: frame.height / surface.height };
    }

    get surfaceTransform() {
        const { frame, scale } = this;
        return `translate(${frame.x} ${frame.y}) scale(${scale.x} ${scale.y})`;
    }

    /** mm per screen px, in both directions. */
    get mm() {
        return { x: 1 / (this.scale.x * this.pixels), y: 1 / (this.scale.y * this.pixels) };
    }

    /** Middle of the surface in screen px from the left top of the stage. */
    get middle() {
        const middle = center(this.frame);
        return {
            x: (middle.x - this.box.x) * this.pixels,
            y: (middle.y - this.box.y) * this.pixels,
        };
    }

    turned(rect) {
        const middle = center(rect);
        return rect.rotation ? `rotate(${rect.rotation} ${middle.x} ${middle.y})` : "";
    }

    sampleTransform(now, then) {
        return sampleTransform(now, then);
    }

    /** A point given in shares of the picture, in units of the box. */
    onPicture([x, y]) {
        return { x: x * this.box.width, y: y * this.box.height };
    }

    /** The lines of a grid, each as the points of an SVG polyline. */
    gridLines(shape) {
        return gridOf(shape).map((line) =>
            line.map((point) => Object.values(this.onPicture(point)).join()).join(" ")
        );
    }

    shapeHandles(shape) {
        const unit = { x: 1 / this.pixels, y: 1 / this.pixels };
        return handlesOf(shape).map(({ name, point }) => ({
            name,
            ...this.onPicture(point),
            ...this.sizes(unit),
        }));
    }

    // === HANDLES === //

    /** Corners, and the sides that are long enough to be held. */
    zoneHandles(rect) {
        const { mm } = this;
        const wide = rect.width / mm.x >= SIDE_HANDLE_MIN_PX;
        const high = rect.height / mm.y >= SIDE_HANDLE_MIN_PX;
        return HANDLES.filter(
            (name) => name.length === 2 || (["n", "s"].includes(name) ? wide : high)
        ).map((name) => this.handleAt(name, rect, mm));
    }

    get areaHandles() {
        const unit = { x: 1 / this.pixels, y: 1 / this.pixels };
        return HANDLES.filter((name) => name.length === 2).map((name) =>
            this.handleAt(name, this.frame, unit)
        );
    }

    handleAt(name, rect, unit) {
        const fx = name.includes("w") ? 0 : name.includes("e") ? 1 : 0.5;
        const fy = name.includes("n") ? 0 : name.includes("s") ? 1 : 0.5;
        return {
            name,
            x: rect.x + fx * rect.width,
            y: rect.y + fy * rect.height,
            ...this.sizes(unit),
        };
    }

    rotateHandle(rect) {
        const { mm } = this;
        return {
            x: rect.x + rect.width / 2,
            top: rect.y,
            y: rect.y - ROTATE_PX * mm.y,
            ...this.sizes(mm),
        };
    }

    sizes(unit) {
        return {
            rx: HANDLE_PX * unit.x,
            ry: HANDLE_PX * unit.y,
            tx: TOUCH_PX * unit.x,
            ty: TOUCH_PX * unit.y,
        };
    }
}
