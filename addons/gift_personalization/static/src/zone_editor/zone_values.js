/** Between the records of the form and the plain values the editor works with. */

import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { isBinarySize } from "@web/core/utils/binary";

const SAMPLE_FIELDS = [
    "name",
    "zone_type",
    "x_mm",
    "y_mm",
    "width_mm",
    "height_mm",
    "rotation",
    "align",
    "valign",
    "fit",
    "max_size_mm",
    "min_size_mm",
    "line_height",
    "tracking",
    "text_case",
    "max_chars",
    "max_lines",
    "charset",
    "default_text",
    "shape",
    "radius_mm",
    "photo_fit",
    "arc",
    "arc_radius_mm",
    "outline_mm",
    "allowed_chars",
    "monogram_order",
    "monogram_side",
    "frame",
    "frame_mm",
    "number_max",
    "number_decimals",
    "number_digits",
    "number_grouping",
];
const COPIED_FIELDS = [
    ...SAMPLE_FIELDS,
    "placeholder",
    "help_text",
    "required",
    "editable",
    "price_extra",
    "number_min",
];
const DATE_FIELDS = ["date_min", "date_max"];
const MANY2ONE_FIELDS = [
    "default_font_id",
    "default_color_id",
    "outline_color_id",
    "default_clipart_id",
];
const MANY2MANY_FIELDS = ["font_ids", "color_ids", "date_format_ids", "clipart_theme_ids"];
const SQUARE_TYPES = ["photo", "clipart"];
const COPY_OFFSET_MM = 5;

/** Return the id of a many2one value, or false. */
export function many2oneId(value) {
    return value ? value.id : false;
}

export function toRect(data) {
    return {
        x: data.x_mm,
        y: data.y_mm,
        width: data.width_mm,
        height: data.height_mm,
        rotation: data.rotation,
    };
}

export function fromRect(rect) {
    return {
        x_mm: rect.x,
        y_mm: rect.y,
        width_mm: rect.width,
        height_mm: rect.height,
        rotation: rect.rotation,
    };
}

export function toArea(data) {
    return { x: data.area_x, y: data.area_y, width: data.area_width, height: data.area_height };
}

export function fromArea(area) {
    return { area_x: area.x, area_y: area.y, area_width: area.width, area_height: area.height };
}

/** Return what the server needs to draw a sample of a zone. */
export function toSampleValues(data) {
    const values = Object.fromEntries(SAMPLE_FIELDS.map((name) => [name, data[name]]));
    for (const name of MANY2ONE_FIELDS) {
        values[name] = many2oneId(data[name]);
    }
    for (const name of MANY2MANY_FIELDS) {
        values[name] = data[name] ? [...data[name].currentIds] : [];
    }
    return values;
}

/** Return the name a new zone of that type starts with. */
export function newZoneName(type) {
    return {
        text: _t("Text"),
        multiline: _t("Message"),
        monogram: _t("Monogram"),
        date: _t("Date"),
        number: _t("Number"),
        choice: _t("Choice"),
        photo: _t("Photo"),
        clipart: _t("Motif"),
    }[type];
}

/** Return the values of a new zone; the font size follows its height. */
export function newZoneValues(type, rect) {
    const values = { name: newZoneName(type), zone_type: type, ...fromRect(rect) };
    if (type === "multiline") {
        values.max_lines = 3;
        values.max_chars = 90;
    }
    if (!SQUARE_TYPES.includes(type)) {
        const lines = { multiline: 3.6, monogram: 1 }[type] || 1.4;
        values.max_size_mm = Math.max(2, Math.round((rect.height / lines) * 2) / 2);
        values.min_size_mm = Math.min(3, values.max_size_mm);
    }
    return values;
}

/** Return the default size of a new zone in the middle of a surface. */
export function newZoneRect(type, surface) {
    const share = SQUARE_TYPES.includes(type) ? 0.5 : 0.6;
    const shares = { multiline: 0.4, photo: 0.5, clipart: 0.5, monogram: 0.4 };
    const height = (shares[type] || 0.2) * surface.height;
    const half = (value) => Math.max(1, Math.round(value * 2) / 2);
    const rect = { width: half(surface.width * share), height: half(height), rotation: 0 };
    return {
        ...rect,
        x: Math.round(surface.width - rect.width) / 2,
        y: Math.round(surface.height - rect.height) / 2,
    };
}

/** Return the values of a record that were asked for, as they are written. */
export function pickValues(data, names) {
    return Object.fromEntries(names.map((name) => [name, data[name]]));
}

/** Return all values of a zone, for a new record that is equal to it. */
export function cloneZoneValues(data) {
    const values = pickValues(data, COPIED_FIELDS);
    for (const name of DATE_FIELDS) {
        values[name] = data[name] ? serializeDate(data[name]) : false;
    }
    for (const name of MANY2ONE_FIELDS) {
        values[name] = many2oneId(data[name]);
    }
    for (const name of MANY2MANY_FIELDS) {
        values[name] = [[6, 0, data[name] ? [...data[name].currentIds] : []]];
    }
    return values;
}

/** Return the values of a copy of a zone, moved a little. */
export function copyZoneValues(data) {
    const moved = { x_mm: data.x_mm + COPY_OFFSET_MM, y_mm: data.y_mm + COPY_OFFSET_MM };
    return { ...cloneZoneValues(data), ...moved };
}

/** Return values as the context that gives a new record its defaults. */
export function asDefaults(values) {
    return Object.fromEntries(Object.entries(values).map(([name, v]) => [`default_${name}`, v]));
}

/** Return the address of a mock-up's picture: of the saved file, or of the one just chosen. */
export function pictureUrl(mockup) {
    const { image, sha256 } = mockup.data;
    if (image && !isBinarySize(image)) {
        const kinds = { "/": "jpeg", i: "png", U: "webp" };
        return `data:image/${kinds[image[0]] || "png"};base64,${image}`;
    }
    return sha256 ? `/gift/mockup/${sha256}.img` : "";
}
