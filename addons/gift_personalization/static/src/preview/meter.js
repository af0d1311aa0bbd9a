/**
 * Widths and ink of strings in em, measured by the browser's own shaping on a canvas.
 *
 * Advances are exact at any size. Ink boxes come rounded outwards to whole pixels, so each string
 * is measured at several sizes: every one narrows the interval that holds the true edge, until one
 * font unit is left in it.
 */

const ADVANCE_PX = 100;
const INK_PX = [
    256, 251, 241, 233, 227, 223, 211, 199, 193, 181, 173, 167, 163, 157, 151, 149, 239, 197,
];
// FreeType places points on 1/64 px.
const ROUNDING_EM = 4e-5;
const MAX_KEPT = 4000;

/** Measures strings set in one face each; remembers what it measured. */
export class Meter {
    constructor(createContext = createCanvasContext) {
        this.createContext = createContext;
        this.contexts = new Map();
        this.known = new Map();
    }

    /** Returns the advance of a string in em, tracking included after each letter. */
    advance(face, text, tracking, rtl) {
        if (!text) {
            return 0;
        }
        return this.remember(`a ${face.family} ${tracking} ${rtl} ${text}`, () => {
            const context = this.context(face, ADVANCE_PX, tracking, rtl);
            return context.measureText(text).width / ADVANCE_PX;
        });
    }

    /**
     * Returns the ink box of a string in em from its left edge on the baseline, y upwards.
     *
     * @returns {{left: number, right: number, top: number, bottom: number}|null}
     */
    ink(face, text, tracking, rtl) {
        return this.remember(`i ${face.family} ${tracking} ${rtl} ${text}`, () =>
            this.measureInk(face, text, tracking, rtl)
        );
    }

    measureInk(face, text, tracking, rtl) {
        const edges = [Infinity, Infinity, Infinity, Infinity];
        for (const size of INK_PX) {
            const box = this.context(face, size, tracking, rtl).measureText(text);
            const found = [
                box.actualBoundingBoxLeft,
                box.actualBoundingBoxRight,
                box.actualBoundingBoxAscent,
                box.actualBoundingBoxDescent,
            ];
            if (found[0] + found[1] <= 0) {
                return null; // blanks only
            }
            found.forEach((edge, index) => (edges[index] = Math.min(edges[index], edge / size)));
        }
        const [left, right, top, bottom] = edges.map(
            (edge) => Math.floor((edge + ROUNDING_EM) * face.upem) / face.upem
        );
        return { left: -left, right, top, bottom: -bottom };
    }

    context(face, size, tracking, rtl) {
        const key = `${face.family} ${size} ${tracking} ${rtl}`;
        let context = this.contexts.get(key);
        if (!context) {
            context = this.createContext();
            context.font = `${size}px "${face.family}"`;
            context.textRendering = "geometricPrecision";
            context.fontKerning = "normal";
            context.letterSpacing = `${(tracking * size) / 1000}px`;
            context.direction = rtl ? "rtl" : "ltr";
            context.textAlign = "left";
            this.contexts.set(key, context);
        }
        return context;
    }

    remember(key, measure) {
        let found = this.known.get(key);
        if (found === undefined) {
            if (this.known.size >= MAX_KEPT) {
                this.known.clear();
            }
            found = measure();
            this.known.set(key, found);
        }
        return found;
    }
}

function createCanvasContext() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    return canvas.getContext("2d");
}
