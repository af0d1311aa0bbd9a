import { drawInto } from "./draw";

const SENTENCE = "The quick brown fox jumps over the lazy dog, 1234567890 & all of us ";
const SLICE_MS = 6;
const BEGIN_MS = 60;

/**
 * Sets texts nobody sees while the visitor's hand is on its way to the keys: code that ran before
 * is compiled, canvases and glyphs are ready, and the first keys are as quick as the later ones.
 */
export class Rehearsal {
    /** @param {function(string, Object): Object} set - Sets a value of a zone, as `Guess.set`. */
    constructor(set) {
        this.set = set;
        this.rehearsed = new Set();
    }

    /** Rehearses a zone once, in pieces between which keys are answered. */
    begin(zone, spec, value) {
        const part = `${zone} ${value?.font || spec.font}`;
        if (!this.rehearsed.has(part)) {
            this.rehearsed.add(part);
            const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
            whenIdle((deadline) => this.go({ zone, spec, value, group, round: 0 }, deadline));
        }
    }

    go(work, deadline) {
        const until = performance.now() + SLICE_MS;
        do {
            if (work.round === SENTENCE.length || !this.play(work)) {
                return;
            }
            work.round++;
        } while (performance.now() < until && deadline.timeRemaining() > 1);
        whenIdle((next) => this.go(work, next));
    }

    /** Plays one key; says whether there is any use in another one. */
    play({ zone, spec, value, group, round }) {
        const text = SENTENCE.slice(0, 1 + round);
        try {
            drawInto(group, this.set(zone, { ...value, text }), spec, spec.color);
        } catch {
            return false; // a face is wanted, or the zone is not for the browser to set
        }
        return true;
    }
}

/** Calls back when the browser has nothing else to do, or soon where it can't tell. */
function whenIdle(run) {
    if (window.requestIdleCallback) {
        window.requestIdleCallback(run);
    } else {
        setTimeout(() => run({ timeRemaining: () => SLICE_MS }), BEGIN_MS);
    }
}
