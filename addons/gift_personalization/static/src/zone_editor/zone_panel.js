import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { fromRect, toRect } from "./zone_values";
import { round } from "./geometry";

/** Numbers of the selected zone, and what can be done with it. */
export class ZonePanel extends Component {
    static template = "gift_personalization.ZonePanel";
    static props = {
        record: Object,
        rect: Object,
        surface: Object,
        messages: Array,
        readonly: Boolean,
        isFirst: Boolean,
        isLast: Boolean,
        onUpdate: Function, // (values)
        onDuplicate: Function,
        onDelete: Function,
        onForward: Function,
        onBack: Function,
        onOpen: Function,
    };

    get numbers() {
        const { rect } = this.props;
        return [
            { name: "x", label: _t("Left"), unit: "mm", step: 0.5, value: rect.x },
            { name: "y", label: _t("Top"), unit: "mm", step: 0.5, value: rect.y },
            { name: "width", label: _t("Width"), unit: "mm", step: 0.5, min: 1, value: rect.width },
            {
                name: "height",
                label: _t("Height"),
                unit: "mm",
                step: 0.5,
                min: 1,
                value: rect.height,
            },
            { name: "rotation", label: _t("Rotation"), unit: "°", step: 1, value: rect.rotation },
        ];
    }

    get isText() {
        return !["photo", "clipart"].includes(this.props.record.data.zone_type);
    }

    onName(ev) {
        this.props.onUpdate({ name: ev.target.value });
    }

    onNumber(name, ev) {
        const value = Number(ev.target.value.replace(",", "."));
        if (ev.target.value !== "" && Number.isFinite(value)) {
            const rect = { ...toRect(this.props.record.data), [name]: round(value) };
            this.props.onUpdate(fromRect(rect));
        }
    }

    onSize(ev) {
        const value = Number(ev.target.value.replace(",", "."));
        if (Number.isFinite(value) && value > 0) {
            const { min_size_mm } = this.props.record.data;
            this.props.onUpdate({ max_size_mm: value, min_size_mm: Math.min(min_size_mm, value) });
        }
    }

    get canBend() {
        return this.isText && !["multiline", "monogram"].includes(this.props.record.data.zone_type);
    }

    onArc(ev) {
        this.props.onUpdate({ arc: ev.target.value });
    }

    /** Keeps a positive number, in mm. */
    onLength(name, ev) {
        const value = Number(ev.target.value.replace(",", "."));
        if (ev.target.value !== "" && Number.isFinite(value) && value >= 0) {
            this.props.onUpdate({ [name]: value });
        }
    }

    onFrame(ev) {
        this.props.onUpdate({ frame: ev.target.value });
    }

    onRequired(ev) {
        this.props.onUpdate({ required: ev.target.checked });
    }

    onCenter(axis) {
        const rect = toRect(this.props.record.data);
        const side = axis === "x" ? "width" : "height";
        rect[axis] = round((this.props.surface[side] - rect[side]) / 2);
        this.props.onUpdate(fromRect(rect));
    }
}
