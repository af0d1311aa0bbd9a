import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { CORNERS, moveHandle, withKind, withNumber } from "./shape";

/** What shape a surface has on its picture, with the numbers of its corners and its round. */
export class ShapePanel extends Component {
    static template = "gift_personalization.ShapePanel";
    static props = {
        shape: Object,
        area: Object, // where new corners start
        picture: Object,
        readonly: Boolean,
        onCommit: Function, // (shape)
    };

    get kinds() {
        return [
            { kind: "flat", label: _t("Flat: seen from the front") },
            { kind: "perspective", label: _t("At an angle") },
            { kind: "cylinder", label: _t("Round: mug, bottle, candle") },
        ];
    }

    get corners() {
        const labels = [_t("Top left"), _t("Top right"), _t("Bottom right"), _t("Bottom left")];
        const { shape, picture } = this.props;
        return CORNERS.map((name, index) => ({
            name,
            label: labels[index],
            x: Math.round(shape.corners[index][0] * picture.width),
            y: Math.round(shape.corners[index][1] * picture.height),
        }));
    }

    get numbers() {
        const { shape } = this.props;
        const percent = (value) => Math.round(value * 1000) / 10;
        return [
            {
                name: "angle",
                label: _t("Arc that is seen (°)"),
                value: Math.round(shape.angle * 10) / 10,
            },
            { name: "top", label: _t("Bend at the top (%)"), value: percent(shape.top) },
            { name: "bottom", label: _t("Bend at the bottom (%)"), value: percent(shape.bottom) },
            { name: "from", label: _t("Seen from (%)"), value: percent(shape.from) },
            { name: "to", label: _t("Seen to (%)"), value: percent(shape.to) },
        ];
    }

    onKind(ev) {
        this.props.onCommit(withKind(this.props.shape, ev.target.value, this.props.area));
    }

    onCorner(corner, axis, ev) {
        const { shape, picture } = this.props;
        const moved = this.numberOf(ev) - corner[axis];
        const dx = axis === "x" ? moved / picture.width : 0;
        const dy = axis === "y" ? moved / picture.height : 0;
        this.commit(ev, Number.isFinite(moved) && moveHandle(shape, corner.name, dx, dy));
    }

    onNumber(name, ev) {
        const value = this.numberOf(ev);
        this.commit(ev, Number.isFinite(value) && withNumber(this.props.shape, name, value));
    }

    numberOf(ev) {
        return ev.target.value === "" ? NaN : Number(ev.target.value.replace(",", "."));
    }

    /** Takes a number that makes sense; the field shows the old one again otherwise. */
    commit(ev, shape) {
        if (shape) {
            this.props.onCommit(shape);
        } else {
            this.render();
            ev.target.value = ev.target.getAttribute("value");
        }
    }
}
