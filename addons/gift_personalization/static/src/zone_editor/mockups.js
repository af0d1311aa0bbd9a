import { useState } from "@odoo/owl";
import { defaultArea, fitProportions, isProportional, nudgeArea } from "./area";
import { usePicture } from "./picture";
import { fromShape, nudgeHandle, toShape } from "./shape";
import { fromArea, pictureUrl, toArea } from "./zone_values";

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

/** The mock-ups of a surface, one of which is shown, and the printable area on it. */
class Mockups {
    constructor(getState, state, picture) {
        Object.assign(this, { getState, state, picture });
    }

    get records() {
        return this.getState().list.records;
    }

    get index() {
        return Math.max(0, Math.min(this.state.index, this.records.length - 1));
    }

    get current() {
        return this.records[this.index];
    }

    /** The area as it is drawn: while it is dragged, not yet what the record holds. */
    get area() {
        return this.state.draft || (this.current ? toArea(this.current.data) : WHOLE);
    }

    /** The shape as it is drawn, see shape.js; of a flat surface as well. */
    get shape() {
        return this.state.shape || toShape(this.current.data);
    }

    /** Whether the picture shows the surface at an angle, or round. */
    get isMapped() {
        return Boolean(this.current && this.picture.url) && this.shape.kind !== "flat";
    }

    get isStretched() {
        const { surface } = this.getState();
        return (
            Boolean(this.picture.url) &&
            !this.isMapped &&
            !isProportional(this.area, surface, this.picture)
        );
    }

    show(index) {
        Object.assign(this.state, { index, draft: null, shape: null });
    }

    draft(area) {
        this.state.draft = area;
    }

    async commit(area) {
        this.state.draft = area;
        const stored = this.state.draft;
        const { history } = this.getState();
        await history.update(this.current, fromArea(area), () => this.records);
        if (this.state.draft === stored) {
            this.state.draft = null;
        }
    }

    draftShape(shape) {
        this.state.shape = shape;
    }

    async commitShape(shape) {
        this.state.shape = shape;
        const stored = this.state.shape;
        await this.getState().history.update(this.current, fromShape(shape), () => this.records);
        if (this.state.shape === stored) {
            this.state.shape = null;
        }
    }

    /** Move a handle of the shape by an arrow key; return whether the key meant something. */
    onShapeKey(ev, handle) {
        const shape = this.getState().readonly
            ? null
            : nudgeHandle(this.shape, handle, ev, this.picture);
        if (shape) {
            this.commitShape(shape);
        }
        return Boolean(shape);
    }

    /** Move or resize the area by an arrow key; return whether the key meant something. */
    onKey(ev) {
        const { surface, readonly } = this.getState();
        const area = readonly ? null : nudgeArea(this.area, ev, surface, this.picture);
        if (area) {
            this.commit(area);
        }
        return Boolean(area);
    }

    fitProportions() {
        return this.commit(fitProportions(this.area, this.getState().surface, this.picture));
    }

    /**
     * Add a mock-up and show it; its area starts in the middle.
     *
     * @param {string} data the picture in base64
     * @param {string} url the same picture as an address
     */
    async add(data, url) {
        const { list, surface } = this.getState();
        const image = new Image();
        image.src = url;
        await image.decode();
        const size = { width: image.naturalWidth, height: image.naturalHeight };
        const record = await list.addNewRecord({ mode: "readonly", position: "bottom" });
        await record.update({ image: data, ...fromArea(defaultArea(surface, size)) });
        this.show(this.records.length - 1);
    }
}

/**
 * @param {() => {surface: Object, list: Object, readonly: boolean}} getState
 * @returns {Mockups}
 */
export function useMockups(getState) {
    const state = useState({ index: 0, draft: null, shape: null });
    let mockups = null;
    const picture = usePicture(() => (mockups?.current ? pictureUrl(mockups.current) : ""));
    mockups = new Mockups(getState, state, picture);
    return mockups;
}
