/**
 * The designs that this browser knows: opaque keys with a short name, kept for visitors without an
 * account. They are handed over to the account at login and forgotten here.
 */

import { browser } from "@web/core/browser/browser";

export const STORAGE_KEY = "gift_designs";
const MAX_DESIGNS = 50;

/** Returns the kept designs, newest first: `[{ id, key, name, product }]`. */
export function readKept() {
    try {
        const kept = JSON.parse(browser.localStorage.getItem(STORAGE_KEY) || "[]");
        return Array.isArray(kept) ? kept.filter((design) => design?.id && design.key) : [];
    } catch {
        return [];
    }
}

/** Puts a design first; one that is known already keeps its first key. */
export function keepDesign({ id, key, name, product }) {
    const kept = readKept();
    const known = kept.find((design) => design.id === id);
    const others = kept.filter((design) => design.id !== id);
    write([{ id, key: known?.key || key, name, product }, ...others].slice(0, MAX_DESIGNS));
}

export function forgetDesigns(ids) {
    write(readKept().filter((design) => !ids.includes(design.id)));
}

function write(kept) {
    try {
        if (kept.length) {
            browser.localStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
        } else {
            browser.localStorage.removeItem(STORAGE_KEY);
        }
    } catch {
        // A browser that stores nothing still has the design until the tab is closed.
    }
}
