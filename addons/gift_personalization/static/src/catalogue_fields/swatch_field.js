import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A colour as a swatch with its code beside; both can be edited. */
export class SwatchField extends Component {
    static template = "gift_personalization.SwatchField";
    static props = { ...standardFieldProps };

    get color() {
        return this.props.record.data[this.props.name] || "";
    }

    onChange(ev) {
        this.props.record.update({ [this.props.name]: ev.target.value.trim().toLowerCase() });
    }
}

registry.category("fields").add("gift_swatch", {
    component: SwatchField,
    displayName: _t("Colour swatch"),
    supportedTypes: ["char"],
});
