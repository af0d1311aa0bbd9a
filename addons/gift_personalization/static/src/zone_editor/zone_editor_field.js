import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ZoneEditor } from "./zone_editor";

/** The zones of a surface: drawn in the editor, and listed below it. */
export class ZoneEditorField extends X2ManyField {
    static template = "gift_personalization.ZoneEditorField";
    static components = { ...X2ManyField.components, ZoneEditor };
}

export const zoneEditorField = {
    ...x2ManyField,
    component: ZoneEditorField,
    displayName: _t("Zone editor"),
    supportedTypes: ["one2many"],
    additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
};

registry.category("fields").add("gift_zone_editor", zoneEditorField);
