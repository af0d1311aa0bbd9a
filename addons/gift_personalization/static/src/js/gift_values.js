/**
 * Pure helpers of the designer: reading the form and placing a photo. No network, no state.
 */

const segmenter =
    typeof Intl !== "undefined" && Intl.Segmenter
        ? new Intl.Segmenter(undefined, { granularity: "grapheme" })
        : null;

/**
 * Counts what a person calls a character: “é”, “👩‍🚀” and “नि” are one each.
 *
 * @param {string} text
 * @returns {number}
 */
export function countCharacters(text) {
    const trimmed = text.trim().replaceAll("\n", "");
    return segmenter ? [...segmenter.segment(trimmed)].length : [...trimmed].length;
}

/**
 * Returns whether a point lies in a zone.
 *
 * @param {Object} zone - `x`, `y`, `width`, `height` in µm before it is turned by `rotation` degrees.
 * @param {{x: number, y: number}} point
 */
export function isInZone({ x, y, width, height, rotation }, point) {
    const angle = (-rotation * Math.PI) / 180;
    const [dx, dy] = [point.x - x - width / 2, point.y - y - height / 2];
    const across = dx * Math.cos(angle) - dy * Math.sin(angle);
    const down = dx * Math.sin(angle) + dy * Math.cos(angle);
    return Math.abs(across) <= width / 2 && Math.abs(down) <= height / 2;
}

/**
 * Reads what was entered in the fields of the designer.
 *
 * @param {HTMLElement} root - Contains the zones' fields.
 * @returns {Object} Values by zone key, as the server's content document has them.
 */
export function readValues(root) {
    const values = {};
    for (const zone of root.querySelectorAll(".o_gift_zone")) {
        const value = readValue(zone);
        if (value) {
            values[zone.dataset.zone] = value;
        }
    }
    return values;
}

/** Reads the value of one zone; null when it is empty. */
export function readValue(zone) {
    const read = { photo: readPhoto, clipart: readClipart }[zone.dataset.type] || readText;
    return read(zone);
}

export function readText(zone) {
    const text = zone.querySelector(".o_gift_input").value;
    if (!text.trim()) {
        return null;
    }
    const value = { text };
    const font = zone.querySelector(".o_gift_font_input:checked")?.value;
    const color = zone.querySelector(".o_gift_color_input:checked")?.value;
    const format = zone.querySelector(".o_gift_format")?.value;
    const lang = zone.querySelector(".o_gift_input").dataset.lang;
    return {
        ...value,
        ...(font && { font }),
        ...(color && { color }),
        ...(format && { format }),
        ...(lang && { lang }),
    };
}

export function readPhoto(zone) {
    const value = JSON.parse(zone.querySelector(".o_gift_photo_value").value || "{}");
    return value.asset ? value : null;
}

export function readClipart(zone) {
    const clipart = zone.querySelector(".o_gift_clipart_value").value;
    const color = zone.querySelector(".o_gift_color_input:checked")?.value;
    return clipart ? { clipart, ...(color && { color }) } : null;
}

/**
 * Fills the fields with values that were read before.
 *
 * @param {HTMLElement} root
 * @param {Object} values - As {@link readValues} returns them.
 */
export function writeValues(root, values) {
    for (const zone of root.querySelectorAll(".o_gift_zone")) {
        const value = values[zone.dataset.zone] || {};
        if (zone.dataset.type === "photo") {
            zone.querySelector(".o_gift_photo_value").value = JSON.stringify(value);
            continue;
        }
        if (zone.dataset.type === "clipart") {
            zone.querySelector(".o_gift_clipart_value").value = value.clipart || "";
        } else {
            zone.querySelector(".o_gift_input").value = value.text || "";
        }
        check(zone, ".o_gift_font_input", value.font);
        check(zone, ".o_gift_color_input", value.color);
        const format = zone.querySelector(".o_gift_format");
        if (format && value.format) {
            format.value = value.format;
        }
    }
    root.dispatchEvent(new CustomEvent("gift-values"));
}

function check(zone, selector, wanted) {
    for (const input of zone.querySelectorAll(selector)) {
        if (input.value === wanted) {
            input.checked = true;
        }
    }
}

/**
 * Keeps a photo from leaving its zone open; the server clamps in the same way.
 *
 * @param {Object} value - Photo value; turned by multiples of 90°.
 * @param {{width: number, height: number, fit: string}} zone - In µm.
 * @returns {Object} The value with offsets inside their free play.
 */
export function clampPhoto(value, zone) {
    const { x, y } = freePlay(value, zone);
    const within = (offset, limit) => Math.round(Math.max(-limit, Math.min(limit, offset)));
    return {
        ...value,
        offset_x_permille: within(value.offset_x_permille || 0, x),
        offset_y_permille: within(value.offset_y_permille || 0, y),
    };
}

/** Returns how far the photo may be moved to each side, in permille of the zone's sides. */
function freePlay(value, zone) {
    if (zone.fit !== "cover") {
        return { x: 1000, y: 1000 };
    }
    const turned = ((value.rotation_mdeg || 0) / 90000) % 2 !== 0;
    const width = turned ? value.height_px : value.width_px;
    const height = turned ? value.width_px : value.height_px;
    const unit =
        (Math.max(zone.width / width, zone.height / height) * (value.zoom_permille || 1000)) / 1000;
    return {
        x: Math.max(0, ((width * unit) / zone.width - 1) * 500),
        y: Math.max(0, ((height * unit) / zone.height - 1) * 500),
    };
}

/**
 * Moves a photo by a distance on the surface.
 *
 * @param {Object} value - Photo value.
 * @param {{width: number, height: number, rotation: number, fit: string}} zone - In µm and degrees.
 * @param {number} dx - µm on the surface, to the right.
 * @param {number} dy - µm on the surface, downwards.
 * @returns {Object} The moved and clamped value.
 */
export function movePhoto(value, zone, dx, dy) {
    const angle = ((zone.rotation || 0) * Math.PI) / 180;
    const along = dx * Math.cos(angle) + dy * Math.sin(angle);
    const across = -dx * Math.sin(angle) + dy * Math.cos(angle);
    return clampPhoto(
        {
            ...value,
            offset_x_permille: (value.offset_x_permille || 0) + (along / zone.width) * 1000,
            offset_y_permille: (value.offset_y_permille || 0) + (across / zone.height) * 1000,
        },
        zone
    );
}
