import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useBus } from "@web/core/utils/hooks";
import { follow, pointIn } from "./zone_gestures";
import { snapLines } from "./geometry";
import { MappedSheet } from "./mapped_sheet";
import { StageView } from "./stage_view";

const SNAP_PX = 6;
const PADDING_PX = 8;
const DRAW_MIN_PX = 8;

/**
 * The picture of the product with the printable area and the zones in it.
 *
 * Knows no records: it gets rectangles and reports what the user did with them.
 */
export class ZoneStage extends Component {
    static template = "gift_personalization.ZoneStage";
    static components = { MappedSheet };
    static props = {
        surface: Object, // {width, height} in mm
        picture: { type: [Object, { value: null }] }, // {url, width, height}
        area: Object, // shares of the picture
        blend: String,
        zones: Array, // {id, name, rect, inside, sample, label}
        selectedId: { type: [String, { value: null }] },
        mode: String, // "zones" or "area"
        drawing: Boolean,
        readonly: Boolean,
        zoom: Number,
        focusArea: Number, // changes when the area shall be scrolled into view
        onSelect: Function,
        onDraft: Function, // (id, rect) while a gesture goes on
        onCommit: Function, // (id, rect) at its end
        onDraw: Function, // (rect)
        onAreaDraft: Function,
        onAreaCommit: Function,
        onKey: Function, // (event, id) -> handled
        onAreaKey: Function,
        shape: { type: [Object, { value: null }] }, // of a surface that is not flat, see shape.js
        onShapeDraft: Function,
        onShapeCommit: Function,
        onShapeKey: Function, // (event, handle) -> handled
        bus: Object,
    };

    setup() {
        this.scroll = useRef("scroll");
        this.svg = useRef("svg");
        this.surfaceGroup = useRef("surface");
        this.state = useState({ width: 600, guides: { x: [], y: [] }, drawn: null });
        this.gesture = null;
        useEffect(
            (element) => {
                const observer = new ResizeObserver(() => {
                    this.state.width = Math.max(240, element.clientWidth - 2 * PADDING_PX);
                });
                observer.observe(element);
                return () => observer.disconnect();
            },
            () => [this.scroll.el]
        );
        useEffect(
            () => this.scrollToArea(),
            () => [this.props.focusArea, this.props.zoom, this.props.picture?.url, this.state.width]
        );
        // On the window, so that a gesture goes on when the pointer leaves the stage.
        useExternalListener(window, "pointermove", this.onPointerMove);
        useExternalListener(window, "pointerup", this.onPointerUp);
        useExternalListener(window, "pointercancel", this.cancel);
        useExternalListener(window, "keydown", this.onWindowKeydown, { capture: true });
        useBus(this.props.bus, "SHOW_STAGE", () =>
            this.scroll.el?.scrollIntoView({ block: "nearest" })
        );
        useBus(this.props.bus, "FOCUS_ZONE", ({ detail }) => this.focusZone(detail));
    }

    // === WHAT IS DRAWN === //

    getView() {
        const { surface, picture, area, zoom } = this.props;
        return new StageView({ surface, picture, area, zoom, available: this.state.width });
    }

    get selected() {
        return this.props.zones.find((zone) => zone.id === this.props.selectedId);
    }

    get sampledZones() {
        return this.props.zones.filter((zone) => zone.sample);
    }

    get grid() {
        const { surface, zones, selectedId } = this.props;
        const others = zones.filter((zone) => zone.id !== selectedId).map((zone) => zone.rect);
        const tolerance = SNAP_PX * this.getView().mm.x;
        return { surface, lines: snapLines(surface, others), tolerance };
    }

    scrollToArea() {
        const element = this.scroll.el;
        if (!element || this.props.zoom <= 1) {
            return;
        }
        const { middle } = this.getView();
        element.scrollLeft = middle.x - element.clientWidth / 2;
        element.scrollTop = middle.y - element.clientHeight / 2;
    }

    // === POINTER === //

    onZonePointerDown(ev, zone) {
        if (this.props.mode !== "zones" || this.props.drawing || ev.button > 0) {
            return;
        }
        ev.stopPropagation();
        this.props.onSelect(zone.id);
        this.focusZone(zone.id);
        this.begin(ev, { kind: "move", start: zone.rect, id: zone.id });
    }

    onHandlePointerDown(ev, handle) {
        const kind = handle === "rotate" ? "rotate" : "resize";
        ev.stopPropagation();
        this.begin(ev, { kind, handle, start: this.selected.rect, id: this.selected.id });
    }

    onAreaPointerDown(ev, handle) {
        if (this.props.mode !== "area" || ev.button > 0) {
            return;
        }
        ev.stopPropagation();
        const kind = handle ? "area-resize" : "area-move";
        this.begin(ev, { kind, handle, start: this.props.area });
    }

    onShapePointerDown(ev, handle) {
        if (ev.button > 0) {
            return;
        }
        ev.stopPropagation();
        ev.currentTarget.focus({ preventScroll: true });
        this.begin(ev, { kind: "shape-handle", handle, start: this.props.shape });
    }

    onStagePointerDown(ev) {
        if (this.props.drawing) {
            this.begin(ev, { kind: "draw", start: null });
        } else if (this.props.mode === "zones") {
            this.props.onSelect(null);
        }
    }

    /** Keep the browser from scrolling with a gesture: it does not heed touch-action inside an SVG. */
    onTouchStart(ev) {
        if (this.gesture && ev.cancelable) {
            ev.preventDefault();
        }
    }

    begin(ev, gesture) {
        if (this.props.readonly) {
            return;
        }
        ev.preventDefault();
        const picture = this.props.picture || this.getView().box;
        const onPicture = /^(area|shape)/.test(gesture.kind);
        const element = onPicture ? this.svg.el : this.surfaceGroup.el;
        this.gesture = {
            ...gesture,
            element,
            from: pointIn(element, ev),
            client: { x: ev.clientX, y: ev.clientY },
            grid: gesture.kind === "draw" ? { ...this.grid, tolerance: 0 } : this.grid,
            picture,
            pointerId: ev.pointerId,
            result: null,
        };
    }

    onPointerMove(ev) {
        const { gesture } = this;
        if (!gesture || ev.pointerId !== gesture.pointerId) {
            return;
        }
        gesture.result = follow(gesture, pointIn(gesture.element, ev));
        this.state.guides = gesture.result.guides;
        if (gesture.kind === "draw") {
            this.state.drawn = gesture.result.rect;
        } else if (gesture.result.area) {
            this.props.onAreaDraft(gesture.result.area);
        } else if (gesture.result.shape) {
            this.props.onShapeDraft(gesture.result.shape);
        } else {
            this.props.onDraft(gesture.id, gesture.result.rect);
        }
    }

    onPointerUp(ev) {
        const { gesture } = this;
        if (!gesture || ev.pointerId !== gesture.pointerId) {
            return;
        }
        this.end();
        const distance = Math.hypot(ev.clientX - gesture.client.x, ev.clientY - gesture.client.y);
        if (gesture.kind === "draw") {
            this.props.onDraw(distance >= DRAW_MIN_PX ? gesture.result?.rect : null);
        } else if (gesture.result?.area) {
            this.props.onAreaCommit(gesture.result.area);
        } else if (gesture.result?.shape) {
            this.props.onShapeCommit(gesture.result.shape);
        } else if (gesture.result) {
            this.props.onCommit(gesture.id, gesture.result.rect);
        }
    }

    /** Forget the gesture; what it changed so far is taken back. */
    cancel() {
        const { gesture } = this;
        if (!gesture) {
            return false;
        }
        this.end();
        if (gesture.kind.startsWith("area")) {
            this.props.onAreaDraft(null);
        } else if (gesture.kind.startsWith("shape")) {
            this.props.onShapeDraft(null);
        } else if (gesture.id) {
            this.props.onDraft(gesture.id, null);
        }
        return true;
    }

    end() {
        this.gesture = null;
        this.state.guides = { x: [], y: [] };
        this.state.drawn = null;
    }

    // === KEYBOARD === //

    onWindowKeydown(ev) {
        if (ev.key === "Escape" && this.cancel()) {
            ev.stopPropagation();
            ev.preventDefault();
        }
    }

    onZoneKeydown(ev, zone) {
        this.handled(ev, this.props.onKey(ev, zone.id));
    }

    onShapeKeydown(ev, handle) {
        this.handled(ev, this.props.onShapeKey(ev, handle));
    }

    /** Says in words what a handle of the shape is, where it is and what keys do. */
    describeHandle({ name, x, y }) {
        const names = {
            nw: _t("Top left corner"),
            ne: _t("Top right corner"),
            se: _t("Bottom right corner"),
            sw: _t("Bottom left corner"),
            top: _t("Bend of the top edge"),
            bottom: _t("Bend of the bottom edge"),
        };
        return _t("%(name)s: %(x)s px from the left, %(y)s px from the top. Arrow keys move it.", {
            name: names[name],
            x: Math.round(x),
            y: Math.round(y),
        });
    }

    onAreaKeydown(ev) {
        this.handled(ev, this.props.onAreaKey(ev));
    }

    handled(ev, isHandled) {
        if (isHandled) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    focusZone(id) {
        this.svg.el?.querySelector(`.o_gift_zone[data-id="${id}"]`)?.focus({ preventScroll: true });
    }
}
