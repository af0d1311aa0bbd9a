/**
 * Faces of the guess: the printer's own font files, loaded only when a text needs them.
 */

import { isIgnorable } from "./characters";

// Larger faces (Chinese, emoji) are not worth a guess: the server's picture is there sooner.
export const MAX_FACE_BYTES = 4 * 1024 * 1024;

/** One face: what the server says about it, and whether its bytes have arrived. */
export class Face {
    constructor(sha, { upem, cap_height, size, color, contextual, joins, coverage }) {
        this.sha = sha;
        this.family = `gift-${sha.slice(0, 16)}`;
        this.upem = upem;
        this.capHeight = cap_height / upem;
        this.size = size;
        this.isColor = color;
        this.isContextual = contextual;
        this.joins = new Set(joins); // scripts whose letters touch
        this.coverage = coverage;
        this.isReady = false;
    }

    /** Says whether the face has a character; `coverage` holds starts and lengths in turn. */
    has(code) {
        const { coverage } = this;
        let low = 0;
        let high = coverage.length / 2 - 1;
        while (low <= high) {
            const middle = (low + high) >> 1;
            const start = coverage[2 * middle];
            if (code < start) {
                high = middle - 1;
            } else if (code >= start + coverage[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Says whether the face can draw a cluster, composed or decomposed. */
    covers(cluster) {
        for (const char of cluster) {
            if (this.has(char.codePointAt(0)) || isIgnorable(char)) {
                continue;
            }
            const parts = [...char.normalize("NFD")];
            if (parts.length < 2 || !parts.every((part) => this.has(part.codePointAt(0)))) {
                return false;
            }
        }
        return true;
    }
}

/** Loads faces by the hash of their bytes; every one at most once. */
export class FaceBook {
    /**
     * @param {Function} fetchInfo - Resolves with a face's measures, by its hash.
     * @param {Function} fetchFont - Resolves once `document.fonts` has the face, by hash and family.
     */
    constructor(fetchInfo = fetchFaceInfo, fetchFont = loadFontFace) {
        this.fetchInfo = fetchInfo;
        this.fetchFont = fetchFont;
        this.faces = new Map();
        this.pending = new Map();
    }

    /** Returns the face if its measures are known. */
    get(sha) {
        return this.faces.get(sha);
    }

    /** Loads a face's measures. */
    async describe(sha) {
        if (!this.faces.has(sha)) {
            await this.once(`info ${sha}`, async () => {
                this.faces.set(sha, new Face(sha, await this.fetchInfo(sha)));
            });
        }
        return this.faces.get(sha);
    }

    /** Loads a face's bytes into the page. */
    async load(face) {
        if (!face.isReady && face.size <= MAX_FACE_BYTES) {
            await this.once(`font ${face.sha}`, async () => {
                await this.fetchFont(face.sha, face.family);
                face.isReady = true;
            });
        }
    }

    async once(key, action) {
        if (!this.pending.has(key)) {
            this.pending.set(key, action());
        }
        try {
            await this.pending.get(key);
        } finally {
            this.pending.delete(key);
        }
    }
}

async function fetchFaceInfo(sha) {
    const answer = await fetch(`/gift/font/${sha}/measures.json`);
    if (!answer.ok) {
        throw new Error(`No measures of face ${sha}`);
    }
    return answer.json();
}

export async function loadFontFace(sha, family) {
    const known = [...document.fonts].some((face) => face.family.includes(family));
    if (!known) {
        const face = new FontFace(family, `url(/gift/font/${sha})`);
        document.fonts.add(await face.load());
    }
    await document.fonts.load(`10px "${family}"`);
}
