/** The frames of the zones on a mapped surface: laid out flat by the page, shown where they lie. */

const SVG = "http://www.w3.org/2000/svg";
const STEPS = 12;

/** Returns a frame's place on the flat surface in shares, and its turn in degrees. */
function readPlace(frame) {
    frame.dataset.flat ??= frame.getAttribute("style");
    const number = (name) =>
        parseFloat(new RegExp(`${name}\\s*(-?[\\d.e-]+)`).exec(frame.dataset.flat)?.[1] || 0);
    return {
        x: number("left:") / 100,
        y: number("top:") / 100,
        width: number("width:") / 100,
        height: number("height:") / 100,
        turn: (number("rotate\\(") * Math.PI) / 180,
    };
}

/** Returns points around a frame, in shares of the flat surface. */
function outline({ x, y, width, height, turn }, aspect) {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const point = (across, down) => {
        const [dx, dy] = [(across - 0.5) * width, ((down - 0.5) * height) / aspect];
        return [
            x + width / 2 + dx * cos - dy * sin,
            y + height / 2 + (dx * sin + dy * cos) * aspect,
        ];
    };
    const shares = Array.from({ length: STEPS }, (_item, index) => index / STEPS);
    return [
        ...shares.map((share) => point(share, 0)),
        ...shares.map((share) => point(1, share)),
        ...shares.map((share) => point(1 - share, 1)),
        ...shares.map((share) => point(0, 1 - share)),
    ];
}

export class MappedFrames {
    constructor(frames, map, aspect) {
        Object.assign(this, { frames, map, aspect, flat: frames.getAttribute("style") });
    }

    /** Gives the frames the place and the transform of the drawing. */
    slant(style) {
        Object.assign(this.frames.style, style);
    }

    /** Gives each frame a line around it: round a cylinder its sides are not straight. */
    bend() {
        this.frames.style.cssText = "left:0;top:0;width:100%;height:100%";
        for (const frame of this.frames.children) {
            this.bendFrame(frame);
        }
    }

    bendFrame(frame) {
        const points = outline(readPlace(frame), this.aspect).map(([u, v]) =>
            this.map.toPicture(u, v)
        );
        const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
        const [left, top] = [Math.min(...xs), Math.min(...ys)];
        const [width, height] = [Math.max(...xs) - left || 1e-6, Math.max(...ys) - top || 1e-6];
        frame.classList.add("o_gift_is_bent");
        frame.style.cssText = Object.entries({ left, top, width, height })
            .map(([name, share]) => `${name}:${share * 100}%`)
            .join(";");
        const inside = points.map(([x, y]) => `${(x - left) / width},${(y - top) / height}`);
        this.lineOf(frame).setAttribute("points", inside.join(" "));
    }

    lineOf(frame) {
        const line = frame.querySelector("polygon");
        if (line) {
            return line;
        }
        const svg = document.createElementNS(SVG, "svg");
        svg.setAttribute("viewBox", "0 0 1 1");
        svg.setAttribute("preserveAspectRatio", "none");
        frame.prepend(svg);
        return svg.appendChild(document.createElementNS(SVG, "polygon"));
    }

    /** Puts the frames back as the page laid them out. */
    remove() {
        this.frames.style.cssText = this.flat || "";
        for (const frame of this.frames.querySelectorAll(".o_gift_is_bent")) {
            frame.classList.remove("o_gift_is_bent");
            frame.style.cssText = frame.dataset.flat;
            frame.querySelector("svg").remove();
        }
    }
}
