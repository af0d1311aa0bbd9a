/**
 * A paragraph cut into words and stretches of one face: the twin of the engine's `itemise` and
 * `shaping`, with the browser's shaping instead of HarfBuzz.
 */

import {
    BICAMERAL,
    clustersOf,
    isBlank,
    isEmoji,
    isRightToLeft,
    isSimple,
    JOINED,
    mayBreak,
    needsDictionary,
    scriptOf,
} from "./characters";

/** Thrown for texts that are left to the server (emoji, letters that no face has). */
export class NotGuessable extends Error {}

/** Thrown when a face must be loaded first. */
export class FaceWanted extends Error {
    constructor(sha, face) {
        super(sha);
        this.sha = sha;
        this.face = face;
    }
}

export class Paragraph {
    /**
     * @param {string} text - Cleaned, without line ends.
     * @param {string[]} chain - Hashes of the faces, the chosen one first.
     * @param {Object} tools - `book` (FaceBook), `meter` (Meter), `tracking` in permille.
     */
    constructor(text, chain, { book, meter, tracking }) {
        Object.assign(this, { text, chain, book, meter, tracking });
        this.rtl = isRightToLeft(text);
        this.clusters = clustersOf(text);
        this.chooseScripts();
        this.chooseFaces();
        this.segments = this.cutSegments();
        this.refuseSpacedForms();
        this.line = this.measureLine(0, text.length);
    }

    // === FACES === //

    chooseScripts() {
        for (const cluster of this.clusters) {
            cluster.own = [...cluster.text].map(scriptOf).find(Boolean) || "";
        }
        let before = "";
        for (const cluster of this.clusters) {
            before = cluster.script = cluster.own || before;
        }
        let following = before || "Latn";
        for (const cluster of [...this.clusters].reverse()) {
            following = cluster.script = cluster.script || following;
        }
    }

    chooseFaces() {
        const first = this.describe(this.chain[0]);
        if (isSimple(this.text) && this.clusters.every(({ text }) => first.covers(text))) {
            this.clusters.forEach((cluster) => {
                cluster.face = first;
                cluster.script = "Latn";
            });
        } else {
            this.chooseFacesByCoverage();
        }
        for (const { face } of this.clusters) {
            if (!face.isReady) {
                throw new FaceWanted(face.sha, face);
            }
        }
    }

    chooseFacesByCoverage() {
        const upcoming = [];
        let next = null;
        for (let index = this.clusters.length - 1; index >= 0; index--) {
            const { own, text } = this.clusters[index];
            next = own ? this.findFace(text) : next;
            upcoming[index] = next;
        }
        let current = null;
        this.clusters.forEach((cluster, index) => {
            const joined = cluster.own ? null : current || upcoming[index];
            cluster.face = joined?.covers(cluster.text) ? joined : this.findFace(cluster.text);
            if (cluster.own) {
                current = cluster.face;
            }
        });
    }

    findFace(cluster) {
        if (isEmoji(cluster)) {
            throw new NotGuessable();
        }
        for (const sha of this.chain) {
            const face = this.describe(sha);
            if (!face.isColor && face.covers(cluster)) {
                return face;
            }
        }
        throw new NotGuessable();
    }

    describe(sha) {
        const face = this.book.get(sha);
        if (!face) {
            throw new FaceWanted(sha, null);
        }
        return face;
    }

    /** Returns the stretches of one face; where letters are spaced, of one kind of script too. */
    cutSegments() {
        const segments = [];
        for (const { start, end, face, script } of this.clusters) {
            const tracking = JOINED.has(script) ? 0 : this.tracking;
            const last = segments[segments.length - 1];
            if (last && last.face === face && last.tracking === tracking) {
                last.end = end;
            } else {
                segments.push({ start, end, face, tracking });
            }
        }
        return segments;
    }

    /** Browsers drop contextual forms between spaced letters, and space mixed scripts otherwise. */
    refuseSpacedForms() {
        const scripts = new Set(this.clusters.map(({ own }) => own).filter(Boolean));
        const spaced = this.segments.some(({ tracking }) => tracking);
        const forms = this.segments.some(({ face, tracking }) => tracking && face.isContextual);
        if (spaced && (forms || scripts.size > 1)) {
            throw new NotGuessable();
        }
    }

    /** Returns the parts of a stretch, each in one face. */
    parts(start, end) {
        return this.segments
            .filter((segment) => segment.start < end && segment.end > start)
            .map((segment) => ({
                ...segment,
                limit: segment.end,
                start: Math.max(start, segment.start),
                end: Math.min(end, segment.end),
            }));
    }

    // === WORDS === //

    /** Returns the unbreakable stretches with the widths they have inside the paragraph. */
    getWords() {
        if (needsDictionary(this.text)) {
            throw new NotGuessable();
        }
        const words = [];
        let [start, end] = [0, 0];
        this.clusters.forEach((cluster, index) => {
            end = isBlank(cluster.text) ? end : cluster.end;
            const following = this.clusters[index + 1];
            if (!following || mayBreak(cluster, following)) {
                words.push({ start, end, next: cluster.end });
                start = end = cluster.end;
            }
        });
        words.forEach((word, index) => {
            const context = words[index + 1]?.end || word.next;
            word.width = this.advanceInside(word.start, word.end, context);
            word.blank = this.advanceInside(word.end, word.next, context);
        });
        return words;
    }

    /** Returns the advance of a stretch, kerned with what follows it up to `context`. */
    advanceInside(start, end, context) {
        let width = 0;
        for (const part of this.parts(start, end)) {
            const until = Math.min(part.limit, context);
            const measure = (from, to) =>
                this.meter.advance(part.face, this.text.slice(from, to), part.tracking, this.rtl);
            width += measure(part.start, until) - measure(part.end, until);
        }
        return width;
    }

    // === LINES === //

    /** Returns a stretch as one visual line, in em: `advance`, edges and its parts. */
    measureLine(start, end) {
        const line = { paragraph: this, start, end, left: 0, right: 0, advance: 0 };
        line.top = -Infinity;
        line.bottom = Infinity;
        line.parts = this.parts(start, end);
        const visual = this.rtl ? [...line.parts].reverse() : line.parts;
        for (const part of visual) {
            const text = this.text.slice(part.start, part.end);
            const box = this.meter.ink(part.face, text, part.tracking, this.rtl);
            if (box) {
                line.left = Math.min(line.left, line.advance + box.left);
                line.right = Math.max(line.right, line.advance + box.right);
                line.top = Math.max(line.top, box.top);
                line.bottom = Math.min(line.bottom, box.bottom);
            }
            line.advance += this.meter.advance(part.face, text, part.tracking, this.rtl);
        }
        line.advance -= (visual[visual.length - 1]?.tracking || 0) / 1000;
        if (line.top < line.bottom) {
            line.top = line.bottom = 0;
        }
        line.right = Math.max(line.right, line.advance);
        line.width = line.right - line.left;
        return line;
    }

    /** Returns top and bottom of a line in em; lines with capitals stand on one baseline. */
    getExtent(line, capHeight) {
        if (!this.hasCapitals(line)) {
            return line;
        }
        return { top: Math.max(line.top, capHeight), bottom: Math.min(line.bottom, 0) };
    }

    /** Says whether a line reaches from the baseline to the capitals at least. */
    hasCapitals(line) {
        const inside = this.clusters.filter(
            ({ start, end }) => start < line.end && end > line.start
        );
        return !inside.length || inside.some(({ script }) => BICAMERAL.has(script));
    }
}
