import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The drawing of a motif, by its hash. */
export class MotifPictureField extends Component {
    static template = "gift_personalization.MotifPictureField";
    static props = { ...standardFieldProps, large: { type: Boolean, optional: true } };

    get url() {
        const sha256 = this.props.record.data[this.props.name];
        return sha256 ? `/gift/clipart/${sha256}.svg` : "";
    }

    get label() {
        return this.props.record.data.name || _t("Motif");
    }
}

registry.category("fields").add("gift_motif_picture", {
    component: MotifPictureField,
    displayName: _t("Picture of a motif"),
    supportedTypes: ["char"],
    extractProps: ({ options }) => ({ large: Boolean(options.large) }),
});
