/**
 * Wrapping and fitting: the twin of the engine's `text` and `fitting`, step by step. Where one
 * changes the other must change; the parity tests compare them on random texts.
 */

import { setOnArc } from "./arc";
import { largest, MAX_LINES, prepareText, STEP_UM } from "./fitting";
import { Paragraph } from "./paragraph";

/**
 * Lays a text into a zone.
 *
 * @param {string} text - As typed.
 * @param {string[]} chain - Hashes of the faces, the chosen one first.
 * @param {Object} zone - Text zone of the content document, in µm and permille.
 * @param {Object} tools - `book` and `meter`.
 * @returns {{size: number, lines: {line: Object, x: number, y: number}[]}} In µm from the zone's
 *   top left corner; x and y are of the origin on the baseline.
 * @throws {FaceWanted} When a face must be loaded first.
 * @throws {NotGuessable} When only the server can draw this text.
 */
export function setText(text, chain, zone, tools) {
    if (zone.arc_um) {
        return setOnArc(text, chain, zone, tools);
    }
    const cleaned = prepareText(text, zone);
    const paragraphs = cleaned
        .split("\n")
        .map((part) => new Paragraph(part, chain, { ...tools, tracking: zone.tracking_permille }));
    const block = new Block(paragraphs, zone, tools.book.get(chain[0]).capHeight);
    return block.place(block.chooseSize());
}

/** Returns lines of words, each as wide as `limit` em allows; one word is never cut. */
export function wrap(words, limit) {
    const lines = [];
    let [line, width, blank] = [[], 0, 0];
    for (const word of words) {
        if (line.length && width + blank + word.width > limit) {
            lines.push(line);
            [line, width, blank] = [[], 0, 0];
        }
        width += blank + word.width;
        blank = word.blank;
        line.push(word);
    }
    lines.push(line);
    return lines;
}

class Block {
    constructor(paragraphs, zone, capHeight) {
        this.paragraphs = paragraphs;
        this.zone = zone;
        this.capHeight = capHeight;
        this.pitch = zone.line_height_permille / 1000;
        this.wraps = zone.type === "multiline";
        this.maxLines = this.wraps ? zone.max_lines || MAX_LINES : 1;
        this.words = new Map(
            paragraphs.map((part) => [part, this.wraps && part.text ? part.getWords() : []])
        );
    }

    // === SIZE === //

    chooseSize() {
        const { fit, min_size_um: min, max_size_um: max } = this.zone;
        if (fit !== "shrink") {
            return max;
        }
        const size = largest(min, max, (tried) => this.fits(tried)) || min;
        return this.tighten(this.getLines(size), size);
    }

    /** Returns per paragraph the lines of words; null stands for the paragraph as a whole. */
    getBreaks(size) {
        const limit = this.zone.width_um / size;
        return this.paragraphs.map((part) => {
            const words = this.words.get(part);
            return words.length ? wrap(words, limit) : [null];
        });
    }

    fits(size) {
        const limit = this.zone.width_um / size;
        const breaks = this.getBreaks(size);
        const count = breaks.reduce((sum, lines) => sum + lines.length, 0);
        if (count > this.maxLines && count > this.paragraphs.length) {
            return false;
        }
        for (const [index, lines] of breaks.entries()) {
            const part = this.paragraphs[index];
            if (lines.some((words) => this.getWidth(part, words) > limit)) {
                return false;
            }
        }
        const extents = this.paragraphs.map((part) => this.getExtent(part.line));
        const top = Math.max(...extents.map((extent) => extent.top));
        const bottom = Math.min(...extents.map((extent) => extent.bottom));
        return (top - bottom + (count - 1) * this.pitch) * size <= this.zone.height_um;
    }

    getWidth(part, words) {
        if (!words || words.length === this.words.get(part).length) {
            return part.line.width;
        }
        const width = words.reduce((sum, word) => sum + word.width + word.blank, 0);
        return width - words[words.length - 1].blank;
    }

    getLines(size) {
        return this.getBreaks(size).flatMap((lines, index) => {
            const part = this.paragraphs[index];
            if (lines.length === 1) {
                return [part.line];
            }
            return lines.map((words) =>
                part.measureLine(words[0].start, words[words.length - 1].end)
            );
        });
    }

    /** Returns the size at which the finished lines really fit. */
    tighten(lines, size) {
        const { top, bottom } = this.getBlockExtent(lines);
        const width = Math.max(...lines.map((line) => line.width));
        const limit = Math.min(
            width ? this.zone.width_um / width : size,
            top > bottom ? this.zone.height_um / (top - bottom) : size
        );
        if (size <= limit) {
            return size;
        }
        return Math.max(Math.floor(limit / STEP_UM) * STEP_UM, this.zone.min_size_um);
    }

    // === EXTENTS === //

    getExtent(line) {
        return line.paragraph.getExtent(line, this.capHeight);
    }

    getBlockExtent(lines) {
        const extents = lines.map((line) => this.getExtent(line));
        return {
            top: Math.max(...extents.map(({ top }, index) => top - index * this.pitch)),
            bottom: Math.min(...extents.map(({ bottom }, index) => bottom - index * this.pitch)),
        };
    }

    // === PLACES === //

    place(size) {
        const lines = this.getLines(size);
        const { top, bottom } = this.getBlockExtent(lines);
        const free = this.zone.height_um - (top - bottom) * size;
        const start = { top: 0, middle: free / 2, bottom: free }[this.zone.valign];
        return {
            size,
            lines: lines.map((line, index) => ({
                line,
                x: this.getLineStart(line, size) - line.left * size,
                y: start + top * size + index * this.pitch * size,
            })),
        };
    }

    getLineStart(line, size) {
        const free = this.zone.width_um - line.width * size;
        let { align } = this.zone;
        if (line.paragraph.rtl && align !== "center") {
            align = align === "start" ? "end" : "start";
        }
        return { start: 0, center: free / 2, end: free }[align];
    }
}
