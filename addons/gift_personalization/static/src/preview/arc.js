/**
 * Text on an arc: the twin of the engine's `arc`. Letters are turned one by one about the middle of
 * their advance, which is what SVG does with text on a path. Letters that touch are measured as the
 * engine bends them, and shown turned until its picture comes; scripts that are always joined are
 * left to it.
 */

import { isBlank, JOINED } from "./characters";
import { largest, prepareText } from "./fitting";
import { NotGuessable, Paragraph } from "./paragraph";

const MAX_SWEEP = (350 * Math.PI) / 180;
const MAX_DEPTH = 0.75;
const BENT_STEP = (3 * Math.PI) / 180;
const TOLERANCE_UM = 1;
// SVG turns spaced letters about a point beside the engine's: they may lean by so much.
const MAX_LEAN = (1 * Math.PI) / 180;

/**
 * Lays a text along the circle of its zone.
 *
 * @returns {{size: number, lines: Object[], arc: {radius: number, x: number, y: number}}} As
 *   `setText` does; the line begins at 0, its apex lies at x and y.
 */
export function setOnArc(text, chain, zone, tools) {
    const paragraph = new Paragraph(prepareText(text, zone), chain, {
        ...tools,
        tracking: zone.tracking_permille,
    });
    refuseJoined(paragraph);
    const { line } = paragraph;
    const { radius, box, fits } = measure(paragraph, zone, tools.book.get(chain[0]).capHeight);
    let size = zone.max_size_um;
    if (zone.fit === "shrink") {
        size = largest(zone.min_size_um, size, fits) || zone.min_size_um;
    }
    if (Math.abs(leanOf(line) * size) > 2 * MAX_LEAN * Math.abs(radius)) {
        throw new NotGuessable();
    }
    const { top, bottom } = box(size);
    const free = zone.height_um - (bottom - top);
    const start = { top: 0, middle: free / 2, bottom: free }[zone.valign];
    const arc = { radius, x: zone.width_um / 2, y: start - top };
    return { size, lines: [{ line, x: 0, y: 0 }], arc };
}

/** Scripts that are always joined, and lines of two directions, are the server's. */
function refuseJoined({ clusters, rtl, text }) {
    const scripts = new Set(clusters.map(({ own }) => own).filter(Boolean));
    const isTurned = rtl || scripts.has("Hebr");
    if (
        [...scripts].some((script) => JOINED.has(script)) ||
        (isTurned && (scripts.size > 1 || /\p{N}/u.test(text)))
    ) {
        throw new NotGuessable();
    }
}

function leanOf({ parts }) {
    return Math.max(0, ...parts.map(({ tracking }) => tracking)) / 1000;
}

function measure(paragraph, zone, capHeight) {
    const { line } = paragraph;
    const radius = zone.arc_um;
    const extent = paragraph.getExtent(line, capHeight);
    const pieces = cutPieces(paragraph);
    const box = (size) => measureBox(pieces, line.advance / 2, radius, size, extent);
    const fits = (size) => {
        const depth = (extent.top * size) / Math.abs(radius);
        const sweep = (line.width * size) / Math.abs(radius);
        if (sweep > MAX_SWEEP || (radius < 0 && depth > MAX_DEPTH)) {
            return false;
        }
        const { left, right, top, bottom } = box(size);
        const isWide = 2 * Math.max(-left, right) > zone.width_um + TOLERANCE_UM;
        return !isWide && bottom - top <= zone.height_um + TOLERANCE_UM;
    };
    return { radius, box, fits };
}

// === PIECES === //

/** Returns what moves together, in em from the start of the line: `left`, `right`, `middle`. */
function cutPieces(paragraph) {
    const { line, rtl } = paragraph;
    const pieces = [];
    let pen = 0;
    for (const part of rtl ? [...line.parts].reverse() : line.parts) {
        for (const group of cutGroups(paragraph, part)) {
            const piece = measurePiece(paragraph, part, group, pen);
            pieces.push(piece);
            pen = piece.end;
        }
    }
    return pieces;
}

/** Returns a part's stretches from left to right: letters that touch together, others alone. */
function cutGroups({ clusters, rtl }, part) {
    const groups = [];
    for (const { start, end, script } of clusters) {
        if (start < part.start || end > part.end) {
            continue;
        }
        const bent = part.tracking <= 0 && part.face.joins.has(script);
        const last = groups[groups.length - 1];
        if (bent && last?.bent && last.script === script) {
            last.end = end;
        } else {
            groups.push({ start, end, bent, script });
        }
    }
    return rtl ? groups.reverse() : groups;
}

function measurePiece({ meter, text, rtl }, { face, tracking, end: until }, group, pen) {
    const { start, end, bent } = group;
    const letters = text.slice(start, end);
    const advance = (from) => meter.advance(face, text.slice(from, until), tracking, rtl);
    const whole = advance(start) - advance(end);
    const width = bent ? whole : whole - tracking / 1000;
    const ink = isBlank(letters) ? null : meter.ink(face, letters, bent ? tracking : 0, rtl);
    return {
        bent,
        middle: pen + width / 2,
        left: pen + Math.min(0, ink ? ink.left : 0),
        right: pen + Math.max(width, ink ? ink.right : width),
        end: pen + whole,
    };
}

// === MEASURES === //

/** Returns the box of the whole text in µm from its apex, y downwards. */
function measureBox(pieces, middle, radius, size, extent) {
    const box = { left: 0, right: 0, top: 0, bottom: 0 };
    let isFirst = true;
    const place = (x, y) => {
        box.left = isFirst ? x : Math.min(box.left, x);
        box.right = isFirst ? x : Math.max(box.right, x);
        box.top = isFirst ? y : Math.min(box.top, y);
        box.bottom = isFirst ? y : Math.max(box.bottom, y);
        isFirst = false;
    };
    const angleAt = (x) => ((x - middle) * size) / radius;
    for (const piece of pieces) {
        for (const y of [extent.top * size, extent.bottom * size]) {
            (piece.bent ? placeBent : placeTurned)(piece, { angleAt, radius, size, y }, place);
        }
    }
    return box;
}

function placeTurned({ left, right, middle }, { angleAt, radius, size, y }, place) {
    const angle = angleAt(middle);
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    for (const x of [left, right].map((edge) => (edge - middle) * size)) {
        place(cos * x + sin * (radius + y), sin * x - cos * (radius + y) + radius);
    }
}

function placeBent({ left, right }, { angleAt, radius, y }, place) {
    const count = Math.max(1, Math.ceil(Math.abs(angleAt(right) - angleAt(left)) / BENT_STEP));
    for (let step = 0; step <= count; step++) {
        const angle = angleAt(left + ((right - left) * step) / count);
        place((radius + y) * Math.sin(angle), radius - (radius + y) * Math.cos(angle));
    }
}
