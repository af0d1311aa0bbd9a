import { Component, EventBus, onWillRender, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { FileUploader } from "@web/views/fields/file_handler";
import { isInside, keepInside, nudge } from "./geometry";
import { AreaPanel } from "./area_panel";
import { MappedSheet } from "./mapped_sheet";
import { useMockups } from "./mockups";
import { ShapePanel } from "./shape_panel";
import { ZonePanel } from "./zone_panel";
import { shortcutOf, useZoneHistory } from "./zone_history";
import { useZoneSamples } from "./zone_samples";
import { ZoneStage } from "./zone_stage";
import {
    asDefaults,
    copyZoneValues,
    fromRect,
    newZoneName,
    newZoneRect,
    newZoneValues,
    toRect,
} from "./zone_values";

const ZOOM_STEP = 1.4;
const MAX_ZOOM = 12;
const AREA_SHARE = 0.85; // of the stage, when zoomed to the printable area

/**
 * Places the printable area on the mock-ups and the zones in the area.
 *
 * Works on the form's own records, so that Save and Discard of the form hold for it as well.
 */
export class ZoneEditor extends Component {
    static template = "gift_personalization.ZoneEditor";
    static components = { AreaPanel, FileUploader, MappedSheet, ShapePanel, ZonePanel, ZoneStage };
    static props = {
        record: Object, // the surface
        readonly: Boolean,
        openZone: Function,
    };

    setup() {
        this.bus = new EventBus();
        this.state = useState({
            mode: "zones",
            selectedId: null,
            arming: null, // type of the zone that is about to be drawn
            drafts: {}, // rectangles that are not in the records yet
            zoom: null, // null: as large as the printable area allows
            focusArea: 0,
            longest: false, // samples hold as many wide letters as the zones allow
            status: "",
        });
        this.history = useZoneHistory(() => ({
            records: this.records,
            add: (values) => this.addRecord(values),
            remove: (record) => this.list.delete(record),
        }));
        this.mockups = useMockups(() => ({
            history: this.history,
            surface: this.surface,
            list: this.props.record.data.mockup_ids,
            readonly: this.props.readonly,
        }));
        this.samples = useZoneSamples(() => ({
            surface: this.props.record,
            zones: this.records,
            ink: this.mockups.current?.data.ink || "",
            longest: this.state.longest,
        }));
        onWillRender(() => this.tidy());
    }

    /** Drop what points to records that are gone, for example after Discard. */
    tidy() {
        this.history.follow(this.props.record.resId);
        if (this.state.selectedId && !this.records.some((r) => r.id === this.state.selectedId)) {
            this.state.selectedId = null;
        }
        if (!this.mockups.records.length && this.state.mode === "area") {
            this.state.mode = "zones";
        }
    }

    // === READING === //

    get list() {
        return this.props.record.data.zone_ids;
    }

    get records() {
        return this.list.records;
    }

    get surface() {
        const { width_mm, height_mm } = this.props.record.data;
        return { width: Math.max(1, width_mm), height: Math.max(1, height_mm) };
    }

    get blend() {
        return this.mockups.current?.data.blend || "normal";
    }

    get selected() {
        return this.records.find((record) => record.id === this.state.selectedId);
    }

    rectOf(record) {
        return this.state.drafts[record.id] || toRect(record.data);
    }

    get zones() {
        return this.records.map((record) => {
            const rect = this.rectOf(record);
            return {
                id: record.id,
                name: record.data.name || "",
                rect,
                inside: isInside(rect, this.surface),
                sample: this.samples.byId[record.id],
                label: this.describe(record, rect),
            };
        });
    }

    describe(record, rect) {
        return _t(
            "%(name)s: %(x)s mm from the left, %(y)s mm from the top, %(width)s by %(height)s mm",
            { ...rect, name: record.data.name || "" }
        );
    }

    messagesOf(record) {
        const messages = [...(this.samples.byId[record.id]?.messages || [])];
        if (!isInside(this.rectOf(record), this.surface)) {
            messages.unshift(
                _t("This zone reaches over the edge of the surface. Move it or make it smaller.")
            );
        }
        return messages;
    }

    get moreTypes() {
        const icons = {
            monogram: "fa-registered",
            date: "fa-calendar-o",
            number: "fa-hashtag",
            choice: "fa-list-ul",
            clipart: "fa-star",
        };
        return Object.entries(icons).map(([type, icon]) => ({
            type,
            icon,
            label: newZoneName(type),
        }));
    }

    get areaZoom() {
        if (!this.stagePicture || this.state.mode === "area") {
            return 1;
        }
        const { width, height } = this.mockups.area;
        const share = Math.max(width, height);
        return Math.min(MAX_ZOOM, Math.max(1, AREA_SHARE / share));
    }

    /** What lies below the zones: the picture, or a flat sheet where the picture is not flat. */
    get stagePicture() {
        const { picture, isMapped } = this.mockups;
        return picture.url && !(isMapped && this.state.mode === "zones") ? picture : null;
    }

    get stageShape() {
        return this.mockups.isMapped && this.state.mode === "area" ? this.mockups.shape : null;
    }

    get zoom() {
        return this.state.zoom || this.areaZoom;
    }

    get hint() {
        if (this.state.arming) {
            return _t(
                "Draw a rectangle in the printable area, or click once to put it in the middle."
            );
        }
        if (this.stageShape) {
            return _t(
                "Drag the four corners onto the corners of the place that is printed. Arrow keys move a corner by a pixel, with Shift by ten."
            );
        }
        if (this.state.mode === "area") {
            return _t(
                "Drag the frame onto the place that is printed. It keeps the proportions of the surface."
            );
        }
        return _t(
            "Arrow keys move by 0.5 mm, with Shift by 5 mm; Alt and arrow keys resize; Delete removes."
        );
    }

    // === VIEW === //

    setMode(mode) {
        Object.assign(this.state, { mode, arming: null, zoom: null });
        this.state.focusArea++;
    }

    setMockup(index) {
        this.mockups.show(index);
        this.state.zoom = null;
        this.state.focusArea++;
    }

    zoomBy(factor) {
        this.state.zoom = Math.min(MAX_ZOOM, Math.max(1, this.zoom * factor));
    }

    zoomIn() {
        this.zoomBy(ZOOM_STEP);
    }

    zoomOut() {
        this.zoomBy(1 / ZOOM_STEP);
    }

    zoomToPicture() {
        this.state.zoom = 1;
    }

    zoomToArea() {
        this.state.zoom = null;
        this.state.focusArea++;
    }

    select(id) {
        if (this.state.selectedId !== id) {
            this.state.selectedId = id;
        }
    }

    // === ZONES === //

    draft(id, rect) {
        if (rect) {
            this.state.drafts[id] = rect;
        } else {
            delete this.state.drafts[id];
        }
    }

    async commit(id, rect) {
        const record = this.records.find((candidate) => candidate.id === id);
        this.draft(id, rect);
        const stored = this.state.drafts[id];
        await this.history.update(record, fromRect(rect));
        if (this.state.drafts[id] === stored) {
            this.draft(id, null);
        }
    }

    async updateZone(values) {
        await this.history.update(this.selected, values);
    }

    onKey(ev, id) {
        const record = this.records.find((candidate) => candidate.id === id);
        if (this.props.readonly || !record) {
            return false;
        }
        if (["Delete", "Backspace"].includes(ev.key)) {
            this.deleteZone(record);
            return true;
        }
        const rect = nudge(this.rectOf(record), ev, this.surface);
        if (rect) {
            this.commit(id, rect);
            this.state.status = this.describe(record, rect);
        }
        return Boolean(rect);
    }

    /** Start to draw a zone; from the keyboard it is put in the middle at once. */
    async arm(type, ev) {
        if (ev.detail === 0) {
            await this.addZone(type, newZoneRect(type, this.surface));
        } else {
            this.state.arming = this.state.arming === type ? null : type;
            this.bus.trigger("SHOW_STAGE");
        }
    }

    onDraw(rect) {
        const type = this.state.arming;
        this.state.arming = null;
        return this.addZone(type, rect || newZoneRect(type, this.surface));
    }

    addZone(type, rect) {
        return this.history.add(newZoneValues(type, keepInside(rect, this.surface)));
    }

    duplicateZone(record) {
        const values = copyZoneValues(record.data);
        const rect = keepInside(toRect(values), this.surface);
        return this.history.add({ ...values, ...fromRect(rect) });
    }

    async addRecord(values) {
        const record = await this.list.addNewRecord({
            context: asDefaults(values),
            mode: "readonly",
            position: "bottom",
        });
        // Marks the record as changed: an untouched new record would be dropped when saving.
        await record.update({ name: values.name });
        this.state.selectedId = record.id;
        this.state.status = this.describe(record, toRect(record.data));
        requestAnimationFrame(() => this.bus.trigger("FOCUS_ZONE", record.id));
        return record;
    }

    async deleteZone(record) {
        this.state.status = _t("%(name)s was removed.", { name: record.data.name });
        this.state.selectedId = null;
        await this.history.remove(record);
    }

    onShortcut(ev) {
        const direction = shortcutOf(ev);
        if (direction) {
            ev.preventDefault();
            ev.stopPropagation();
            this.step(direction);
        }
    }

    async step(direction) {
        if (!this.props.readonly) {
            await this.history[direction]();
            this.state.status = direction === "undo" ? _t("Undone.") : _t("Done again.");
        }
    }

    /** Draw the zone above (`1`) or below (`-1`) its neighbour. */
    async restack(record, direction) {
        const index = this.records.indexOf(record);
        const target = this.records[direction > 0 ? index + 1 : index - 2];
        await this.list.resequence(record.id, target ? target.id : null);
    }

    async addPicture({ data, type }) {
        await this.mockups.add(data, `data:${type};base64,${data}`);
        this.setMode("area");
    }
}
