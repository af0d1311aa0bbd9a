import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { setAreaNumber } from "./area";

/** Numbers of the printable area, in pixels of the picture it lies on. */
export class AreaPanel extends Component {
    static template = "gift_personalization.AreaPanel";
    static props = {
        area: Object, // shares of the picture
        surface: Object,
        picture: Object,
        readonly: Boolean,
        onCommit: Function, // (area)
    };

    get numbers() {
        const { area, picture } = this.props;
        return [
            { name: "x", label: _t("Left"), value: Math.round(area.x * picture.width) },
            { name: "y", label: _t("Top"), value: Math.round(area.y * picture.height) },
            { name: "width", label: _t("Width"), value: Math.round(area.width * picture.width) },
            {
                name: "height",
                label: _t("Height"),
                value: Math.round(area.height * picture.height),
            },
        ];
    }

    onNumber(name, ev) {
        const { area, surface, picture } = this.props;
        const pixels = Number(ev.target.value.replace(",", "."));
        if (ev.target.value !== "" && Number.isFinite(pixels)) {
            this.props.onCommit(setAreaNumber(area, name, pixels, surface, picture));
        }
    }
}
