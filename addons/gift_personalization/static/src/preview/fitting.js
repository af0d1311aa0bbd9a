/** What every text has in common before it is laid out: cleaning, and the search for a size. */

import { cleanText } from "./characters";
import { NotGuessable } from "./paragraph";

export const STEP_UM = 10;
const MAX_CHARS = 500;
export const MAX_LINES = 20;

/** Returns a text as the engine sets it, cleaned and in the case of its zone. */
export function prepareText(text, zone) {
    let cleaned = cleanText(text, zone.type === "multiline");
    if (zone.case === "upper") {
        cleaned = cleaned.toUpperCase().normalize("NFC");
    }
    if (cleaned.length > MAX_CHARS || cleaned.split("\n").length > MAX_LINES) {
        throw new NotGuessable();
    }
    return cleaned;
}

/** Returns the largest multiple of 10 µm in [low, high] that fits, null if none does. */
export function largest(lowUm, highUm, fits) {
    if (fits(highUm)) {
        return highUm;
    }
    let low = Math.ceil(lowUm / STEP_UM);
    let high = Math.floor(highUm / STEP_UM);
    if (low > high || !fits(low * STEP_UM)) {
        return null;
    }
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (fits(middle * STEP_UM)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low * STEP_UM;
}
