import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SAMPLES = {
    arabic: "أهلاً بالجميع",
    hebrew: "שלום לכולם",
    devanagari: "नमस्ते सबको",
    thai: "สวัสดีทุกคน",
    cjk: "你好，大家好",
    korean: "모두 안녕하세요",
    emoji: "🎁 🎂 💛",
    monogram: "A·M·K",
};
const faces = new Map(); // one FontFace per file: the address names its bytes

/** Load a font file once and return the name it can be used by. */
function loadFace(sha256) {
    if (!faces.has(sha256)) {
        const family = `gift-${sha256.slice(0, 16)}`;
        const face = new FontFace(family, `url(/gift/font/${sha256})`);
        document.fonts.add(face);
        faces.set(
            sha256,
            face.load().then(
                () => family,
                () => ""
            )
        );
    }
    return faces.get(sha256);
}

/** A line set in the font whose hash the field holds, from the bytes the print file uses. */
export class FontSampleField extends Component {
    static template = "gift_personalization.FontSampleField";
    static props = {
        ...standardFieldProps,
        categoryField: { type: String, optional: true },
        large: { type: Boolean, optional: true },
    };

    setup() {
        this.state = useState({ family: "" });
        onWillStart(() => {
            const sha256 = this.props.record.data[this.props.name];
            if (sha256) {
                loadFace(sha256).then((family) => (this.state.family = family));
            }
        });
    }

    get text() {
        const category = this.props.record.data[this.props.categoryField];
        return SAMPLES[category] || _t("Anna & Björn, 2026");
    }

    get style() {
        return this.state.family ? `font-family: "${this.state.family}"` : "visibility: hidden";
    }
}

registry.category("fields").add("gift_font_sample", {
    component: FontSampleField,
    displayName: _t("Font sample"),
    supportedTypes: ["char"],
    extractProps: ({ options }) => ({
        categoryField: options.category_field,
        large: Boolean(options.large),
    }),
});
