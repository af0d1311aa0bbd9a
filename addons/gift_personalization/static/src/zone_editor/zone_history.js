/** Undo and redo for the zone editor: what was done to zones and to the printable area. */

import { useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { cloneZoneValues, pickValues } from "./zone_values";

const MOST_STEPS = 100;
const MERGE_MS = 1000; // arrow keys held down are one step

/** Points to a record that may be saved, or removed and added again, in between. */
class Ref {
    constructor(record) {
        this.set(record);
    }

    set({ id, resId }) {
        Object.assign(this, { id, resId });
        return this;
    }

    find(records) {
        return (
            records.find((record) => record.id === this.id) ||
            (this.resId && records.find((record) => record.resId === this.resId))
        );
    }
}

export class ZoneHistory {
    /**
     * @param state reactive `{undo: [], redo: []}`
     * @param {() => {owner: number, records: Object[], add: Function, remove: Function}} getState
     */
    constructor(state, getState) {
        Object.assign(this, { state, getState, owner: null });
    }

    get canUndo() {
        return this.state.undo.length > 0;
    }

    get canRedo() {
        return this.state.redo.length > 0;
    }

    clear() {
        Object.assign(this.state, { undo: [], redo: [] });
    }

    /** Steps belong to one surface: another one in the form starts anew. */
    follow(owner) {
        if (this.owner !== null && this.owner !== owner) {
            this.clear();
        }
        this.owner = owner;
    }

    push(step) {
        const last = this.state.undo.at(-1);
        const now = browser.performance.now();
        const merges = last?.merge && last.merge === step.merge && now - last.time < MERGE_MS;
        if (merges) {
            Object.assign(last, { after: step.after, time: now });
        } else {
            this.state.undo = [...this.state.undo, { ...step, time: now }].slice(-MOST_STEPS);
        }
        this.state.redo = [];
    }

    // === WHAT CAN BE DONE === //

    /** Write values to a zone or a mock-up of `records`. */
    async update(record, values, records = () => this.getState().records) {
        const ref = new Ref(record);
        const before = pickValues(record.data, Object.keys(values));
        const merge = `${record.id} ${Object.keys(values).sort()}`;
        this.push({ kind: "update", ref, before, after: values, merge, records });
        await record.update(values);
    }

    async add(values) {
        const record = await this.getState().add(values);
        this.push({ kind: "add", ref: new Ref(record), values });
        return record;
    }

    async remove(record) {
        this.push({ kind: "remove", ref: new Ref(record), values: cloneZoneValues(record.data) });
        await this.getState().remove(record);
    }

    // === UNDO AND REDO === //

    async undo() {
        await this.move("undo", "redo", { add: "take", remove: "put" });
    }

    async redo() {
        await this.move("redo", "undo", { add: "put", remove: "take" });
    }

    async move(from, to, actions) {
        const step = this.state[from].at(-1);
        if (!step) {
            return;
        }
        this.state[from] = this.state[from].slice(0, -1);
        const done =
            step.kind === "update"
                ? await this.write(step, from === "undo" ? step.before : step.after)
                : await this[actions[step.kind]](step);
        if (done) {
            this.state[to] = [...this.state[to], { ...step, merge: null }];
        } else {
            this.clear(); // the record is gone, for example after Discard
        }
    }

    async write({ ref, records }, values) {
        const record = ref.find(records());
        await record?.update(values);
        return record;
    }

    async put({ ref, values }) {
        return ref.set(await this.getState().add(values));
    }

    async take({ ref }) {
        const record = ref.find(this.getState().records);
        if (record) {
            await this.getState().remove(record);
        }
        return record;
    }
}

/** Return "undo" for Ctrl+Z, "redo" for Ctrl+Y or Ctrl+Shift+Z; in a field they are the browser's. */
export function shortcutOf(ev) {
    if (!(ev.ctrlKey || ev.metaKey) || ev.target.closest("input")) {
        return null;
    }
    const key = ev.key.toLowerCase();
    if (key === "z") {
        return ev.shiftKey ? "redo" : "undo";
    }
    return key === "y" ? "redo" : null;
}

/** @returns {ZoneHistory} */
export function useZoneHistory(getState) {
    return new ZoneHistory(useState({ undo: [], redo: [] }), getState);
}
