/**
 * Pure helpers of the designer: reading the form and filling it in. No network, no state.
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
